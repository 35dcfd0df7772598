using System.Runtime.CompilerServices;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Evaluating;

/// <summary>FEEL's equality and order (DMN 1.5, tables 42 and 53). Null means "not comparable".</summary>
internal static class Comparing
{
    /// <summary>
    /// FEEL's <c>=</c>: null equals only null; values of different kinds are not comparable; times and date-times are
    /// compared as instants.
    /// </summary>
    public static bool? AreEqual(FeelValue left, FeelValue right)
    {
        if (left.IsNull || right.IsNull)
            return left.IsNull && right.IsNull;
        if (left.Kind != right.Kind)
            return null;
        return left.Kind switch
        {
            FeelKind.Number or FeelKind.Boolean or FeelKind.Date or FeelKind.DaysTimeDuration
                or FeelKind.YearsMonthsDuration => left.Raw == right.Raw,
            FeelKind.String => string.Equals(left.AsString(), right.AsString(), StringComparison.Ordinal),
            FeelKind.Time or FeelKind.DateTime => Instant(left, right) == Instant(right, left),
            FeelKind.List => ListsEqual(left.AsList()!, right.AsList()!),
            FeelKind.Context => ContextsEqual(left.AsContext()!, right.AsContext()!),
            FeelKind.Range => RangesEqual(left.AsRange()!, right.AsRange()!),
            _ => ReferenceEquals(left.Object, right.Object),
        };
    }

    /// <summary>The order of two values of one ordered kind: negative, zero or positive.</summary>
    public static int? Order(FeelValue left, FeelValue right)
    {
        if (left.Kind != right.Kind)
            return null;
        return left.Kind switch
        {
            FeelKind.Number or FeelKind.Date or FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration =>
                left.Raw.CompareTo(right.Raw),
            FeelKind.String => string.CompareOrdinal(left.AsString(), right.AsString()),
            FeelKind.Time or FeelKind.DateTime => Instant(left, right).CompareTo(Instant(right, left)),
            _ => null,
        };
    }

    /// <summary>
    /// Seconds on a scale that <paramref name="other"/> shares: a value without zone takes the other's, so that it is
    /// read as meant in the same place.
    /// </summary>
    private static decimal Instant(FeelValue value, FeelValue other)
    {
        var zone = value.Zone ?? other.Zone;
        if (zone is null)
            return value.Raw;
        return value.Raw - zone.OffsetAt(value.Kind == FeelKind.DateTime ? value.Raw : null);
    }

    private static bool ListsEqual(IReadOnlyList<FeelValue> left, IReadOnlyList<FeelValue> right)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
            if (AreEqual(left[i], right[i]) != true)
                return false;
        return true;
    }

    private static bool ContextsEqual(FeelContext left, FeelContext right)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (left.Count != right.Count)
            return false;
        foreach (var (name, value) in left)
            if (!right.TryGet(name, out var other) || AreEqual(value, other) != true)
                return false;
        return true;
    }

    private static bool RangesEqual(FeelRange left, FeelRange right) =>
        left.StartIncluded == right.StartIncluded && left.EndIncluded == right.EndIncluded
        && AreEqual(left.Start, right.Start) == true && AreEqual(left.End, right.End) == true;
}
