using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Messages;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>Fires timers that are due. The row goes with the step that fires it.</summary>
internal sealed class TimerSweep(
    Func<BalancedEduDb> open, Leases leases, ProcessRunner runner, Checkpoints checkpoints, TimeProvider time,
    SweepFailures failures, ILogger<TimerSweep> log) : ISweep
{
    private const int Batch = 500;

    /// <summary>
    /// How many cases step at once: enough to keep a database busy, few enough to leave room for people.
    /// </summary>
    private const int AtOnce = 8;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    public bool FollowsSteps => true;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var rows = await leases.TimersAsync(now, now + Lease, Batch, cancellation);
        if (rows.Count == 0)
            return 0;

        // Checkpoint 4: leased, not fired. If we die here the timers are due again when the lease has run out.
        checkpoints.Pass(4);
        var fired = 0;
        await Parallel.ForEachAsync(
            rows.GroupBy(r => r.CaseId),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (timers, stop) =>
            {
                // Those of one case one after another, the longest due first.
                foreach (var row in timers)
                    if (await FireAsync(row, stop))
                        Interlocked.Increment(ref fired);
            });
        return fired;
    }

    /// <summary>A cycle fires the same timer again, with another due: both belong to the key.</summary>
    public static string KeyOf(TimerRow row) =>
        string.Create(CultureInfo.InvariantCulture, $"timer:{row.TimerId}:{row.DueAt.UtcTicks}");

    /// <summary>
    /// Only what nobody waits for is removed. Whatever else was refused may be granted later: a clock that was set back
    /// since the timer was taken makes it not yet due.
    /// </summary>
    private async Task<bool> LetGoAsync(TimerRow row, ActionRefusal refusal, CancellationToken cancellation)
    {
        await using var db = open();
        var rows = db.Timers.Where(t => t.Id == row.Id);
        if (refusal.Code is "case.unknown" or EngineCodes.TimerGone or EngineCodes.Ended)
        {
            log.LogInformation(
                "Timer {Timer} of case {Case} is not waited for: {Code}", row.TimerId, row.CaseId, refusal.Code);
            await rows.ExecuteDeleteAsync(cancellation);
            return true;
        }
        var until = time.GetUtcNow() + Lease;
        log.LogWarning("Timer {Timer} of case {Case} is refused ({Code}): it is tried again at {Until}", row.TimerId,
            row.CaseId, refusal.Code, until);
        await rows.ExecuteUpdateAsync(t => t.SetProperty(x => x.LeasedUntil, until), cancellation);
        return false;
    }

    private async Task<bool> FireAsync(TimerRow row, CancellationToken cancellation)
    {
        try
        {
            var refusal = await runner
                .ExecuteAsync(row.CaseId, new FireTimer(row.TimerId), Actor.System, KeyOf(row), cancellation);
            if (refusal is null)
                return true;
            if (refusal is { Code: Refusals.BusyCode })
                return false;
            return await LetGoAsync(row, refusal, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One case that can't go on must not hold up the others; its timer is due again when the lease has run out.
            log.LogError(e, "Fire timer {Timer} of case {Case}: failed, it is tried again in {Lease}", row.TimerId,
                row.CaseId, Lease);
            await failures.RecordAsync(
                new(IncidentCodes.TimerFailed, row.Id, row.CaseId, row.ElementId,
                    $"定时到期后没能执行：{e.Message}。系统每 {Lease.TotalMinutes:0} 分钟再试一次。"),
                e, cancellation);
            return false;
        }
    }
}
