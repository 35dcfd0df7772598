using System.Text;
using BalancedEdu.Bpmn.Decisions;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Tests.Decisions;

/// <summary>Everything that a DMN file can be refused for.</summary>
public class DmnRefusalTests
{
    public static TheoryData<string, string> Refusals => new()
    {
        { "dmn.element.without-name", "<decision id=\"a\"/>" },
        { "dmn.element.without-name", "<itemDefinition/>" },
        { "dmn.element.id-twice", "<inputData id=\"a\" name=\"x\"/><inputData id=\"a\" name=\"y\"/>" },
        { "dmn.element.name-twice", "<inputData id=\"a\" name=\"x\"/><inputData id=\"b\" name=\"x\"/>" },
        { "dmn.import.unknown", "<import name=\"x\" namespace=\"urn:none\"/>" },
        { "dmn.import.refused", "<import name=\"x\" namespace=\"urn:wrong\"/>" },
        { "dmn.import.cycle", "<import name=\"x\" namespace=\"urn:test\"/>" },
        { "dmn.import.refused", "<import name=\"x\" namespace=\"urn:back\"/>" },
        { "dmn.import.not-dmn", "<import name=\"x\" namespace=\"urn:x\" importType=\"http://www.dmg.org/PMML-4_2\"/>" },
        { "dmn.reference.unknown", Dmn.Decision("d", Dmn.Literal("1"), "i:none") },
        { "dmn.reference.wrong-kind", Dmn.Input("n") + Dmn.Decision("d", Dmn.Literal("1"), "d:#i_n") },
        { "dmn.requirement.cycle", Dmn.Decision("a", Dmn.Literal("1"), "d:a") },
        { "dmn.requirement.cycle", Dmn.Decision("a", Dmn.Literal("b"), "d:b") + Dmn.Decision("b", Dmn.Literal("a"), "d:a") },
        {
            "dmn.requirement.cycle",
            Dmn.Knowledge("f", "x", Dmn.Literal("g(x)"), "k:g") + Dmn.Knowledge("g", "x", Dmn.Literal("f(x)"), "k:f")
        },
        { "dmn.type.unknown", Dmn.Input("n", "tNone") },
        { "dmn.type.unknown", Dmn.Input("n", "list&lt;tNone>") },
        {
            "dmn.type.cycle",
            "<itemDefinition name=\"a\"><typeRef>b</typeRef></itemDefinition>"
            + "<itemDefinition name=\"b\"><typeRef>a</typeRef></itemDefinition>"
        },
        { "dmn.type.name-twice", "<itemDefinition name=\"a\"/><itemDefinition name=\"a\"/>" },
        {
            "dmn.feel.does-not-parse",
            "<itemDefinition name=\"a\"><allowedValues><text>&lt;</text></allowedValues></itemDefinition>"
        },
        { "dmn.feel.does-not-parse", Dmn.Decision("d", Dmn.Literal("1 +")) },
        { "dmn.feel.does-not-parse", Dmn.Decision("d", Dmn.Literal("no such function(1)")) },
        { "dmn.feel.does-not-parse", Dmn.Decision("d", Dmn.Table("", Dmn.In("1"), Dmn.Out(), "> -> 1")) },
        { "dmn.feel.does-not-parse", Dmn.Decision("d", Dmn.Table("hitPolicy=\"PRIORITY\"", Dmn.In("1"), Dmn.Out(values: "(("), "- -> 1")) },
        { "dmn.expression.missing", Dmn.Decision("d", "<literalExpression/>") },
        { "dmn.expression.missing", Dmn.Decision("d", $"<conditional><if>{Dmn.Literal("true")}</if><then>{Dmn.Literal("1")}</then></conditional>") },
        { "dmn.expression.missing", Dmn.Decision("d", "<invocation/>") },
        { "dmn.expression.missing", "<businessKnowledgeModel name=\"f\"/>" },
        { "dmn.expression.missing", Dmn.Decision("d", "<functionDefinition/>") },
        { "dmn.expression.missing", Dmn.Decision("d", "<decisionTable><input/><output/></decisionTable>") },
        { "dmn.expression.language", Dmn.Decision("d", "<literalExpression expressionLanguage=\"groovy\"><text>1</text></literalExpression>") },
        { "dmn.expression.without-name", Dmn.Decision("d", "<for/>") },
        { "dmn.expression.without-name", Dmn.Decision("d", $"<context><contextEntry><variable/>{Dmn.Literal("1")}</contextEntry></context>") },
        {
            "dmn.expression.without-name",
            Dmn.Decision("d", $"<context><contextEntry>{Dmn.Literal("1")}</contextEntry><contextEntry>{Dmn.Literal("1")}</contextEntry></context>")
        },
        { "dmn.expression.name-twice", Dmn.Knowledge("f", "x x", Dmn.Literal("1")) },
        { "dmn.function.external", Dmn.Decision("d", "<functionDefinition kind=\"Java\"/>") },
        { "dmn.decision-table.unknown-hit-policy", Dmn.Decision("d", Dmn.Table("hitPolicy=\"BEST\"", Dmn.In("1"), Dmn.Out(), "- -> 1")) },
        {
            "dmn.decision-table.unknown-aggregation",
            Dmn.Decision("d", Dmn.Table("hitPolicy=\"COLLECT\" aggregation=\"AVG\"", Dmn.In("1"), Dmn.Out(), "- -> 1"))
        },
        {
            "dmn.decision-table.aggregation-of-several",
            Dmn.Decision("d", Dmn.Table("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", Dmn.In("1"), Dmn.Out("a") + Dmn.Out("b"), "- -> 1 | 2"))
        },
        { "dmn.decision-table.wrong-cells", Dmn.Decision("d", Dmn.Table("", Dmn.In("1"), Dmn.Out(), "- | - -> 1")) },
        { "dmn.decision-table.wrong-cells", Dmn.Decision("d", Dmn.Table("", Dmn.In("1"), Dmn.Out(), "- -> 1 | 2")) },
        { "dmn.decision-table.without-output", Dmn.Decision("d", Dmn.Table("", Dmn.In("1"), "")) },
        { "dmn.decision-table.output-without-name", Dmn.Decision("d", Dmn.Table("", Dmn.In("1"), Dmn.Out() + Dmn.Out("b"), "- -> 1 | 2")) },
        { "dmn.decision-table.output-without-name", Dmn.Decision("d", Dmn.Table("", Dmn.In("1"), Dmn.Out("b") + Dmn.Out("b"), "- -> 1 | 2")) },
        { "dmn.decision-table.without-output-values", Dmn.Decision("d", Dmn.Table("hitPolicy=\"PRIORITY\"", Dmn.In("1"), Dmn.Out(), "- -> 1")) },
        { "dmn.relation.wrong-cells", Dmn.Decision("d", $"<relation><column name=\"a\"/><row>{Dmn.Literal("1")}{Dmn.Literal("2")}</row></relation>") },
        { "dmn.decision-service.without-output", "<decisionService name=\"s\"/>" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void A_model_is_refused_with_a_code_a_place_and_a_remedy(string code, string elements)
    {
        var reading = Dmn.Read(elements,
            ("urn:wrong", "<decision/>"), ("urn:back", "<import name=\"t\" namespace=\"urn:test\"/>"));
        var finding = Assert.Single(reading.Findings, finding => finding.Code == code);
        Assert.Equal(Severity.Refused, finding.Severity);
        Assert.True(reading.IsRefused);
        Assert.True(finding.Line > 1, "no line");
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}.*。$", finding.Message);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}.*。$", finding.Remedy);
    }

