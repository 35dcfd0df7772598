using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Parsing;

/// <summary>
/// Nodes that give the same value whenever they run, such as <c>[45..55]</c> or <c>date("2026-01-01")</c>, become that
/// value while parsing. One that fails stays, so that its warning is told when it runs.
/// </summary>
internal static class Folding
{
    /// <summary>A list or range of literals, or a call that only reads a literal.</summary>
    public static Node Folded(Node node)
    {
        var isConstant = node switch
        {
            ListNode list => list.Items.All(i => i is LiteralNode),
            RangeNode range => range.First is LiteralNode && range.Last is LiteralNode,
            CallNode { Callee: LiteralNode { Value: var function } } call =>
                function.AsFunction()?.Name is "date" or "time" or "date and time" or "duration"
                && call.Arguments.All(a => a is LiteralNode),
            _ => false,
        };
        return isConstant && Value(node) is { IsNull: false } value
            ? new LiteralNode(value).At(node.Start, node.End)
            : node;
    }

    /// <summary>What a node gives without variables; null also when it fails.</summary>
    public static FeelValue Value(Node node)
    {
        var evaluation = Evaluation.Rent("", FeelEnvironment.Default, NoVariables.Instance, default, FeelValue.Null);
        try
        {
            return node.Evaluate(evaluation);
        }
        finally
        {
            evaluation.Return();
        }
    }

    private sealed class NoVariables : IFeelScope
    {
        public static readonly NoVariables Instance = new();

        public bool TryGet(string name, out FeelValue value)
        {
            value = FeelValue.Null;
            return false;
        }
    }
}
