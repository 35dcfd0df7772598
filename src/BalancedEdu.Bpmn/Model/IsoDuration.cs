using System.Globalization;
using System.Text.RegularExpressions;

namespace BalancedEdu.Bpmn.Model;

/// <summary>A duration of ISO 8601: months are added by the calendar, the rest is exact time.</summary>
/// <param name="Months">Years and months, in months; at most a hundred years.</param>
/// <param name="Time">Weeks, days, hours, minutes, seconds; at most a hundred years.</param>
public readonly partial record struct IsoDuration(int Months, TimeSpan Time)
{
    private const int MaxMonths = 1_200;
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(36_525);

    /// <summary>Whether it moves the clock at all.</summary>
    public bool IsPositive => Months > 0 || Time > TimeSpan.Zero;

    /// <summary>Reads <c>P1Y2M</c>, <c>P2W</c>, <c>P5DT2H30M</c>, <c>PT1.5S</c>; no sign.</summary>
    public static bool TryParse(string text, out IsoDuration duration)
    {
        duration = default;
        var match = Pattern().Match(text);
        if (!match.Success || text.EndsWith('T') || text.Length < 3)
            return false;
        var months = Part(match, "y") * 12 + Part(match, "m");
        var seconds = (((Part(match, "w") * 7 + Part(match, "d")) * 24 + Part(match, "h")) * 60
            + Part(match, "min")) * 60
            + Part(match, "s");
        if (months > MaxMonths || seconds > (decimal)MaxTime.TotalSeconds)
            return false;
        duration = new((int)months, TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)));
        return true;
    }

    /// <summary>
    /// The instant that is <paramref name="times"/> durations after; the day of a month that lacks it is its last.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is beyond the year 9999.</exception>
    public DateTimeOffset AddTo(DateTimeOffset from, int times = 1) =>
        from.ToOffset(BeijingTime.Offset).AddMonths(checked(Months * times)) + Time * times;

    /// <summary>ISO 8601, as <see cref="TryParse"/> reads it.</summary>
    public override string ToString()
    {
        var seconds = Time.Ticks / (decimal)TimeSpan.TicksPerSecond;
        return string.Create(CultureInfo.InvariantCulture, $"P{Months}MT{seconds:0.#######}S");
    }

    private static decimal Part(Match match, string group) =>
        match.Groups[group].Success
            ? decimal.Parse(match.Groups[group].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(
        @"^P(?:(?<y>\d{1,9})Y)?(?:(?<m>\d{1,9})M)?(?:(?<w>\d{1,9})W)?(?:(?<d>\d{1,9})D)?"
        + @"(?:T(?:(?<h>\d{1,9})H)?(?:(?<min>\d{1,9})M)?(?:(?<s>\d{1,9}(?:\.\d{1,7})?)S)?)?$",
            RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
