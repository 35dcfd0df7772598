using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Moves the ends and ladders of open clocks that were derived with another calendar: after the arrangement of a year
/// was published, and what was provisional no longer is. In small transactions that hold no case: decisions go on, and
/// a clock that a step has changed meanwhile is left to that step.
/// </summary>
internal sealed class CalendarSweep(
    Func<BalancedEduDb> open, BundleCatalog bundles, TransitionStore store, OfficeTime office, TimeProvider time,
    ILogger<CalendarSweep> log) : ISweep
{
    private const int Batch = 200;

    /// <summary>
    /// While nodes of two versions run side by side, the older still derives by its calendar; so it is looked again.
    /// </summary>
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private DateTimeOffset _next;
    private long _after;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (now < _next)
            return 0;
        var page = await PageAsync(cancellation);
        if (page.Count == 0)
        {
            (_next, _after) = (now + Again, 0);
            return 0;
        }
        var ids = page.Select(c => c.Clock.Id).ToList();
        var rungs = await RungsAsync(ids, cancellation);
        var statements = new List<Statement>();
        foreach (var clock in page)
            statements.AddRange(await MoveAsync(clock, [.. rungs[clock.Clock.Id]], now, cancellation));

        // If we die here or before, the clocks still bear the other calendar's version and are found again.
        await store.WriteAsync(statements, cancellation);
        _after = ids[^1];
        log.LogInformation("{Count} clocks were derived anew with calendar {Version}", page.Count, Version);
        return page.Count;
    }

    private string Version => office.Calendar.Version;

    private async Task<List<OpenClock>> PageAsync(CancellationToken cancellation)
    {
        await using var db = open();
        return await (
            from c in db.Clocks.AsNoTracking()
            where c.EndedAt == null && c.CalendarVersion != Version && c.Id > _after
            join k in db.Cases on c.CaseId equals k.Id
            orderby c.Id
            select new OpenClock(
                c, k.BundleVersionId,
                db.Tasks.Where(t => t.Id == c.TaskId).Select(t => t.ElementId).FirstOrDefault())).Take(Batch)
            .ToListAsync(cancellation);
    }

    private async Task<ILookup<long, RungRow>> RungsAsync(List<long> clocks, CancellationToken cancellation)
    {
        await using var db = open();
        var rungs = await db.Rungs.AsNoTracking().Where(r => clocks.Contains(r.ClockRowId) && r.FiredAt == null)
            .ToListAsync(cancellation);
        return rungs.ToLookup(r => r.ClockRowId);
    }

    private async Task<List<Statement>> MoveAsync(
        OpenClock open, IReadOnlyList<RungRow> rungs, DateTimeOffset now, CancellationToken cancellation)
    {
        var row = open.Clock;
        var (version, due) = (row.CalendarVersion, row.DueAt);
        var clock = row.ToClock();
        clock.WriteTo(row, office, now);
        var statements = new List<Statement> { Derived(row, version) };
        if (row.Paused || row.TaskId is not { } task || open.ElementId is null)
            return statements;
        if (row.DueAt != due)
            statements.Add(Shown(row, task));
        var bundle = await bundles.GetAsync(open.BundleVersionId, cancellation);
        if (bundle.Definition.UserTask(open.ElementId).Sla is { } sla)
            statements.AddRange(Ladders(row, clock, sla, rungs));
        return statements;
    }

    private IEnumerable<Statement> Ladders(ClockRow row, Clock clock, Sla sla, IReadOnlyList<RungRow> rungs)
    {
        var moved = Ladder.Parse(sla.Reminders, sla.Escalate)
            .Rungs(clock.Start!.Value, row.DueAt, sla.OnTimeout is not null, office)
            .ToDictionary(r => r.Key, r => r.DueAt);
        foreach (var rung in rungs)
            if (moved.GetValueOrDefault(rung.Key, Instants.Never) is var due && due != rung.DueAt)
                yield return new(
                    $"UPDATE rungs SET due_at = $2 WHERE id = $3 AND fired_at IS NULL AND {StillOurs}",
                    [row.Id, due, rung.Id, row.CalendarVersion, row.Pauses]);
    }

    /// <summary>What follows from a clock is only written when the clock itself was.</summary>
    private const string StillOurs =
        "EXISTS (SELECT 1 FROM clocks WHERE id = $1 AND calendar_version = $4 AND pauses = $5 AND ended_at IS NULL)";

    private static Statement Derived(ClockRow row, string version) => new(
        """
        UPDATE clocks SET calendar_version = $2, due_at = $3, provisional = $4
        WHERE id = $1 AND calendar_version = $5 AND pauses = $6 AND COALESCE(extension, '') = $7 AND ended_at IS NULL
        """,
        [row.Id, row.CalendarVersion, row.DueAt, row.Provisional, version, row.Pauses, row.Extension ?? ""]);

    private static Statement Shown(ClockRow row, long task) => new(
        $"UPDATE tasks SET due_at = $2 WHERE id = $3 AND status = 0 AND {StillOurs}",
        [row.Id, row.DueAt, task, row.CalendarVersion, row.Pauses]);

    private sealed record OpenClock(ClockRow Clock, long BundleVersionId, string? ElementId);
}
