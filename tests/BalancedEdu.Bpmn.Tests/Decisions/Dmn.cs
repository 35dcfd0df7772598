using System.Globalization;
using System.Text;
using BalancedEdu.Bpmn.Decisions;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Decisions;

/// <summary>Writes, reads and runs small models in tests.</summary>
internal static class Dmn
{
    public static readonly DateTimeOffset Now = DateTimeOffset.Parse(
        "2026-11-24T07:30:00+08:00", CultureInfo.InvariantCulture);

    /// <summary>A file of DMN 1.5 with these elements in it.</summary>
    public static string File(string elements, string ns = "urn:test") => $"""
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="test" namespace="{ns}">
        {elements}
        </definitions>
        """;

    public static DecisionReading Read(string elements, params (string Namespace, string Elements)[] others) =>
        DecisionModel.Read(
            Encoding.UTF8.GetBytes(File(elements)),
            ns => others.Where(other => other.Namespace == ns)
                .Select(other => (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(File(other.Elements, ns)))
                .FirstOrDefault(),
            FeelEnvironment.Default);

    /// <summary>The model, which must have no fault.</summary>
    public static DecisionModel Model(string elements, params (string Namespace, string Elements)[] others)
    {
        var reading = Read(elements, others);
        Assert.Empty(reading.Findings.Where(finding => finding.Severity == Severity.Refused));
        return reading.Model!;
    }

    /// <summary>The value as FEEL text, on inputs written as a context of FEEL.</summary>
    public static string Text(this DecisionModel model, string idOrName, string inputs = "{}") =>
        model.Run(idOrName, inputs).Value.ToString();

    public static FeelResult Run(this DecisionModel model, string idOrName, string inputs = "{}") => model.Evaluate(
        idOrName,
        FeelExpression.Parse(inputs, FeelEnvironment.Default).Evaluate(FeelContext.Empty, Now).Value.AsContext()!,
        Now);

    public static string Input(string name, string? type = null) =>
        $"""<inputData id="i_{name}" name="{name}"><variable name="{name}"{Typed(type)}/></inputData>""";

    /// <summary>A decision; what it requires is told as <c>i:x d:y k:z</c>: input, decision, knowledge.</summary>
    public static string Decision(string name, string logic, string requires = "", string? type = null) => $"""
        <decision id="d_{name}" name="{name}"><variable name="{name}"{Typed(type)}/>{Requirements(requires)}{logic}</decision>
        """;

    public static string Knowledge(
        string name, string parameters, string logic, string requires = "", string? type = null) => $"""
        <businessKnowledgeModel id="k_{name}" name="{name}"><variable name="{name}"{Typed(type)}/>
        <encapsulatedLogic>{string.Concat(parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split(':')).Select(p => $"""<formalParameter name="{p[0]}"{Typed(p.ElementAtOrDefault(1))}/>"""))}
        {logic}</encapsulatedLogic>{Requirements(requires)}</businessKnowledgeModel>
        """;

    public static string Literal(string text, string? type = null) =>
        $"<literalExpression{Typed(type)}><text>{Escaped(text)}</text></literalExpression>";

    /// <summary>A decision table; a rule is told as <c>test, test -> value, value</c>, cells parted by <c>|</c>.</summary>
    public static string Table(string policy, string inputs, string outputs, params string[] rules) => $"""
        <decisionTable {policy}>{inputs}{outputs}{string.Concat(rules.Select(Rule))}</decisionTable>
        """;

    public static string In(string text, string? values = null, string? type = null) =>
        $"<input><inputExpression{Typed(type)}><text>{Escaped(text)}</text></inputExpression>"
        + (values is null ? "" : $"<inputValues><text>{Escaped(values)}</text></inputValues>") + "</input>";

    public static string Out(string name = "", string? values = null, string? fallback = null, string? type = null) =>
        $"<output{(name.Length == 0 ? "" : $" name=\"{name}\"")}{Typed(type)}>"
        + (values is null ? "" : $"<outputValues><text>{Escaped(values)}</text></outputValues>")
        + (fallback is null ? "" : $"<defaultOutputEntry><text>{Escaped(fallback)}</text></defaultOutputEntry>")
        + "</output>";

    private static string Rule(string rule)
    {
        var sides = rule.Split("->");
        return "<rule>" + string.Concat(Cells(sides[0]).Select(c => $"<inputEntry><text>{c}</text></inputEntry>"))
            + string.Concat(Cells(sides[1]).Select(c => $"<outputEntry><text>{c}</text></outputEntry>")) + "</rule>";
    }

    private static IEnumerable<string> Cells(string side) =>
        side.Split('|').Select(cell => Escaped(cell.Trim()));

    private static string Requirements(string requires) => string.Concat(
        requires.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => r[0] switch
        {
            'i' => $"<informationRequirement><requiredInput href=\"{Href(r)}\"/></informationRequirement>",
            'd' => $"<informationRequirement><requiredDecision href=\"{Href(r)}\"/></informationRequirement>",
            _ => $"<knowledgeRequirement><requiredKnowledge href=\"{Href(r)}\"/></knowledgeRequirement>",
        }));

    // k:f is #k_f; k:urn:other#k_f is as it stands.
    private static string Href(string requirement) =>
        requirement.Contains('#', StringComparison.Ordinal)
            ? requirement[2..] : $"#{requirement[0]}_{requirement[2..]}";

    private static string Typed(string? type) => type is null ? "" : $" typeRef=\"{type}\"";

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
