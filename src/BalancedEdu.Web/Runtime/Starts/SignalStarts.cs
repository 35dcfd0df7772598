using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Starts;

/// <summary>
/// Begins the cases that a signal starts, one process after the other. Each beginning says in the signal's row how far
/// it has come, so that a node that takes over begins none twice. One that fails is put aside and holds up no other.
/// </summary>
internal sealed class SignalStarts(
    Func<BalancedEduDb> open, CaseStarts starts, FailedStarts failed, TimeProvider time)
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

        // What can't be read is no start's fault: it stops the signal itself.
        var payload = Json.ToContext(signal.Payload);
        var (why, fault) = await BeginAsync(signal, start, payload, cancellation);
        if (why is null)
            return true;
        await failed.PutAsideAsync(
            new(
                string.Create(CultureInfo.InvariantCulture, $"signal/{signal.Id}/{start.Id}"), start, signal, why,
                fault),
            to => to.OutboxMessages
                .Where(m => m.Id == signal.Id && m.Status == OutboxStatus.Pending
                    && m.ReachedCaseId == signal.ReachedCaseId)
                .ExecuteUpdateAsync(
                    m => m.SetProperty(x => x.ReachedCaseId, ReachedBy(start)).SetProperty(x => x.Attempts, 0)
                        .SetProperty(x => x.NextAttemptAt, time.GetStoredNow()),
                    cancellation),
            cancellation);
        return true;
    }

    /// <returns>Why it failed, or null, and what it threw.</returns>
    private async Task<(string? Why, Exception? Fault)> BeginAsync(
        OutboxMessage signal, ProcessStart start, FeelContext payload, CancellationToken cancellation)
    {
        try
        {
            var answer = await starts.BeginAsync(
                start, payload, signal.SenderCaseId, null,
                [
                    new(
                        """
                        UPDATE outbox_messages SET reached_case_id = $2, next_attempt_at = $3, attempts = 0
                        WHERE id = $1 AND status = 0 AND reached_case_id = $4
                        """,
                        [signal.Id, ReachedBy(start), time.GetStoredNow(), signal.ReachedCaseId],
                        CommitResult.Duplicate),
                ],
                cancellation);
            return (answer.Refusal?.Message, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (e.Message + "。", e);
        }
    }

    private static long ReachedBy(ProcessStart start) => -(start.Id + 1);
}
