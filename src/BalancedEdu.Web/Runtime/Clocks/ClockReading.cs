namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>A clock read at an instant. Numbers are in the clock's own unit; months read in days.</summary>
public sealed record ClockReading
{
    private ClockReading(Clock clock, DateTimeOffset asOf) => (Clock, AsOf) = (clock, asOf);

    /// <summary>What was read.</summary>
    public Clock Clock { get; }

    /// <summary>The instant; when the clock was met, that one.</summary>
    public DateTimeOffset AsOf { get; }

    /// <summary>How it stands.</summary>
    public ClockState State { get; private init; }

    /// <summary>The end of the period; while paused, as if it went on now. Null before the start.</summary>
    public DateTimeOffset? DueAt { get; private init; }

    /// <summary>The last day, or null before the start.</summary>
    public DateOnly? DueOn => DueAt is { } due ? OfficeTime.DateOf(due) : null;

    /// <summary>Whether the period runs into a year whose calendar is not official (暂估).</summary>
    public bool Provisional { get; private init; }

    /// <summary>What has passed without pauses, today included.</summary>
    public int Used { get; private init; }

    /// <summary>What is left after today.</summary>
    public int Remaining { get; private init; }

    /// <summary>What has passed after the last day.</summary>
    public int Over { get; private init; }

    /// <summary>How many working days it has stood still.</summary>
    public int PausedWorkingDays { get; private init; }

    /// <summary>The pause that lasts, the earliest of several, or null.</summary>
    public Pause? Pause { get; private init; }

    /// <summary>The day of the pause, its first not counted, in the unit of its limit or working days.</summary>
    public int PauseDay { get; private init; }

    /// <summary>The share of the period that has passed, 0–100.</summary>
    public int PercentUsed => Used + Remaining == 0
        ? (DueAt is null ? 0 : 100)
        : Math.Min(100, (int)Math.Round(100m * Used / (Used + Remaining), MidpointRounding.AwayFromZero));

    /// <summary>Reads a clock.</summary>
    internal static ClockReading Of(Clock clock, OfficeTime office, DateTimeOffset now)
    {
        var asOf = clock.EndedAt ?? now;
        if (clock.Start is not { } start) return new(clock, asOf) { State = ClockState.NotStarted };
        var count = ClockCount.Of(clock, start, office, asOf);
        var today = OfficeTime.DateOf(asOf);
        var pause = clock.EndedAt is null ? clock.Pauses.Where(p => p.To is null).MinBy(p => p.From) : null;
        return new(clock, asOf)
        {
            State = StateOf(clock, count, pause, office, asOf),
            DueAt = count.DueAt,
            Provisional = office.Calendar.IsProvisional(OfficeTime.DateOf(start), OfficeTime.DateOf(count.DueAt)),
            Used = count.Used,
            Remaining = count.Remaining,
            Over = count.Over,
            PausedWorkingDays = PausedDays(clock, office, asOf),
            Pause = pause,
            PauseDay = pause is null ? 0 : DayOf(pause, office.Calendar, today),
        };
    }

    private static ClockState StateOf(
        Clock clock, ClockCount count, Pause? pause, OfficeTime office, DateTimeOffset asOf) => true switch
        {
            _ when clock.EndedAt is not null => ClockState.Met,
            _ when pause is not null => ClockState.Paused,
            _ when asOf > count.DueAt => ClockState.Overdue,
            _ when Nearness.Holds(clock, count, office, asOf) => ClockState.Near,
            _ => ClockState.Running,
        };

    private static int PausedDays(Clock clock, OfficeTime office, DateTimeOffset asOf)
    {
        if (clock.Pauses.Count == 0) return 0;
        var ledger = new PauseLedger(clock.Pauses, asOf);
        var count = 0;
        var last = OfficeTime.DateOf(asOf);
        for (var day = OfficeTime.DateOf(clock.Pauses.Min(p => p.From)); day <= last; day = day.AddDays(1))
            if (office.Calendar.IsWorkingDay(day) && ledger.Covers(day)) count++;
        return count;
    }

    private static int DayOf(Pause pause, WorkingDayCalendar calendar, DateOnly today)
    {
        var first = OfficeTime.DateOf(pause.From);
        return pause.Limit?.Unit is BudgetUnit.Days or BudgetUnit.Months
            ? today.DayNumber - first.DayNumber
            : calendar.WorkingDaysBetween(first, today);
    }
}
