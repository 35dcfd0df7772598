using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Incidents;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Fires rungs of ladders that are due, also those whose hour passed while no node ran. Nothing is leased: the step
/// that writes a rung's mails also marks it, and fails when it is marked.
/// </summary>
internal sealed class RungSweep(
    Func<BalancedEduDb> open, RungFiring firing, SweepFailures failures, SweepPulse pulse, TimeProvider time,
    ILogger<RungSweep> log) : ISweep
{
    private const int Batch = 100;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (fired, last) = (0, (DueAt: DateTimeOffset.UnixEpoch, Id: 0L));
        while (await PageAsync(now, last, cancellation) is { Count: > 0 } page)
        {
            foreach (var rung in page)
            {
                fired += await FireAsync(rung, cancellation) ? 1 : 0;
                pulse.Beat(nameof(RungSweep));
            }
            last = (page[^1].DueAt, page[^1].Id);
        }
        return fired;
    }

    private async Task<List<DueRung>> PageAsync(
        DateTimeOffset now, (DateTimeOffset DueAt, long Id) after, CancellationToken cancellation)
    {
        await using var db = open();
        var (dueAt, id) = after;
        return await (
            from r in db.Rungs.AsNoTracking()
            where r.FiredAt == null && r.DueAt <= now && (r.DueAt > dueAt || (r.DueAt == dueAt && r.Id > id))
            join c in db.Clocks on r.ClockRowId equals c.Id
            join t in db.Tasks on c.TaskId equals t.Id

            // Who may not decide is not reminded, and nothing is decided by time: both wait until the case goes on.
            join k in db.Cases on c.CaseId equals k.Id
            where k.SuspendedAt == null
            orderby r.DueAt, r.Id
            select new DueRung(
                r.Id, r.Key, r.Level, r.DueAt, c.Id, c.CaseId, t.Id, t.ElementInstanceId, t.ElementId, t.Name,
                t.SeatName,
                c.DueAt, c.Law, t.SignerPlace != null)).Take(Batch).ToListAsync(cancellation);
    }

    private async Task<bool> FireAsync(DueRung rung, CancellationToken cancellation)
    {
        try
        {
            return await firing.FireAsync(rung, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One case that can't go on must not hold up the others; the rung stays due.
            log.LogError(e, "Fire rung {Rung} of task {Task}: failed, it is tried again with the next sweep", rung.Key,
                rung.TaskId);
            await failures.RecordAsync(RungFiring.FailureOf(rung, e.Message + "。"), e, cancellation);
            return false;
        }
    }
}
