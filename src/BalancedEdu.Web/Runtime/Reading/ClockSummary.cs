using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>A pause of a clock, in words.</summary>
/// <param name="Reason">停表 补正.</param>
/// <param name="Days">10-16 至 10-22.</param>
/// <param name="Lasts">Whether it goes on.</param>
public sealed record PauseText(string Reason, string Days, bool Lasts);

/// <summary>A clock as a page shows it.</summary>
/// <param name="Title">总时限 45 个工作日.</param>
/// <param name="Numbers">已用 20，停 11，剩 25.</param>
/// <param name="Deadline">The pill.</param>
/// <param name="Ruler">One cell a working day.</param>
/// <param name="Pauses">In order.</param>
/// <param name="Law">The rule it comes from; may be empty.</param>
/// <param name="DueAt">The end of the period.</param>
/// <param name="OfCase">Whether it is a clock of the whole case.</param>
public sealed record ClockSummary(
    string Title, string Numbers, Deadline Deadline, ClockRuler Ruler, IReadOnlyList<PauseText> Pauses, string Law,
    DateTimeOffset DueAt, bool OfCase)
{
    /// <summary>Where it is extended; null where nothing grants an extension, or it has ended.</summary>
    public string? ExtensionUrl { get; init; }

    /// <summary>How it was extended, in words; empty when it was not.</summary>
    public string Extended { get; init; } = "";

    /// <summary>Reads a row at an instant.</summary>
    public static ClockSummary Of(ClockRow row, string name, OfficeTime office, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(office);
        office = office.Of(row.Organisation);
        var clock = row.ToClock();
        var reading = clock.Read(office, now);
        var paused = reading.PausedWorkingDays > 0 ? $"，停 {reading.PausedWorkingDays}" : "";
        var rest = reading.Over > 0 ? $"，超 {reading.Over}"
            : reading.State == ClockState.Met ? "" : $"，剩 {reading.Remaining}";
        return new(
            $"{name} {clock.Total.InWords}", $"已用 {reading.Used}{paused}{rest}", Deadline.Of(reading),
            ClockRuler.Of(reading, office), [.. clock.Pauses.Select(p => TextOf(p, now))], row.Law, row.DueAt,
            row.TaskId is null)
        {
            Extended = clock.Extension is { } e
                ? $"{Texts.ShortDay(e.At, now)} 批准延长 {e.Added.InWords}：{e.Reason}" : "",
        };
    }

    private static PauseText TextOf(Pause pause, DateTimeOffset now) => new(
        $"停表 {pause.Reason}",
        pause.To is { } to
            ? $"{Texts.ShortDay(pause.From, now)} 至 {Texts.ShortDay(to, now)}"
            : $"{Texts.ShortDay(pause.From, now)} 起",
        pause.To is null);
}

/// <summary>Deadlines for the rows of a list, read in one query.</summary>
public sealed class Deadlines(BalancedEduDb db, OfficeTime office, TimeProvider time)
{
    /// <summary>The clocks of tasks, by the task's row; tasks without a clock are left out.</summary>
    public async Task<IReadOnlyDictionary<long, Deadline>> OfTasksAsync(
        IReadOnlyCollection<long> taskIds, CancellationToken cancellation)
    {
        var rows = await db.Clocks.AsNoTracking().Where(c => c.TaskId != null && taskIds.Contains(c.TaskId.Value))
            .ToListAsync(cancellation);
        return Read(rows, c => c.TaskId!.Value);
    }

    /// <summary>The first clock of each case as a whole, by the case's row; cases without one are left out.</summary>
    public async Task<IReadOnlyDictionary<long, Deadline>> OfCasesAsync(
        IReadOnlyCollection<long> caseIds, CancellationToken cancellation)
    {
        var rows = await db.Clocks.AsNoTracking().Where(c => c.TaskId == null && caseIds.Contains(c.CaseId))
            .ToListAsync(cancellation);
        return Read(rows, c => c.CaseId);
    }

    private Dictionary<long, Deadline> Read(List<ClockRow> rows, Func<ClockRow, long> key)
    {
        var now = time.GetUtcNow();
        return rows.GroupBy(key).ToDictionary(
            g => g.Key, g => Deadline.Of(g.MinBy(c => c.Id)!.Read(office, now)));
    }
}
