using System.Xml.Linq;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Parsing;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>Decision tables (DMN 1.5, 8.3).</summary>
internal sealed partial class BoxedExpressionReader
{
    private Node DecisionTable(XElement box)
    {
        var before = findings.Refusals;
        var policy = Policy(box);
        var inputs = DmnXml.Children(box, "input").Select(Input).ToArray();
        var outputs = DmnXml.Children(box, "output").ToList() is { Count: > 0 } columns
            ? columns.Select(column => Output(column, columns.Count, policy)).ToArray()
            : [];
        CheckOutputs(box, policy, outputs);
        // A table whose shape is wrong does not run: which cells belong together is not known.
        var isSound = findings.Refusals == before;
        var rules = new List<TableRule>();
        foreach (var rule in DmnXml.Children(box, "rule"))
            if (Rule(rule, rules.Count + 1, inputs, outputs.Length) is { } read)
                rules.Add(read);
            else
                isSound = false;
        return isSound
            ? new DecisionTableNode(policy!.Value, inputs, outputs, [.. rules])
            : new BrokenNode("决策表不能运行");
    }

    private HitPolicy? Policy(XElement box)
    {
        var policy = DmnXml.Text(box, "hitPolicy") ?? "UNIQUE";
        var aggregation = DmnXml.Text(box, "aggregation");
        HitPolicy? found = policy switch
        {
            "UNIQUE" => HitPolicy.Unique,
            "ANY" => HitPolicy.Any,
            "PRIORITY" => HitPolicy.Priority,
            "FIRST" => HitPolicy.First,
            "RULE ORDER" => HitPolicy.RuleOrder,
            "OUTPUT ORDER" => HitPolicy.OutputOrder,
            "COLLECT" => aggregation switch
            {
                null => HitPolicy.Collect,
                "SUM" => HitPolicy.CollectSum,
                "COUNT" => HitPolicy.CollectCount,
                "MIN" => HitPolicy.CollectMin,
                "MAX" => HitPolicy.CollectMax,
                _ => null,
            },
            _ => null,
        };
        if (found is null && policy == "COLLECT")
            findings.UnknownAggregation(owner, aggregation!, DmnXml.Line(box));
        else if (found is null)
            findings.UnknownHitPolicy(owner, policy, DmnXml.Line(box));
        return found;
    }

    private TableInput Input(XElement xml)
    {
        var expression = DmnXml.Child(xml, "inputExpression");
        if (DmnXml.TextOf(expression) is not { } text)
            return new TableInput(Missing(xml, "input"), null, "");
        var value = FittedNode.Around(Feel(text, expression!), types.TypeOf(expression!, owner.Id), $"“{text}”");
        var allowed = DmnXml.Child(xml, "inputValues");
        return new TableInput(value, DmnXml.TextOf(allowed) is { } tests ? Feel(tests, allowed!, true) : null, text);
    }

    private TableOutput Output(XElement xml, int columns, HitPolicy? policy)
    {
        var name = DmnXml.Text(xml, "name") ?? "";
        var type = types.TypeOf(xml, owner.Id);
        var fallback = DmnXml.Child(xml, "defaultOutputEntry");
        var values = policy is HitPolicy.Priority or HitPolicy.OutputOrder ? OrderedValues(xml, type) : null;
        return new TableOutput(name, type, columns > 1 ? $"“{name}”" : "输出", values,
            DmnXml.TextOf(fallback) is { } text ? Feel(text, fallback!) : null);
    }

    /// <summary>
    /// The output values from the highest priority down; those of the type where the column has none.
    /// </summary>
    private IReadOnlyList<FeelValue>? OrderedValues(XElement xml, FeelType type)
    {
        var own = DmnXml.Child(xml, "outputValues");
        var text = DmnXml.TextOf(own) ?? ((type == FeelType.Any ? owner.Type : type) as ItemType)?.ConstraintText;
        if (text is null)
            return null;
        try
        {
            return Folding.Value(Parser.Expression($"[{text}\n]", environment)).AsList();
        }
        catch (FeelSyntaxException wrong)
        {
            findings.FeelDoesNotParse(owner.Id, owner.Label, text, wrong, DmnXml.Line(own ?? xml));
            return null;
        }
    }

    private void CheckOutputs(XElement box, HitPolicy? policy, TableOutput[] outputs)
    {
        var line = DmnXml.Line(box);
        if (outputs.Length == 0)
            findings.WithoutOutput(owner, line);
        if (outputs.Length > 1 && outputs.Select(o => o.Name).Where(n => n.Length > 0).Distinct().Count()
            != outputs.Length)
            findings.OutputWithoutName(owner, line);
        if (outputs.Length > 1 && policy is HitPolicy.CollectSum or HitPolicy.CollectCount or HitPolicy.CollectMin
            or HitPolicy.CollectMax)
            findings.AggregationOfSeveral(owner, line);
        if (policy is HitPolicy.Priority or HitPolicy.OutputOrder && outputs.Length > 0
            && Array.TrueForAll(outputs, o => o.Values is null))
            findings.PriorityWithoutValues(owner, DmnXml.Text(box, "hitPolicy")!, line);
    }

    private TableRule? Rule(XElement xml, int number, TableInput[] inputs, int outputs)
    {
        var tests = DmnXml.Children(xml, "inputEntry").ToList();
        var values = DmnXml.Children(xml, "outputEntry").ToList();
        if (tests.Count != inputs.Length)
            findings.WrongCells(owner, number, "输入单元格", tests.Count, inputs.Length, DmnXml.Line(xml));
        if (values.Count != outputs)
            findings.WrongCells(owner, number, "输出单元格", values.Count, outputs, DmnXml.Line(xml));
        return tests.Count != inputs.Length || values.Count != outputs
            ? null
            : new TableRule(
                [.. tests.Select((test, i) => Cell(test, DmnXml.TextOf(test), inputs[i].Allowed))],
                [.. values.Select(v => DmnXml.TextOf(v) is { } text ? Feel(text, v) : Nothing)]);
    }

    /// <summary>
    /// A cell that says "any value" still asks for one of the input values, where the column has them.
    /// </summary>
    private TableCell Cell(XElement xml, string? text, Node? allowed)
    {
        var tests = text is null ? null : Feel(text, xml, isTests: true);
        return new TableCell(text ?? "", tests switch
        {
            null or AnyInputNode => allowed,
            // The table itself tells the text, once for each cell.
            TextNode { Root: var root } => root,
            _ => tests,
        });
    }
}
