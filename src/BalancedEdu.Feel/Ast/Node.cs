using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Ast;

/// <summary>
/// A node of the bound tree: names of functions, literals and types are settled when it is made, variables are looked
/// up when it runs. Immutable after parsing, shared by threads.
/// </summary>
internal abstract class Node
{
    /// <summary>Where the node's text begins, counted in characters from 0.</summary>
    public int Start { get; private set; }

    /// <summary>Where the node's text ends, exclusive.</summary>
    public int End { get; private set; }

    public abstract FeelValue Evaluate(Evaluation evaluation);

    /// <summary>The node itself, with its place; the parser says it once.</summary>
    public Node At(int start, int end)
    {
        (Start, End) = (start, end);
        return this;
    }
}

/// <summary>A value written in the text.</summary>
internal sealed class LiteralNode(FeelValue value) : Node
{
    public FeelValue Value { get; } = value;

    public override FeelValue Evaluate(Evaluation evaluation) => Value;
}

/// <summary>
/// A literal that reads but has no value, such as a number beyond decimal or a date that does not exist.
/// </summary>
internal sealed class InvalidLiteralNode(string reason) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation) => evaluation.Fail(this, reason);
}
