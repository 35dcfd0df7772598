using System.Xml.Linq;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Parsing;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>
/// Turns the boxed expressions of one element into the tree that FEEL runs (DMN 1.5, 10.2.1): a boxed conditional is
/// the same node as <c>if … then … else</c>, and so on.
/// </summary>
/// <param name="owner">The element whose logic it is; findings name it.</param>
/// <param name="environment">The names and types that it sees.</param>
/// <param name="types">The types by reference.</param>
/// <param name="findings">Where what is wrong goes.</param>
/// <param name="language">The expression language of the file; null is FEEL.</param>
internal sealed partial class BoxedExpressionReader(
    DrgElement owner, FeelEnvironment environment, TypeReferences types, DmnFindings findings, string? language)
{
    private static readonly LiteralNode Nothing = new(FeelValue.Null);

    /// <summary>The first expression among the children of an element.</summary>
    public static XElement? LogicIn(XElement parent) => parent.Elements().FirstOrDefault(IsExpression);

    /// <summary>One expression, made to fit its type.</summary>
    public Node Read(XElement box) =>
        FittedNode.Around(Untyped(box), types.TypeOf(box, owner.Id), "表达式");

    /// <summary>A function; the parameters have names and types.</summary>
    public FunctionNode Function(XElement box)
    {
        var parameters = new List<Parameter>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var xml in DmnXml.Children(box, "formalParameter"))
            if (NameOf(xml, names) is { } name)
                parameters.Add(new Parameter(name, types.TypeOf(xml, owner.Id)));
        if (DmnXml.Text(box, "kind") is { } kind && kind != "FEEL")
        {
            findings.ExternalFunction(owner, kind, DmnXml.Line(box));
            return new FunctionNode(parameters, null);
        }
        var body = FittedNode.Around(Inner(box), types.TypeOf(box, owner.Id), "函数");
        return new FunctionNode(parameters, body);
    }

    private static bool IsExpression(XElement element) => element.Name.LocalName is "literalExpression" or "context"
        or "invocation" or "list" or "relation" or "functionDefinition" or "filter" or "for" or "some" or "every"
        or "conditional" or "decisionTable";

    private Node Untyped(XElement box)
    {
        switch (box.Name.LocalName)
        {
            case "literalExpression":
                return DmnXml.TextOf(box) is { } text ? Feel(text, box) : Missing(box, "literalExpression");
            case "context":
                return Context(box);
            case "invocation":
                return Invocation(box);
            case "list":
                return new ListNode([.. box.Elements().Where(IsExpression).Select(Read)]);
            case "relation":
                return Relation(box);
            case "functionDefinition":
                return Function(box);
            case "decisionTable":
                return DecisionTable(box);
            case "conditional":
                return new IfNode(Part(box, "if"), Part(box, "then"), Part(box, "else"));
            case "filter":
                return new FilterNode(Part(box, "in"), Part(box, "match"));
            case "for":
                return new ForNode([Iterator(box)], Part(box, "return"), usesPartial: true);
            case "some" or "every":
                return new QuantifiedNode(box.Name.LocalName == "every", [Iterator(box)], Part(box, "satisfies"));
            default:
                findings.UnknownExpression(owner, box.Name.LocalName, DmnXml.Line(box));
                return Nothing;
        }
    }

    /// <summary>A text of FEEL; one that does not parse gives null and the reason as warning.</summary>
    private Node Feel(string text, XElement at, bool isTests = false)
    {
        if ((DmnXml.Text(at, "expressionLanguage") ?? language) is { } told
            && !told.Contains("FEEL", StringComparison.OrdinalIgnoreCase))
        {
            findings.WrongLanguage(owner, told, DmnXml.Line(at));
            return new BrokenNode($"表达式语言“{DmnFindings.Cut(told)}”不能运行");
        }
        try
        {
            var node = isTests ? Parser.UnaryTests(text, environment) : Parser.Expression(text, environment);
            return node is LiteralNode or AnyInputNode ? node : new TextNode(text, node);
        }
        catch (FeelSyntaxException wrong)
        {
            findings.FeelDoesNotParse(owner.Id, owner.Label, text, wrong, DmnXml.Line(at));
            return new BrokenNode($"“{DmnFindings.Cut(text)}”不是正确的 FEEL：{wrong.Message}");
        }
    }

    private BoxedContextNode Context(XElement box)
    {
        var entries = new List<(string, Node)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Node? result = null;
        var all = DmnXml.Children(box, "contextEntry").ToList();
        foreach (var entry in all)
        {
            if (DmnXml.Child(entry, "variable") is not { } variable)
            {
                if (entry != all[^1])
                    findings.NameMissing(owner, "contextEntry", DmnXml.Line(entry));
                result = Inner(entry);
                continue;
            }
            if (NameOf(variable, names) is { } name)
                entries.Add((name, FittedNode.Around(Inner(entry), types.TypeOf(variable, owner.Id), $"“{name}”")));
        }
        return new BoxedContextNode(entries, result);
    }

    private CallNode Invocation(XElement box)
    {
        var names = new List<string>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var arguments = new List<Node>();
        foreach (var binding in DmnXml.Children(box, "binding"))
        {
            var parameter = DmnXml.Child(binding, "parameter") ?? binding;
            if (NameOf(parameter, taken) is not { } name)
                continue;
            names.Add(name);
            // A binding without expression passes null (DMN 1.5, 7.3.6).
            var value = LogicIn(binding) is { } logic ? Read(logic) : Nothing;
            arguments.Add(FittedNode.Around(value, types.TypeOf(parameter, owner.Id), $"参数“{name}”"));
        }
        return new CallNode(Inner(box), arguments, names.Count == 0 ? null : [.. names]);
    }

    private ListNode Relation(XElement box)
    {
        var columns = new List<(string Name, FeelType Type)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in DmnXml.Children(box, "column"))
            if (NameOf(column, names) is { } name)
                columns.Add((name, types.TypeOf(column, owner.Id)));
        var rows = new List<Node>();
        foreach (var row in DmnXml.Children(box, "row"))
        {
            var cells = row.Elements().Where(IsExpression).ToList();
            if (cells.Count == columns.Count)
                rows.Add(new RowNode([.. cells.Select((cell, i) => (columns[i].Name,
                    FittedNode.Around(Cell(cell), columns[i].Type, $"“{columns[i].Name}”")))]));
            else
                findings.WrongRow(owner, rows.Count + 1, cells.Count, columns.Count, DmnXml.Line(row));
        }
        return new ListNode(rows);
    }

    /// <summary>A cell may be empty: null.</summary>
    private Node Cell(XElement cell) =>
        cell.Name.LocalName == "literalExpression" && DmnXml.TextOf(cell) is null ? Nothing : Read(cell);

    private Iterator Iterator(XElement box)
    {
        if (DmnXml.Text(box, "iteratorVariable") is { } name)
            return new Iterator(name, Part(box, "in"), null);
        findings.NameMissing(owner, box.Name.LocalName, DmnXml.Line(box));
        return new Iterator("item", Part(box, "in"), null);
    }

    private Node Part(XElement box, string word) => DmnXml.Child(box, word) is { } part
        ? FittedNode.Around(Inner(part), types.TypeOf(part, owner.Id), word)
        : Missing(box, word);

    private Node Inner(XElement parent) =>
        LogicIn(parent) is { } logic ? Read(logic) : Missing(parent, parent.Name.LocalName);

    private LiteralNode Missing(XElement at, string word)
    {
        findings.ExpressionMissing(owner, word, DmnXml.Line(at));
        return Nothing;
    }

    private string? NameOf(XElement xml, HashSet<string> taken)
    {
        var name = DmnXml.Text(xml, "name");
        if (name is null)
            findings.NameMissing(owner, xml.Name.LocalName, DmnXml.Line(xml));
        else if (!taken.Add(name))
            findings.EntryTwice(owner, name, DmnXml.Line(xml));
        else
            return name;
        return null;
    }
}
