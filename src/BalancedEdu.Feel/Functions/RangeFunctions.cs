using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>How points and ranges lie to each other (DMN 1.5, table 78, after Allen's interval algebra).</summary>
internal static class RangeFunctions
{
    public static void Add(FunctionTable table)
    {
        Add(table, "before", "point1: point, point2: point", (a, b) => IsBefore(a, b));
        Add(table, "before", "point: point, range: range", (a, b) => IsBefore(a, b));
        Add(table, "before", "range: range, point: point", (a, b) => IsBefore(a, b));
        Add(table, "before", "range1: range, range2: range", (a, b) => IsBefore(a, b));
        Add(table, "after", "point1: point, point2: point", (a, b) => IsBefore(b, a));
        Add(table, "after", "point: point, range: range", (a, b) => IsBefore(b, a));
        Add(table, "after", "range: range, point: point", (a, b) => IsBefore(b, a));
        Add(table, "after", "range1: range, range2: range", (a, b) => IsBefore(b, a));
        OfRanges(table, "meets", (a, b) => a.High.Included && b.Low.Included && a.High.SameAs(b.Low));
        OfRanges(table, "met by", (a, b) => a.Low.Included && b.High.Included && b.High.SameAs(a.Low));
        OfRanges(table, "overlaps", (a, b) => a.Low.NotAbove(b.High) && b.Low.NotAbove(a.High));
        OfRanges(table, "overlaps before", OverlapsBefore);
        OfRanges(table, "overlaps after", (a, b) => OverlapsBefore(b, a));
        Add(table, "finishes", "point: point, range: range", (a, b) => b.High.Included && b.High.SameAs(a.High));
        Add(table, "finishes", "range1: range, range2: range", Finishes);
        Add(table, "finished by", "range: range, point: point", (a, b) => a.High.Included && a.High.SameAs(b.High));
        Add(table, "finished by", "range1: range, range2: range", (a, b) => Finishes(b, a));
        Add(table, "includes", "range: range, point: point", (a, b) => Includes(a, b));
        Add(table, "includes", "range1: range, range2: range", (a, b) => Includes(a, b));
        Add(table, "during", "point: point, range: range", (a, b) => Includes(b, a));
        Add(table, "during", "range1: range, range2: range", (a, b) => Includes(b, a));
        Add(table, "starts", "point: point, range: range", (a, b) => b.Low.Included && b.Low.SameAs(a.Low));
        Add(table, "starts", "range1: range, range2: range", Starts);
        Add(table, "started by", "range: range, point: point", (a, b) => a.Low.Included && a.Low.SameAs(b.Low));
        Add(table, "started by", "range1: range, range2: range", (a, b) => Starts(b, a));
        Add(table, "coincides", "point1: point, point2: point", Coincides);
        Add(table, "coincides", "range1: range, range2: range", Coincides);
    }

    private static void OfRanges(FunctionTable table, string name, Func<Span, Span, bool> relation) =>
        Add(table, name, "range1: range, range2: range", relation);

    private static void Add(FunctionTable table, string name, string parameters, Func<Span, Span, bool> relation) =>
        table.Add(name, parameters, (evaluation, a) =>
        {
            var (left, right) = (Span.Of(a[0]), Span.Of(a[1]));
            return left.IsComparableWith(right)
                ? FeelValue.Of(relation(left, right))
                : evaluation.Fail($"不能比较 {FeelText.Quote(a[0])} 与 {FeelText.Quote(a[1])}");
        });

    private static bool IsBefore(Span a, Span b) => a.High.IsBelow(b.Low);

    private static bool Includes(Span a, Span b) => a.Low.BeginsBy(b.Low) && b.High.EndsBy(a.High);

    private static bool Finishes(Span a, Span b) =>
        a.High.SameAs(b.High) && a.High.Included == b.High.Included && b.Low.BeginsBy(a.Low);

    private static bool Starts(Span a, Span b) =>
        a.Low.SameAs(b.Low) && a.Low.Included == b.Low.Included && a.High.EndsBy(b.High);

    private static bool Coincides(Span a, Span b) => a.Low.SameAs(b.Low) && a.High.SameAs(b.High)
        && a.Low.Included == b.Low.Included && a.High.Included == b.High.Included;

    /// <summary>a begins first, they share something, and a does not reach beyond b.</summary>
    private static bool OverlapsBefore(Span a, Span b) =>
        a.Low.BeginsBy(b.Low) && !b.Low.BeginsBy(a.Low) && b.Low.NotAbove(a.High) && a.High.EndsBy(b.High);

    /// <summary>A range, or a point as the range of itself.</summary>
    private readonly record struct Span(End Low, End High)
    {
        public static Span Of(FeelValue value) => value.AsRange() is { } range
            ? new(new End(range.Start, range.StartIncluded, -1), new End(range.End, range.EndIncluded, 1))
            : new(new End(value, true, -1), new End(value, true, 1));

        public bool IsComparableWith(Span other)
        {
            FeelValue[] ends = [Low.Value, High.Value, other.Low.Value, other.High.Value];
            var known = Array.FindAll(ends, e => !e.IsNull);
            return Array.TrueForAll(known, e => Comparing.Order(e, known[0]) is not null);
        }
    }

    /// <summary>One end; a null is infinity on its side (-1 below, 1 above).</summary>
    private readonly record struct End(FeelValue Value, bool Included, int Side)
    {
        public bool SameAs(End other) => Order(other) == 0;

        /// <summary>A high end that ends before a low end begins, so that no point is shared.</summary>
        public bool IsBelow(End low) =>
            Order(low) is var order && (order < 0 || (order == 0 && !(Included && low.Included)));

        /// <summary>A low end that leaves a point shared with a high end.</summary>
        public bool NotAbove(End high) =>
            Order(high) is var order && (order < 0 || (order == 0 && Included && high.Included));

        /// <summary>A low end that begins with another or before it.</summary>
        public bool BeginsBy(End low) =>
            Order(low) is var order && (order < 0 || (order == 0 && (Included || !low.Included)));

        /// <summary>A high end that ends with another or before it.</summary>
        public bool EndsBy(End high) =>
            Order(high) is var order && (order < 0 || (order == 0 && (!Included || high.Included)));

        private int Order(End other)
        {
            if (Value.IsNull || other.Value.IsNull)
                return (Value.IsNull ? Side : 0) - (other.Value.IsNull ? other.Side : 0);
            return Comparing.Order(Value, other.Value) ?? 0;
        }
    }
}
