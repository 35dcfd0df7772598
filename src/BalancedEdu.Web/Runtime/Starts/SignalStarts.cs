using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Starts;

/// <summary>
/// Begins the cases that a signal starts, one process after the other. Each beginning says in the signal's row how far
/// it has come, so that a node that takes over begins none twice.
/// </summary>
internal sealed class SignalStarts(
    Func<BalancedEduDb> open, CaseStarts starts, SweepFailures failures, TimeProvider time)
{
    /// <summary>Begins the next one, or says that there is none left.</summary>
    public async Task<bool> BeginNextAsync(OutboxMessage signal, CancellationToken cancellation)
    {
        var last = Math.Max(0, -signal.ReachedCaseId - 1);
        await using var db = open();
        if (await db.ProcessStarts.AsNoTracking()
                .Where(s => s.Kind == StartKind.Signal && s.Name == signal.Name && s.Id > last).OrderBy(s => s.Id)
                .FirstOrDefaultAsync(cancellation) is not { } start)
            return false;
        var reached = -(start.Id + 1);
        var answer = await starts.BeginAsync(
            start, Json.ToContext(signal.Payload), signal.SenderCaseId, null,
            new(
                """
                UPDATE outbox_messages SET reached_case_id = $2, next_attempt_at = $3, attempts = 0
                WHERE id = $1 AND status = 0 AND reached_case_id = $4
                """,
                [signal.Id, reached, time.GetStoredNow(), signal.ReachedCaseId], CommitResult.Duplicate),
            cancellation);
        if (!answer.Refused)
            return true;

        // One that can't begin must not hold up the others.
        await failures.RecordAsync(
            new(
                IncidentCodes.StartFailed, start.Id, signal.SenderCaseId, start.ElementId,
                $"流程“{start.ProcessId}”收到信号“{signal.Name}”没能自动发起：{answer.Refusal.Message}"),
            null, cancellation);
        await db.OutboxMessages.Where(m => m.Id == signal.Id && m.ReachedCaseId == signal.ReachedCaseId)
            .ExecuteUpdateAsync(
                m => m.SetProperty(x => x.ReachedCaseId, reached).SetProperty(x => x.Attempts, 0)
                    .SetProperty(x => x.NextAttemptAt, time.GetStoredNow()),
                cancellation);
        return true;
    }
}
