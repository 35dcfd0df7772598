using System.Text;
using BalancedEdu.Bpmn.Decisions;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;
using BenchmarkDotNet.Attributes;

namespace BalancedEdu.Benchmarks.Decisions;

/// <summary>A decision table of 100 rules whose last one matches, and a graph that calls it as a function.</summary>
public class DecisionBenchmarks
{
    private static readonly byte[] Xml = Encoding.UTF8.GetBytes(Model());

    private readonly DecisionModel _model = DecisionModel.Read(Xml, null, FeelEnvironment.Default).Model!;
    private readonly FeelContext _inputs = new([new("人数", FeelValue.Of(995m)), new("学段", FeelValue.Of("初中"))]);

    [Benchmark]
    public FeelResult HundredRules() => _model.Evaluate("table", _inputs, DateTimeOffset.UnixEpoch);

    [Benchmark]
    public FeelResult FunctionOfFourRules() => _model.Evaluate("graph", _inputs, DateTimeOffset.UnixEpoch);

    [Benchmark]
    public DecisionReading Read() => DecisionModel.Read(Xml, null, FeelEnvironment.Default);

    private static string Model() => $"""
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="班额" namespace="urn:size">
        <inputData id="n" name="人数"><variable name="人数" typeRef="number"/></inputData>
        <inputData id="s" name="学段"><variable name="学段" typeRef="string"/></inputData>
        <decision id="table" name="分档"><informationRequirement><requiredInput href="#n"/></informationRequirement>
        <informationRequirement><requiredInput href="#s"/></informationRequirement>
        <decisionTable><input><inputExpression><text>人数</text></inputExpression></input>
        <input><inputExpression><text>学段</text></inputExpression></input><output/>
        {string.Concat(Enumerable.Range(0, 100).Select(i => Rule($"[{i * 10}..{i * 10 + 10})", "\"小学\", \"初中\"", $"{i}")))}
        </decisionTable></decision>
        <businessKnowledgeModel id="severity" name="大班额"><encapsulatedLogic><formalParameter name="n" typeRef="number"/>
        <decisionTable hitPolicy="FIRST"><input><inputExpression><text>n</text></inputExpression></input><output/>
        {Rule("&lt;= 45", null, "\"标准\"")}{Rule("&lt;= 55", null, "\"偏大\"")}{Rule("&lt;= 65", null, "\"大\"")}
        {Rule("-", null, "\"超大\"")}</decisionTable></encapsulatedLogic></businessKnowledgeModel>
        <decision id="graph" name="等级"><informationRequirement><requiredInput href="#n"/></informationRequirement>
        <knowledgeRequirement><requiredKnowledge href="#severity"/></knowledgeRequirement>
        <literalExpression><text>大班额(人数)</text></literalExpression></decision>
        </definitions>
        """;

    private static string Rule(string first, string? second, string output) =>
        $"<rule><inputEntry><text>{first}</text></inputEntry>"
        + (second is null ? "" : $"<inputEntry><text>{second}</text></inputEntry>")
        + $"<outputEntry><text>{output}</text></outputEntry></rule>";
}
