using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Messages;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Starts;

/// <summary>
/// Begins cases whose time has come. The beginning moves the start event on to its next due, counted from the first, so
/// it begins once on however many nodes, and nothing drifts. What was due while no node ran is made up for.
/// </summary>
internal sealed class TimerStartLane(
    Func<BalancedEduDb> open, Leases leases, CaseStarts starts, Checkpoints checkpoints, SweepFailures failures,
    ILogger<TimerStartLane> log)
{
    private const int Batch = 20;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Begins what is due.</summary>
    public async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = await leases.StartsAsync(now, now + Lease, Batch, cancellation);
        if (ids.Count == 0)
            return 0;

        // Checkpoint 13: leased, not begun. If we die here they are due again when the lease has run out.
        checkpoints.Pass(13);
        await using var db = open();
        var due = await db.ProcessStarts.AsNoTracking().Where(s => ids.Contains(s.Id)).OrderBy(s => s.DueAt)
            .ToListAsync(cancellation);
        foreach (var start in due)
            await BeginAsync(start, now, cancellation);
        return due.Count;
    }

    private async Task BeginAsync(ProcessStart start, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var answer = await starts.BeginAsync(
                start, FeelContext.Empty, null, null, Moved(start), cancellation);
            if (answer.Refused)
                await FailAsync(start, answer.Refusal.Message, null, cancellation);
            else if (start.LastError is not null)
                await CloseAsync(start, now, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Begin {Process} at {Element}: failed, it is tried again in {Lease}", start.ProcessId,
                start.ElementId, Lease);
            await FailAsync(start, e.Message + "。", e, cancellation);
        }
    }

    private static Statement Moved(ProcessStart start)
    {
        var schedule = new StartSchedule(start.FirstDueAt, start.Repetitions, start.Interval);
        return new(
            """
            UPDATE process_starts SET fired = $2, due_at = $3, leased_until = NULL, last_error = NULL
            WHERE id = $1 AND fired = $4
            """,
            [start.Id, start.Fired + 1, schedule.NextDue(start.Fired + 1).OrNull(), start.Fired],
            CommitResult.Duplicate);
    }

    private async Task FailAsync(ProcessStart start, string why, Exception? e, CancellationToken cancellation)
    {
        await failures.RecordAsync(
            new(
                IncidentCodes.StartFailed, start.Id, null, start.ElementId,
                $"流程“{start.ProcessId}”到时间没能自动发起：{why}系统每 {Lease.TotalMinutes:0} 分钟再试一次。"),
            e, cancellation);
        await using var db = open();
        await db.ProcessStarts.Where(s => s.Id == start.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastError, why), cancellation);
    }

    private async Task CloseAsync(ProcessStart start, DateTimeOffset now, CancellationToken cancellation)
    {
        var key = Troubles.KeyOf(IncidentCodes.StartFailed, start.Id);
        await using var db = open();
        await db.Incidents.Where(i => i.Key == key && i.ResolvedAt == null)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.ResolvedAt, now), cancellation);
    }
}
