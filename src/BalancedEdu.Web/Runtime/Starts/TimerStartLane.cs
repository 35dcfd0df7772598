using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Starts;

/// <summary>
/// Begins cases whose time has come. The beginning moves the start event on to its next due, counted from the first, so
/// it begins once on however many nodes, and nothing drifts. What was due while no node ran is made up for. One that
/// fails is put aside; the next due waits while it is still tried by itself.
/// </summary>
internal sealed class TimerStartLane(
    Func<BalancedEduDb> open, Leases leases, CaseStarts starts, FailedStarts failed, Checkpoints checkpoints)
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
            await BeginAsync(start, cancellation);
        return due.Count;
    }

    private async Task BeginAsync(ProcessStart start, CancellationToken cancellation)
    {
        try
        {
            var answer = await starts.BeginAsync(
                start, FeelContext.Empty, null, null, [Moved(start)], cancellation);
            if (answer.Refused)
                await FailAsync(start, answer.Refusal.Message, null, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await FailAsync(start, e.Message + "。", e, cancellation);
        }
    }

    private static Statement Moved(ProcessStart start) => new(
        """
        UPDATE process_starts SET fired = $2, due_at = $3, leased_until = NULL, last_error = NULL
        WHERE id = $1 AND fired = $4
        """,
        [start.Id, start.Fired + 1, NextDue(start).OrNull(), start.Fired], CommitResult.Duplicate);

    private static DateTimeOffset? NextDue(ProcessStart start) =>
        new StartSchedule(start.FirstDueAt, start.Repetitions, start.Interval).NextDue(start.Fired + 1);

    private Task FailAsync(ProcessStart start, string why, Exception? e, CancellationToken cancellation) =>
        failed.PutAsideAsync(
            new(
                string.Create(CultureInfo.InvariantCulture, $"time/{start.Id}/{start.Fired}"), start, null, why, e),
            db => db.ProcessStarts.Where(s => s.Id == start.Id && s.Fired == start.Fired).ExecuteUpdateAsync(
                s => s.SetProperty(x => x.Fired, start.Fired + 1).SetProperty(x => x.DueAt, NextDue(start))
                    .SetProperty(x => x.LeasedUntil, (DateTimeOffset?)null).SetProperty(x => x.LastError, why),
                cancellation),
            cancellation);
}
