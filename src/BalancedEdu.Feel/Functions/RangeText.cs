using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Parsing;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>Ranges from text. Endpoints are literals or dates, times and durations made of a literal; nothing is run.</summary>
internal static class RangeText
{
    /// <summary>A range as <see cref="FeelRange.ToString"/> writes it, also with one open end; else null.</summary>
    public static FeelValue Read(string text)
    {
        try
        {
            return Value(text.Length > 0 && text[0] is '<' or '>' ? $"({text})" : text);
        }
        catch (FeelSyntaxException)
        {
            // Not a range: the caller keeps or refuses the text.
            return FeelValue.Null;
        }
    }

    /// <summary>A range of two endpoints in order; else null.</summary>
    public static FeelValue ReadBounded(string text) =>
        Read(text) is { IsNull: false } value && text.Contains("..", StringComparison.Ordinal)
            && Comparing.Order(value.AsRange()!.Start, value.AsRange()!.End) <= 0
            ? value
            : FeelValue.Null;

    private static FeelValue Value(string text)
    {
        var node = Parser.Expression(text, FeelEnvironment.Default);
        var isPlain = node switch
        {
            RangeNode range => IsPlain(range.First) && IsPlain(range.Last),
            ComparisonTestNode test => IsPlain(test.Operand),
            _ => false,
        };
        return isPlain ? Run(node, text) : FeelValue.Null;
    }

    private static bool IsPlain(Node node) => node switch
    {
        LiteralNode => true,
        CallNode { Callee: LiteralNode { Value: var function }, Arguments: [LiteralNode] } =>
            function.AsFunction()?.Name is "date" or "time" or "date and time" or "duration",
        _ => false,
    };

    private static FeelValue Run(Node node, string text)
    {
        var evaluation = Evaluation.Rent(text, FeelEnvironment.Default, NoVariables.Instance, default, FeelValue.Null);
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
