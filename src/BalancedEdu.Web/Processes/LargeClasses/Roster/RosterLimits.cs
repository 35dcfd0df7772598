namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>How much of an upload is read before it is refused. Far above any roster of a city.</summary>
public sealed record RosterLimits
{
    /// <summary>The largest file, in bytes.</summary>
    public int MaxBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>The most bytes that a workbook may unpack to.</summary>
    public long MaxUnpackedBytes { get; init; } = 200L * 1024 * 1024;

    /// <summary>The most rows with something in them, over all sheets.</summary>
    public int MaxRows { get; init; } = 100_000;

    /// <summary>The most sheets.</summary>
    public int MaxSheets { get; init; } = 40;

    /// <summary>Columns beyond this are not read.</summary>
    public int MaxColumns { get; init; } = 100;

    /// <summary>The longest text of a cell, in characters.</summary>
    public int MaxCellLength { get; init; } = 1000;

    /// <summary>How many refused rows are kept in detail; all are counted.</summary>
    public int MaxProblems { get; init; } = 5000;
}
