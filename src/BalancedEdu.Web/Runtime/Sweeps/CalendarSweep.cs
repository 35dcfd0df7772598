using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.Calendars;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Takes a confirmed calendar over, and moves the ends and ladders of open clocks that were derived with another one.
/// Clocks whose end stays are relabelled in small transactions that hold no case; a case whose clocks move takes a
/// step, with an event for each and a mail to whom less time is left.
/// </summary>
internal sealed class CalendarSweep(
    Func<BalancedEduDb> open, TransitionStore store, ProcessRunner runner, CalendarKeeper keeper,
    CalendarSteps steps, OfficeTime office, TimeProvider time, ILogger<CalendarSweep> log) : ISweep
{
    private const int Batch = 200;

    /// <summary>Cases that move at the same time; each waits for its own round trips.</summary>
    private const int AtOnce = 4;

    /// <summary>
    /// While nodes of two versions run side by side, or have not all seen a new calendar, one still derives by the
    /// older; so it is looked again.
    /// </summary>
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private static readonly TimeSpan SoonAgain = TimeSpan.FromMinutes(1);

    private DateTimeOffset _next;
    private DateTimeOffset _adoptedAt = DateTimeOffset.MinValue;
    private long _after;
    private string _seen = "";

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await keeper.AdoptAsync(cancellation);
        var (now, at) = (time.GetUtcNow(), office.Fixed());
        if (at.Calendars.Version != _seen)
            (_seen, _next, _after, _adoptedAt) = (at.Calendars.Version, now, 0, now);
        if (now < _next)
            return 0;
        var page = await PageAsync(at.Calendars, cancellation);
        if (page.Count == 0)
        {
            (_next, _after) = (now + (now - _adoptedAt < Again ? SoonAgain : Again), 0);
            return 0;
        }
        var statements = new List<Statement>();
        var moved = new HashSet<long>();
        foreach (var row in page)
            if (Unmoved(row, at, now) is { } statement)
                statements.Add(statement);
            else
                moved.Add(row.CaseId);

        // If we die here or before, the clocks still bear the other calendar's version and are found again.
        await store.WriteAsync(statements, cancellation);
        await Parallel.ForEachAsync(
            moved, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (caseId, stop) => await MoveAsync(caseId, stop));
        _after = page[^1].Id;
        log.LogInformation(
            "{Count} clocks were derived anew with calendar {Version}, those of {Cases} cases moved", page.Count,
            at.Calendars.Version, moved.Count);
        return page.Count;
    }

    private async Task<List<ClockRow>> PageAsync(OfficeCalendars calendars, CancellationToken cancellation)
    {
        var version = calendars.City.Version;
        string[] organisations = [.. calendars.Own.Keys];
        string[] own = [.. calendars.Own.Select(o => o.Key + " " + o.Value.Version)];
        await using var db = open();
        return await db.Clocks.AsNoTracking()
            .Where(c => c.EndedAt == null && c.Id > _after
                && (c.Organisation != null && organisations.Contains(c.Organisation)
                    ? !own.Contains(c.Organisation + " " + c.CalendarVersion)
                    : c.CalendarVersion != version))
            .OrderBy(c => c.Id).Take(Batch).ToListAsync(cancellation);
    }

    /// <summary>
    /// A clock with the same end keeps its ladder, but for days between that were swapped: then it moves like another.
    /// </summary>
    private static Statement? Unmoved(ClockRow row, OfficeTime office, DateTimeOffset now)
    {
        var (version, due, card) = (row.CalendarVersion, row.DueAt, row.CardAt);
        row.ToClock().WriteTo(row, office, now);
        return row.DueAt != due || (row.CardAt != card && card > now) ? null : new(
            """
            UPDATE clocks SET calendar_version = $2, provisional = $3
            WHERE id = $1 AND calendar_version = $4 AND pauses = $5 AND COALESCE(extension, '') = $6 AND budget = $7
                AND ended_at IS NULL
            """,
            [
                row.Id, row.CalendarVersion, row.Provisional, version, row.Pauses, row.Extension ?? "", row.Budget,
            ]);
    }

    private async Task MoveAsync(long caseId, CancellationToken cancellation)
    {
        var refusal = await runner.RunAsync(
            new(caseId, null, Actor.System) { Host = steps.MoveAsync }, cancellation);
        if (refusal is not null)
            log.LogWarning(
                "Move the clocks of case {Case} to the new calendar: {Code} {Message}; it is tried again", caseId,
                refusal.Code, refusal.Message);
    }
}
