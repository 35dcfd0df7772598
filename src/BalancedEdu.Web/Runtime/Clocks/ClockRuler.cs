namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>One working day of the ruler.</summary>
public enum RulerCell
{
    /// <summary>Still to come.</summary>
    Left,

    /// <summary>Used, class <c>u</c>.</summary>
    Used,

    /// <summary>Paused, class <c>p</c>.</summary>
    Paused,

    /// <summary>Today, class <c>t</c>.</summary>
    Today,

    /// <summary>After the last day, class <c>o</c>.</summary>
    Over,
}

/// <summary>The clock ruler (时限尺): one cell a working day, from the first that counts to the last or today.</summary>
/// <param name="Cells">In order; empty before the start.</param>
/// <param name="Label">The same numbers in words, for those who can't see it.</param>
/// <param name="From">The day of the start event: not a cell itself.</param>
/// <param name="Due">The last day of the period.</param>
/// <param name="TodayIndex">The cell of today, or of the last working day before it; −1 before the first.</param>
public sealed record ClockRuler(
    IReadOnlyList<RulerCell> Cells, string Label, DateOnly? From, DateOnly? Due, int TodayIndex)
{
    /// <summary>More cells than this are drawn as one bar with segments.</summary>
    public const int CellsMax = 60;

    /// <summary>Whether there are too many cells for single ones.</summary>
    public bool IsBar => Cells.Count > CellsMax;

    /// <summary>The CSS class of a cell in the visual language.</summary>
    public static string ClassOf(RulerCell cell) => cell switch
    {
        RulerCell.Left => "",
        RulerCell.Used => "u",
        RulerCell.Paused => "p",
        RulerCell.Today => "t",
        RulerCell.Over => "o",
        _ => throw new InvalidOperationException($"No class for the cell {cell}."),
    };

    /// <summary>Neighbouring cells of the same kind together, for the bar.</summary>
    public IEnumerable<(RulerCell Cell, int Count)> Segments()
    {
        var count = 0;
        for (var i = 0; i < Cells.Count; i++)
        {
            count++;
            if (i + 1 < Cells.Count && Cells[i + 1] == Cells[i]) continue;
            yield return (Cells[i], count);
            count = 0;
        }
    }

    /// <summary>Draws the ruler of a reading.</summary>
    public static ClockRuler Of(ClockReading reading, OfficeTime office)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(office);
        if (reading.Clock.Start is not { } start) return new([], "未起算", null, null, -1);
        var (first, last) = (office.ReceivedOn(start), reading.DueOn!.Value);
        var today = OfficeTime.DateOf(reading.AsOf);
        var ledger = new PauseLedger(reading.Clock.Pauses, reading.AsOf);
        var cells = new List<RulerCell>();
        var at = -1;
        for (var day = first.AddDays(1); day <= (today > last ? today : last); day = day.AddDays(1))
        {
            if (!office.Calendar.IsWorkingDay(day)) continue;
            if (day <= today) at = cells.Count;
            cells.Add(CellOf(day, today, last, ledger.Covers(day), reading.State == ClockState.Met));
        }
        return new(cells, LabelOf(reading), first, last, at);
    }

    private static RulerCell CellOf(DateOnly day, DateOnly today, DateOnly last, bool paused, bool met) => true switch
    {
        _ when day > last => paused ? RulerCell.Paused : RulerCell.Over,
        _ when day > today => RulerCell.Left,
        _ when paused => RulerCell.Paused,
        _ when day == today && !met => RulerCell.Today,
        _ => RulerCell.Used,
    };

    private static string LabelOf(ClockReading reading)
    {
        var pauses = reading.PausedWorkingDays > 0 ? $"，停表 {reading.PausedWorkingDays} 个工作日" : "";
        var rest = reading.Over > 0 ? $"，超 {reading.Over}" : $"，剩 {reading.Remaining}";
        return $"共 {reading.Clock.Total.InWords}，已用 {reading.Used}{pauses}{rest}";
    }
}
