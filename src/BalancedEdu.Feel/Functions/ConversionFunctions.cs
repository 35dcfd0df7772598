using System.Globalization;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>From text to values and back (DMN 1.5, 10.3.4.1).</summary>
internal static class ConversionFunctions
{
    public static void Add(FunctionTable table)
    {
        table.Add("number", "from: string", (e, a) => Number(e, a[0].AsString()!, null, null));
        table.Add("number", "from: string, grouping separator: string|null, decimal separator: string|null",
            (e, a) => Number(e, a[0].AsString()!, a[1].AsString(), a[2].AsString()));
        table.Add("string", "from: any", Text);
        table.Add("duration", "from: string|duration|months", (e, a) => a[0].AsString() is { } text
            ? Read(e, TemporalParser.Duration(text), "不是时长")
            : a[0]);
        table.Add("range", "from: string", (e, a) =>
            Read(e, RangeText.ReadBounded(a[0].AsString()!), "不是两端有界的区间"));
        table.Add("years and months duration", "from: date|dateTime, to: date|dateTime", (_, a) =>
            MonthsBetween(a[0], a[1]));
    }

    private static FeelValue Read(Evaluation evaluation, FeelValue value, string reason) =>
        value.IsNull ? evaluation.Fail(reason) : value;

    private static FeelValue Text(Evaluation evaluation, FeelValue[] arguments)
    {
        if (arguments[0].IsNull)
            return FeelValue.Null;
        // The strings within are counted first: what is too long must not be made.
        evaluation.ChargeText(FeelText.LengthOfStrings(arguments[0]));
        return evaluation.Made(arguments[0].ToString());
    }

    private static FeelValue Number(Evaluation evaluation, string text, string? grouping, string? point)
    {
        evaluation.ChargeText(text.Length);
        if (grouping is not (null or " " or "," or ".") || point is not (null or "," or ".")
            || (grouping is not null && grouping == point))
            return evaluation.Fail("分组符应为空格、逗号或句点，小数点应为逗号或句点，且两者不同");
        var plain = grouping is null ? text : text.Replace(grouping, "", StringComparison.Ordinal);
        if (point == ",")
            plain = plain.Contains('.', StringComparison.Ordinal) ? "" : plain.Replace(',', '.');
        return decimal.TryParse(plain,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out var number)
            ? FeelValue.Of(number)
            : evaluation.Fail("不是数字");
    }

    /// <summary>Whole months from one date to another, towards zero; times of day do not count.</summary>
    private static FeelValue MonthsBetween(FeelValue from, FeelValue to)
    {
        var months = MonthOf(to) - MonthOf(from);
        var (fromDay, toDay) = (DayOf(from), DayOf(to));
        if (months > 0 && toDay < fromDay)
            months--;
        else if (months < 0 && toDay > fromDay)
            months++;
        return FeelValue.OfMonths(months);
    }

    private static long MonthOf(FeelValue value)
    {
        var (year, month, _) = Gregorian.FromDay(value.LocalDay!.Value);
        return year * 12 + month;
    }

    private static int DayOf(FeelValue value) => Gregorian.FromDay(value.LocalDay!.Value).Day;
}
