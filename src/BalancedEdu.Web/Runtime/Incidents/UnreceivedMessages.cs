using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>A message that nobody received in its time is sent once more, for as long again, or given up.</summary>
internal sealed class UnreceivedMessages(
    BalancedEduDb db, ProcessRunner runner, Waker waker, TimeProvider time, IOptions<RuntimeSettings> settings,
    ILogger<UnreceivedMessages> log)
{
    /// <summary>Decides, in the record of the case that sent it; of one from outside the log tells.</summary>
    /// <param name="work">The incident.</param>
    /// <param name="status">Pending or discarded.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public Task<ActionRefusal?> DecideAsync(
        Handling work, OutboxStatus status, CancellationToken cancellation) =>
        work.Row.CaseId is { } sender
            ? runner.TryAsync(
                new(sender, null, work.Actor)
                {
                    Host = (step, _) =>
                    {
                        step.Transition.Correspondence.Add(new(
                            """
                            UPDATE outbox_messages SET status = $2, attempts = 0, next_attempt_at = $3, expires_at = $4
                            WHERE id = $1 AND status = 2
                            """,
                            [work.Row.SourceId!.Value, status, step.Now, step.Now + Lifetime], CommitResult.Taken));
                        work.Record(
                            step, status == OutboxStatus.Pending ? "MessageRetried" : "MessageDiscarded");
                        return Task.CompletedTask;
                    },
                },
                log, cancellation)
            : DecideWithoutCaseAsync(work, status, cancellation);

    private TimeSpan Lifetime => TimeSpan.FromHours(settings.Value.MessageHours);

    private async Task<ActionRefusal?> DecideWithoutCaseAsync(
        Handling work, OutboxStatus status, CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var until = now + Lifetime;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var changed = await db.OutboxMessages
            .Where(m => m.Id == work.Row.SourceId && m.Status == OutboxStatus.Dead)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.Status, status).SetProperty(x => x.Attempts, 0)
                .SetProperty(x => x.NextAttemptAt, now).SetProperty(x => x.ExpiresAt, until), cancellation);
        if (changed == 0)
            return IncidentRefusals.NotOffered("处理", "消息已经重新发送或放弃。");
        await db.Incidents.Where(i => i.Id == work.Row.Id)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.ResolvedAt, now), cancellation);
        await transaction.CommitAsync(cancellation);
        log.LogInformation(
            "{User} decided on message {Message} of no case: {Status}, because {Reason}", work.Actor.UserName,
            work.Row.SourceId, status, work.Reason.Trim());
        waker.Wake();
        return null;
    }
}