    [Theory, MemberData(nameof(Refusals))]
    public void A_refused_model_still_runs_as_far_as_it_can(string code, string elements)
    {
        var model = Dmn.Read(elements + Dmn.Decision("sound", Dmn.Literal("1 + 1"))).Model!;
        Assert.NotEmpty(code);
        Assert.Equal("2", model.Text("sound"));
        foreach (var element in model.Elements)
            Assert.NotNull(model.Run(element.Id).Warnings);
    }

    [Theory]
    [InlineData("dmn.file.not-xml", "")]
    [InlineData("dmn.file.not-xml", "not xml")]
    [InlineData("dmn.file.not-xml", "<definitions>")]
    [InlineData("dmn.file.not-xml", "<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><d>&a;</d>")]
    [InlineData("dmn.file.not-dmn", "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>")]
    [InlineData("dmn.file.not-dmn", "<model xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>")]
    public void A_file_that_is_not_dmn_gives_no_model(string code, string xml)
    {
        var reading = DecisionModel.Read(Encoding.UTF8.GetBytes(xml), null, FeelEnvironment.Default);
        Assert.Null(reading.Model);
        Assert.Equal(code, Assert.Single(reading.Findings).Code);
    }

    [Fact]
    public void A_decision_without_logic_is_only_noted()
    {
        var reading = Dmn.Read("<decision name=\"d\"/>");
        Assert.False(reading.IsRefused);
        Assert.Equal("dmn.decision.without-logic", Assert.Single(reading.Findings).Code);
        Assert.Equal("决策“d” 没有决策逻辑", Assert.Single(reading.Model!.Run("d").Warnings));
    }

    [Fact]
    public void A_chain_of_imports_ends_at_the_limit()
    {
        var reading = DecisionModel.Read(
            Encoding.UTF8.GetBytes(Dmn.File("<import name=\"n\" namespace=\"0\"/>")),
            ns => Encoding.UTF8.GetBytes(Dmn.File($"<import name=\"n\" namespace=\"{ns}0\"/>", ns)),
            FeelEnvironment.Default);
        Assert.Equal("dmn.import.refused", Assert.Single(reading.Findings).Code);
    }

    [Fact]
    public void A_thousand_faults_are_told_up_to_the_limit() =>
        Assert.Equal(DmnLimits.MaxFindings, Dmn.Read(string.Concat(Enumerable.Repeat("<decision/>", 1000))).Findings.Count);
}
