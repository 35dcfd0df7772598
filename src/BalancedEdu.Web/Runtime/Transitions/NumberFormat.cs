using System.Globalization;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary><c>be:numberFormat</c> at a date: <c>DB-{yyyy}-{seq:5}</c> gives series <c>DB-2026-{seq:5}</c>.</summary>
public sealed partial record NumberFormat(string Series)
{
    /// <summary>The series that is counted at an instant, by its day in Beijing.</summary>
    public static NumberFormat At(string format, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(format);
        var day = OfficeTime.DateOf(now);
        return new(format
            .Replace("{yyyy}", day.ToString("yyyy", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{yy}", day.ToString("yy", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{MM}", day.ToString("MM", CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    /// <summary>Whether a format counts at all: it has a <c>{seq:n}</c>.</summary>
    public static bool Counts(string format) => Sequence().IsMatch(format);

    /// <summary>A number of the series: DB-2026-00377. More digits than asked for are kept.</summary>
    public string With(long sequence) => Sequence().Replace(
        Series, m => sequence.ToString("D" + m.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\{seq:([1-9])\}")]
    private static partial Regex Sequence();
}
