using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Starts;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Messages;

/// <summary>
/// Takes messages to their receivers: the only case that waits with the same name and key. What several wait for stays
/// until one of them is left, and a person is told; what nobody waits for is kept for a while, then a person must look.
/// </summary>
internal sealed class MessageLane(
    Func<BalancedEduDb> open, RawConnections connections, Leases leases, ProcessRunner runner, CaseStarts starts,
    Checkpoints checkpoints, SweepFailures failures, Retries retries, TimeProvider time, ILogger<MessageLane> log)
{
    private const int Batch = 50;

    private const int AtOnce = 4;

    /// <summary>How often it is looked again when a receiver has gone meanwhile; then later.</summary>
    private const int LooksMax = 5;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>When a receiver that stands still or is busy is asked again.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookAtAllEvery = TimeSpan.FromSeconds(15);

    private DateTimeOffset _lookAtAll = DateTimeOffset.MinValue;

    /// <summary>
    /// Makes messages due again for which somebody waits by now, or a process was published that they start. The step
    /// that began to wait has done so already, unless it and the keeping of the message crossed.
    /// </summary>
    public async Task FindReceiversOfKeptAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (now < _lookAtAll)
            return;
        _lookAtAll = now + LookAtAllEvery;
        await using var db = open();
        var kept = db.OutboxMessages.Where(m =>
            m.Status == OutboxStatus.Pending && m.Kind == MessageKind.Message && m.Buffered
            && m.NextAttemptAt == m.ExpiresAt
            && (db.Subscriptions.Any(s =>
                    s.Kind == MessageKind.Message && s.Name == m.Name && s.Key == m.CorrelationKey)
                || db.ProcessStarts.Any(s => s.Kind == StartKind.Message && s.Name == m.Name)));
        if (await kept.AnyAsync(cancellation))
            await kept.ExecuteUpdateAsync(m => m.SetProperty(x => x.NextAttemptAt, now), cancellation);
    }

    /// <summary>Delivers what is due, in the order of each sender.</summary>
    public async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = await leases.MessagesAsync(MessageKind.Message, now, now + Lease, Batch, cancellation);
        if (ids.Count == 0)
            return 0;

        // Checkpoint 9: leased, not delivered. If we die here they are due again when the lease has run out.
        checkpoints.Pass(9);
        await using var db = open();
        var rows = await db.OutboxMessages.AsNoTracking().Where(m => ids.Contains(m.Id)).OrderBy(m => m.Id)
            .ToListAsync(cancellation);
        var behind = await MessageRows.BehindAsync(db, ids, cancellation);
        await Parallel.ForEachAsync(
            rows, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (message, stop) => await (behind.Contains(message.Id)
                ? SetAsync(message, message.ExpiresAt, null, stop)
                : DeliverAsync(message, stop)));
        return rows.Count;
    }

    private async Task DeliverAsync(OutboxMessage message, CancellationToken cancellation)
    {
        SubscriptionRow? receiver = null;
        try
        {
            for (var look = 1; look <= LooksMax; look++)
            {
                var waiting = await FindAsync(message, cancellation);
                if (waiting.Count > 1)
                {
                    await AmbiguousAsync(message, waiting, cancellation);
                    return;
                }
                receiver = waiting.FirstOrDefault();
                if (receiver is null)
                {
                    if (!await BeginAsync(message, cancellation))
                        await KeepAsync(message, cancellation);
                    return;
                }
                var refusal = await runner.RunAsync(Correlation(message, receiver), cancellation);
                if (refusal is null)
                    return;
                if (refusal.Code is Refusals.BusyCode or EngineCodes.Suspended)
                    break;
                // It was cancelled, or got another message, since we looked: somebody else may wait, too.
            }
            await SetAsync(message, time.GetStoredNow() + Later, null, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var next = retries.Next(message.Attempts);
            log.LogError(e, "Deliver message {Message} to case {Case}: failed, it is tried again at {Next}",
                message.Name, receiver?.CaseId, next);
            await failures.RecordAsync(
                Troubles.Of(
                    IncidentCodes.MessageFailed, message.Id, receiver?.CaseId ?? message.SenderCaseId,
                    receiver?.ElementId ?? message.ElementId, $"消息“{message.Name}”", e, rests: next is null),
                e, cancellation);
            await using var db = open();
            await MessageRows.FailAsync(db, message, next, e.Message, cancellation);
        }
    }

    /// <summary>The step that goes on with the message, and takes it.</summary>
    private static StepRequest Correlation(OutboxMessage message, SubscriptionRow receiver) => new(
        receiver.CaseId, new CorrelateMessage(receiver.SubscriptionId, Json.ToContext(message.Payload)), Actor.System)
    {
        Host = (step, _) =>
        {
            step.Transition.Correspondence.Add(MessageRows.Taken(message.Id));
            if (message.LastError is not null)
                step.Transition.Correspondence.Add(Troubles.Over(IncidentCodes.MessageFailed, message.Id, step.Now));
            return Task.CompletedTask;
        },
    };

    /// <summary>
    /// Begins the case that the message starts, if there is a process for it. When its key is that of a case that is
    /// there already, it is taken and begins nothing.
    /// </summary>
    private async Task<bool> BeginAsync(OutboxMessage message, CancellationToken cancellation)
    {
        await using var db = open();
        if (await db.ProcessStarts.AsNoTracking().OrderBy(s => s.Id).FirstOrDefaultAsync(
                s => s.Kind == StartKind.Message && s.Name == message.Name, cancellation) is not { } start)
            return false;
        var answer = await starts.BeginAsync(
            start, Json.ToContext(message.Payload), message.SenderCaseId,
            start.Keyed && message.CorrelationKey.Length > 0 ? message.CorrelationKey[1..] : null,
            [MessageRows.Taken(message.Id)], cancellation);
        if (answer.Refused)
            throw new InvalidOperationException(answer.Refusal.Message);
        await db.OutboxMessages.Where(m => m.Id == message.Id && m.Status == OutboxStatus.Pending)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.Status, OutboxStatus.Done), cancellation);
        return true;
    }

    /// <summary>Who waits for it: of each case what waits longest. More than two are not needed to know.</summary>
    private async Task<List<SubscriptionRow>> FindAsync(OutboxMessage message, CancellationToken cancellation)
    {
        await using var db = open();
        var waiting = db.Subscriptions.AsNoTracking().Where(s =>
            s.Kind == MessageKind.Message && s.Name == message.Name && s.Key == message.CorrelationKey);
        var first = await waiting.OrderBy(s => s.OpenedAt).ThenBy(s => s.Id).FirstOrDefaultAsync(cancellation);
        if (first is null)
            return [];
        var other = await waiting.Where(s => s.CaseId != first.CaseId).OrderBy(s => s.Id)
            .FirstOrDefaultAsync(cancellation);
        return other is null ? [first] : [first, other];
    }

    /// <summary>
    /// Nobody but a person knows whom it is meant for (engine.md §2): it goes when one of them is left.
    /// </summary>
    private async Task AmbiguousAsync(
        OutboxMessage message, List<SubscriptionRow> waiting, CancellationToken cancellation)
    {
        await using var db = open();
        var ids = waiting.Select(s => s.CaseId).ToList();
        var numbers = await db.Cases.Where(c => ids.Contains(c.Id)).OrderBy(c => c.Id).Select(c => c.Number)
            .ToListAsync(cancellation);
        var why = $"消息“{message.Name}”{KeyText(message)}有多个事项在等待（{string.Join("、", numbers)}），不能判断发给谁，没有送达。"
            + "请核对关联键，或先终止不应等待的事项；只剩一个时系统自动送达。";
        await failures.RecordAsync(
            new(IncidentCodes.MessageFailed, message.Id, message.SenderCaseId, message.ElementId, why), null,
            cancellation);
        await SetAsync(message, time.GetStoredNow() + Later, why, cancellation);
    }

    private async Task KeepAsync(OutboxMessage message, CancellationToken cancellation)
    {
        if (time.GetStoredNow() < message.ExpiresAt)
        {
            await SetAsync(message, message.ExpiresAt, null, cancellation);
            return;
        }
        // The incident first: if we die in between, it is raised again, and is still one by its key.
        await failures.RecordAsync(
            new(
                IncidentCodes.MessageUnreceived, message.Id, message.SenderCaseId, message.ElementId,
                $"消息“{message.Name}”{KeyText(message)}到期仍没有事项接收。请核对接收方流程的消息名称和关联键，改正后重新发送。"),
            null, cancellation);
        await using var db = open();
        await db.OutboxMessages.Where(m => m.Id == message.Id && m.Status == OutboxStatus.Pending)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.Status, OutboxStatus.Dead), cancellation);
    }

    private static string KeyText(OutboxMessage message) =>
        message.CorrelationKey.Length == 0 ? "" : $"（关联键 {message.CorrelationKey[1..]}）";

    /// <summary>
    /// Keeps it until then, and that costs no attempt; it no longer holds up what its sender sends after it with
    /// another name or key.
    /// </summary>
    private async Task SetAsync(
        OutboxMessage message, DateTimeOffset next, string? error, CancellationToken cancellation)
    {
        await using var db = open();
        var at = connections.Instant(next);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE outbox_messages SET buffered = {true}, next_attempt_at = {at}, attempts = attempts - 1,
                last_error = coalesce({error}, last_error)
            WHERE id = {message.Id} AND status = 0
            """,
            cancellation);
    }
}
