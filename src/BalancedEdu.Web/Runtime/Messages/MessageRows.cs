using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Messages;

/// <summary>
/// What a case waits for and sends, as rows of its own step: they are there exactly when the step is.
/// </summary>
internal sealed class MessageRows(RowIds ids, RawConnections connections, IOptions<RuntimeSettings> settings)
{
    /// <summary>
    /// More than one step sends; the events of the case count above it. Steps that are committed together have one
    /// version, but each has events of its own.
    /// </summary>
    private const long OrdersOfOneStep = 1_000_000;

    /// <summary>The key of a subscription or message; that there is none is not the empty key.</summary>
    public static string KeyOf(string? key) => key is null ? "" : "=" + key;

    /// <summary>
    /// Begins to wait. A message that is kept for somebody who waits with this name and key is due again; one that
    /// another step holds at this moment is found by the sweep that looks at all of them.
    /// </summary>
    public void Open(StepContext step, Subscribe e)
    {
        var kind = e.Kind == SubscriptionKind.Message ? MessageKind.Message : MessageKind.Signal;
        step.Transition.Correspondence.Add(new(
            """
            INSERT INTO subscriptions (case_id, subscription_id, element_id, kind, name, key, opened_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [step.Case.Id, e.SubscriptionId, e.ElementId, kind, e.Name, KeyOf(e.Key), step.Now]));
        if (kind == MessageKind.Message)
            step.Transition.Correspondence.Add(new(
                $"""
                UPDATE outbox_messages SET next_attempt_at = $3 WHERE id IN (
                    SELECT id FROM outbox_messages WHERE status = 0 AND kind = 0 AND buffered AND name = $1
                        AND correlation_key = $2
                    ORDER BY id LIMIT 100 {connections.SkipLocked})
                """,
                [e.Name, KeyOf(e.Key), step.Now]));
    }

    /// <summary>Ends to wait.</summary>
    public static void Close(StepContext step, Unsubscribe e) => step.Transition.Correspondence.Add(new(
        "DELETE FROM subscriptions WHERE case_id = $1 AND subscription_id = $2", [step.Case.Id, e.SubscriptionId]));

    /// <summary>Sends a message.</summary>
    public Task SendAsync(StepContext step, PublishMessage e, CancellationToken cancellation) => AddAsync(
        step, new(MessageKind.Message, e.ElementId, e.Message, KeyOf(e.Key), e.Payload), cancellation);

    /// <summary>Sends a signal.</summary>
    public Task SendAsync(StepContext step, PublishSignal e, CancellationToken cancellation) => AddAsync(
        step, new(MessageKind.Signal, e.ElementId, e.Signal, "", FeelContext.Empty), cancellation);

    /// <summary>
    /// The message is taken: whoever comes second, on whichever node and for whichever case, finds it taken and writes
    /// nothing.
    /// </summary>
    public static Statement Taken(long id) => new(
        "UPDATE outbox_messages SET status = 1, last_error = NULL WHERE id = $1 AND status = 0", [id],
        CommitResult.Duplicate);

    /// <summary>
    /// Which of them come behind one of the same sender, name and key that is kept or fails: they are kept, too, since
    /// they must not come before it, nor hold up what is for others.
    /// </summary>
    public static async Task<HashSet<long>> BehindAsync(
        BalancedEduDb db, IReadOnlyList<long> ids, CancellationToken cancellation) =>
        await db.OutboxMessages
            .Where(m => ids.Contains(m.Id) && !m.Buffered && m.SenderCaseId != null && db.OutboxMessages.Any(earlier =>
                earlier.Status == OutboxStatus.Pending && earlier.SenderCaseId == m.SenderCaseId
                && earlier.SenderOrder < m.SenderOrder && earlier.Kind == m.Kind && earlier.Name == m.Name
                && earlier.CorrelationKey == m.CorrelationKey))
            .Select(m => m.Id).ToHashSetAsync(cancellation);

    /// <summary>It is tried again then, or rests for a person; it holds up nothing of another name or key.</summary>
    public static Task FailAsync(
        BalancedEduDb db, OutboxMessage message, DateTimeOffset? next, string error, CancellationToken cancellation)
    {
        var (status, at) = next is { } then
            ? (OutboxStatus.Pending, then) : (OutboxStatus.Dead, message.NextAttemptAt);
        return db.OutboxMessages.Where(m => m.Id == message.Id && m.Status == OutboxStatus.Pending).ExecuteUpdateAsync(
            m => m.SetProperty(x => x.Status, status).SetProperty(x => x.Buffered, true)
                .SetProperty(x => x.NextAttemptAt, at).SetProperty(x => x.LastError, error),
            cancellation);
    }

    private async Task AddAsync(StepContext step, Letter letter, CancellationToken cancellation)
    {
        var order = (step.Case.LastSequence * OrdersOfOneStep) + step.Transition.Correspondence.Count;
        var key = string.Create(CultureInfo.InvariantCulture, $"{step.Case.Id}/{order}");
        step.Transition.Correspondence.Add(new(
            """
            INSERT INTO outbox_messages (
                id, key, kind, sender_case_id, sender_order, element_id, name, correlation_key, payload, status,
                buffered, attempts, next_attempt_at, expires_at, reached_case_id, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, 0, $11, $12, 0, $11)
            """,
            [
                await ids.NextAsync(cancellation), key, letter.Kind, step.Case.Id, order, letter.ElementId, letter.Name,
                letter.Key, Json.Of(letter.Payload), false, step.Now,
                step.Now + TimeSpan.FromHours(settings.Value.MessageHours),
            ]));
    }

    private sealed record Letter(MessageKind Kind, string ElementId, string Name, string Key, FeelContext Payload);
}
