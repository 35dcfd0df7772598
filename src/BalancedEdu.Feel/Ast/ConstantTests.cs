using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Ast;

/// <summary>
/// Tests that are all numbers, intervals of numbers, or strings, settled while parsing: most cells of decision tables.
/// They answer only for an input of their kind; others take the long way, which knows what to warn of.
/// </summary>
internal sealed class ConstantTests
{
    private readonly Interval[] _intervals;
    private readonly string[] _strings;

    private ConstantTests(Interval[] intervals, string[] strings) => (_intervals, _strings) = (intervals, strings);

    /// <summary>The tests in short form, or null when one of them is something else.</summary>
    public static ConstantTests? Of(IReadOnlyList<UnaryTest> tests)
    {
        var intervals = new List<Interval>();
        var strings = new List<string>();
        foreach (var test in tests)
            if (test.Node is LiteralNode { Value.Kind: FeelKind.String } text)
                strings.Add(text.Value.AsString()!);
            else if (IntervalOf(test.Node) is { } interval)
                intervals.Add(interval);
            else
                return null;
        return intervals.Count == 0 || strings.Count == 0 ? new([.. intervals], [.. strings]) : null;
    }

    /// <summary>Whether a test matches; null when the input is of another kind.</summary>
    public bool? Match(in FeelValue input)
    {
        switch (input.Kind)
        {
            case FeelKind.Number when _strings.Length == 0:
                foreach (ref readonly var interval in _intervals.AsSpan())
                    if (interval.Contains(input.Raw))
                        return true;
                return false;
            case FeelKind.String when _intervals.Length == 0:
                var text = input.AsString();
                foreach (var one in _strings)
                    if (string.Equals(one, text, StringComparison.Ordinal))
                        return true;
                return false;
            default:
                return null;
        }
    }

    private static Interval? IntervalOf(Node node)
    {
        if (node is LiteralNode { Value: { Kind: FeelKind.Number } number })
            return new Interval(number.Raw, true, number.Raw, true);
        if (node is LiteralNode { Value: { Kind: FeelKind.Range } value } && value.AsRange() is { } range
            && range.Start.Kind == FeelKind.Number && range.End.Kind == FeelKind.Number)
            return new Interval(range.Start.Raw, range.StartIncluded, range.End.Raw, range.EndIncluded);
        return node is ComparisonTestNode { Operand: LiteralNode { Value: { Kind: FeelKind.Number } limit } } comparison
            ? Above(comparison.Comparison, limit.Raw)
            : null;
    }

    private static Interval? Above(Comparison comparison, decimal limit) => comparison switch
    {
        Comparison.Equal => new Interval(limit, true, limit, true),
        Comparison.Less => new Interval(null, false, limit, false),
        Comparison.LessOrEqual => new Interval(null, false, limit, true),
        Comparison.Greater => new Interval(limit, false, null, false),
        Comparison.GreaterOrEqual => new Interval(limit, true, null, false),
        _ => null,
    };

    private readonly struct Interval(decimal? low, bool lowIncluded, decimal? high, bool highIncluded)
    {
        private readonly decimal _low = low.GetValueOrDefault();
        private readonly decimal _high = high.GetValueOrDefault();
        private readonly bool _hasLow = low is not null;
        private readonly bool _hasHigh = high is not null;
        private readonly bool _lowIncluded = lowIncluded;
        private readonly bool _highIncluded = highIncluded;

        public bool Contains(decimal value)
        {
            if (_hasLow)
            {
                var order = value.CompareTo(_low);
                if (order < 0 || (order == 0 && !_lowIncluded))
                    return false;
            }
            if (!_hasHigh)
                return true;
            var above = value.CompareTo(_high);
            return above < 0 || (above == 0 && _highIncluded);
        }
    }
}
