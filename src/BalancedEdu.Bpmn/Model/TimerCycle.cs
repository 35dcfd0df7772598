using System.Globalization;

namespace BalancedEdu.Bpmn.Model;

/// <summary>A repeating interval of ISO 8601.</summary>
/// <param name="Repetitions">How often, or -1 for without end.</param>
/// <param name="Start">The first due, or null for one interval after the token came.</param>
/// <param name="Interval">From one due to the next.</param>
public sealed record TimerCycle(int Repetitions, DateTimeOffset? Start, IsoDuration Interval)
{
    /// <summary>Without end.</summary>
    public const int Endless = -1;

    /// <summary>Reads <c>R3/PT1H</c>, <c>R/P1D</c>, <c>R/2026-03-10T00:00:00+08:00/P1Y</c>.</summary>
    public static TimerCycle? Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length is < 2 or > 3 || !TryRepetitions(parts[0], out var repetitions) || repetitions == 0)
            return null;
        if (!IsoDuration.TryParse(parts[^1], out var interval) || !interval.IsPositive)
            return null;
        if (parts.Length == 2)
            return new(repetitions, null, interval);
        return IsoInstant.TryParse(parts[1], out var start) ? new(repetitions, start, interval) : null;
    }

    /// <summary>The first due of a cycle that begins at <paramref name="now"/>; a start in the past stands.</summary>
    public DateTimeOffset FirstDue(DateTimeOffset now) => Start ?? Interval.AddTo(now);

    /// <summary>
    /// The first due after an instant, counted from the start so that nothing drifts; null when over.
    /// </summary>
    public DateTimeOffset? NextAfter(DateTimeOffset after, DateTimeOffset begun)
    {
        var first = FirstDue(begun);
        // Exact intervals are counted at once: a cycle of seconds that began years ago must not be walked.
        var n = Interval.Months == 0 && after > first
            ? (int)Math.Min((after - first) / Interval.Time, int.MaxValue / 2)
            : 0;
        for (; Repetitions == Endless || n < Repetitions; n++)
            if (Interval.AddTo(first, n) is var due && due > after)
                return due;
        return null;
    }

    private static bool TryRepetitions(string text, out int repetitions)
    {
        repetitions = Endless;
        if (!text.StartsWith('R'))
            return false;
        return text.Length == 1
            || int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out repetitions);
    }
}

/// <summary>Instants of ISO 8601.</summary>
public static class IsoInstant
{
    private static readonly string[] Zoned = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    private const int MinYear = 1900;
    private const int MaxYear = 2999;

    /// <summary>
    /// Reads a date (due at closing time) or a date and time; without offset it is Beijing time. Years 1900 to 2999.
    /// </summary>
    public static bool TryParse(string text, out DateTimeOffset instant) =>
        TryRead(text, out instant) && instant.Year is >= MinYear and <= MaxYear;

    private static bool TryRead(string text, out DateTimeOffset instant)
    {
        instant = default;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            instant = BeijingTime.ClosingOf(date);
            return true;
        }
        if (!DateTime.TryParseExact(
                text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
            return false;
        if (time.Kind == DateTimeKind.Unspecified)
        {
            instant = new(time, BeijingTime.Offset);
            return true;
        }
        return DateTimeOffset.TryParseExact(
            text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
    }
}
