using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Parsing;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>
/// Ranges from text. Endpoints are literals or dates, times and durations made of a literal; nothing else is run.
/// </summary>
internal static class RangeText
{
    /// <summary>A range as <see cref="FeelRange.ToString"/> writes it, also with one open end; else null.</summary>
    public static FeelValue Read(string text)
    {
        try
        {
            var whole = text.Length > 0 && text[0] is '<' or '>' ? $"({text})" : text;
            return Parser.Expression(whole, FeelEnvironment.Default) switch
            {
                LiteralNode { Value: { Kind: FeelKind.Range } range } => range,
                ComparisonTestNode { Operand: LiteralNode } test => Folding.Value(test),
                _ => FeelValue.Null,
            };
        }
        catch (FeelSyntaxException)
        {
            // Not a range: the caller keeps or refuses the text.
            return FeelValue.Null;
        }
    }

    /// <summary>A range of two endpoints in order; else null.</summary>
    public static FeelValue ReadBounded(string text) =>
        Read(text).AsRange() is { IsStartOpen: false, IsEndOpen: false } range
            && Comparing.Order(range.Start, range.End) <= 0
            && text.Contains("..", StringComparison.Ordinal)
            ? FeelValue.Of(range)
            : FeelValue.Null;
}
