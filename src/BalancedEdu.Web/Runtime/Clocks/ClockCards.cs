namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>The colour of a card: 黄牌 when little time is left, 红牌 when it is up.</summary>
public enum CardColour
{
    /// <summary>黄牌.</summary>
    Yellow = 0,

    /// <summary>红牌.</summary>
    Red = 1,
}

/// <summary>
/// Which cards a clock comes by, and when. Each once: who registers them has a unique key. Nobody comes by a yellow
/// card for work that just arrived: where a clock begins with little time, it gets none.
/// </summary>
internal static class ClockCards
{
    /// <summary>The instants of a clock as it stands, in order; none while it stands still or after its end.</summary>
    public static IEnumerable<(CardColour Colour, DateTimeOffset At)> Of(ClockReading reading, OfficeTime office)
    {
        var clock = reading.Clock;
        if (clock.Start is not { } start || reading.State == ClockState.Paused)
            yield break;
        var near = Nearness.Begins(reading, office);
        if (near > start && Before(near))
            yield return (CardColour.Yellow, near);
        if (Before(reading.DueAt!.Value))
            yield return (CardColour.Red, reading.DueAt.Value);

        bool Before(DateTimeOffset at) => clock.EndedAt is not { } ended || at < ended;
    }

    /// <summary>The first of them, or null.</summary>
    public static DateTimeOffset? FirstOf(ClockReading reading, OfficeTime office) =>
        Of(reading, office).Select(c => (DateTimeOffset?)c.At).FirstOrDefault();
}
