using System.Runtime.CompilerServices;
using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>A text of FEEL inside a model: its warnings quote it.</summary>
internal sealed class TextNode(string text, Node root) : Node
{
    public Node Root => root;

    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var before = evaluation.Text;
        evaluation.Text = text;
        try
        {
            return root.Evaluate(evaluation);
        }
        finally
        {
            evaluation.Text = before;
        }
    }
}

/// <summary>What could not be read; the finding is its warning.</summary>
internal sealed class BrokenNode(string reason) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation) => evaluation.Fail(this, reason);
}

/// <summary>
/// A value made to fit a type: to or from a list of one, or null with a warning (DMN 1.5, 10.3.2.9.4).
/// </summary>
internal sealed class FittedNode : Node
{
    private readonly Node _value;
    private readonly FeelType _type;
    private readonly string _what;

    private FittedNode(Node value, FeelType type, string what) => (_value, _type, _what) = (value, type, what);

    /// <summary>The node itself where anything fits.</summary>
    public static Node Around(Node value, FeelType type, string what) =>
        type == FeelType.Any ? value : new FittedNode(value, type, what);

    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var value = _value.Evaluate(evaluation);
        return _type.Convert(evaluation, value) ?? evaluation.Fail(this, $"{FeelText.Quote(value)} 不合{_what}的类型");
    }
}

/// <summary>A boxed context: its entries, or the value of its result box, which sees them.</summary>
internal sealed class BoxedContextNode(IReadOnlyList<(string Name, Node Value)> entries, Node? result) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        evaluation.Charge(entries.Count);
        var outer = evaluation.Frame;
        var frame = new EntriesFrame(outer);
        evaluation.Frame = frame;
        try
        {
            foreach (var (name, node) in entries)
                frame.Entries.Add(new(name, node.Evaluate(evaluation)));
            return result is not null
                ? result.Evaluate(evaluation)
                : Evaluation.Bounded(FeelValue.Of(new FeelContext(frame.Entries)));
        }
        finally
        {
            evaluation.Frame = outer;
        }
    }
}

/// <summary>A row of a relation: cells do not see each other.</summary>
internal sealed class RowNode(IReadOnlyList<(string Name, Node Value)> cells) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        evaluation.Charge(cells.Count);
        var values = new KeyValuePair<string, FeelValue>[cells.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = new(cells[i].Name, cells[i].Value.Evaluate(evaluation));
        return Evaluation.Bounded(FeelValue.Of(new FeelContext(values)));
    }
}
