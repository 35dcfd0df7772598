using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Evaluating;

/// <summary>The operator <c>in</c> (DMN 1.5, table 55): equality, membership in a list, lying in a range.</summary>
internal static class Membership
{
    /// <summary>Whether a value lies in a range; null when they are not comparable.</summary>
    public static bool? InRange(FeelValue value, FeelRange range)
    {
        if (value.IsNull)
            return null;
        var above = true;
        var below = true;
        if (!range.IsStartOpen)
        {
            if (Comparing.Order(value, range.Start) is not { } order)
                return null;
            above = range.StartIncluded ? order >= 0 : order > 0;
        }
        if (!range.IsEndOpen)
        {
            if (Comparing.Order(value, range.End) is not { } order)
                return null;
            below = range.EndIncluded ? order <= 0 : order < 0;
        }
        return above && below;
    }

    /// <summary>One test of <c>in</c>: a list is searched, a range contains, anything else is equal.</summary>
    public static bool? Matches(FeelValue value, FeelValue test)
    {
        if (test.AsList() is { } list)
            return Contains(list, value);
        return test.AsRange() is { } range && value.Kind != FeelKind.Range
            ? InRange(value, range)
            : Comparing.AreEqual(value, test);
    }

    private static bool Contains(IReadOnlyList<FeelValue> list, FeelValue value)
    {
        foreach (var item in list)
            if ((item.AsRange() is { } range && value.Kind != FeelKind.Range
                    ? InRange(value, range)
                    : Comparing.AreEqual(value, item)) == true)
                return true;
        return false;
    }
}
