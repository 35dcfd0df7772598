using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Messages;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Starts;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>
/// What was not received in its time or could not be delivered is sent once more, a message for as long again, or
/// given up; also while it is still tried by itself.
/// </summary>
internal sealed class StoppedDeliveries(
    BalancedEduDb db, ProcessRunner runner, Waker waker, TimeProvider time, IOptions<RuntimeSettings> settings,
    ILogger<StoppedDeliveries> log)
{
    /// <summary>
    /// Decides. Of a message or signal the case that sent it has the record, since the receiver's may be what can't be
    /// read; of one from outside the log tells. Of a notice the case that was to be told has it.
    /// </summary>
    /// <param name="work">The incident.</param>
    /// <param name="status">Pending or discarded.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public async Task<ActionRefusal?> DecideAsync(
        Handling work, OutboxStatus status, CancellationToken cancellation)
    {
        if (MissedStarts.IsAbout(work.Row))
            return await DecideWithoutCaseAsync(work, Seen(work), status, cancellation);
        var source = work.Row.SourceId!.Value;
        if (work.Row.Code == IncidentCodes.NoticeFailed)
            return status == OutboxStatus.Discarded && await AnswerAsync(source, cancellation) is { } answer
                ? await runner.TryAsync(CallAgain(work, answer), log, cancellation)
                : await RunAsync(
                    work, work.Row.CaseId!.Value, status, now => Decided(source, status, now), cancellation);
        var sent = await db.OutboxMessages.AsNoTracking().Where(m => m.Id == source)
            .Select(m => new { m.SenderCaseId, m.ElementId }).SingleOrDefaultAsync(cancellation);
        return sent?.SenderCaseId is { } sender
            ? await RunAsync(
                work with { ElementId = sent.ElementId }, sender, status,
                now => new(
                    """
                    UPDATE outbox_messages SET status = $2, attempts = 0, next_attempt_at = $3, expires_at = $4
                    WHERE id = $1 AND status IN (0, 2)
                    """,
                    [source, status, now, now + Lifetime], CommitResult.Taken),
                cancellation)
            : await DecideWithoutCaseAsync(
                work, db.OutboxMessages.Where(m => m.Id == source
                    && (m.Status == OutboxStatus.Dead || m.Status == OutboxStatus.Pending)),
                status, cancellation);
    }

    private static Statement Decided(long noticeId, OutboxStatus status, DateTimeOffset now) => new(
        """
        UPDATE outbox_notices SET status = $2, attempts = 0, next_attempt_at = $3
        WHERE id = $1 AND status IN (0, 2)
        """,
        [noticeId, status, now], CommitResult.Taken);

    /// <summary>The notice, if a caller waits for it: the end of what it called.</summary>
    private Task<OutboxNotice?> AnswerAsync(long noticeId, CancellationToken cancellation) =>
        db.OutboxNotices.AsNoTracking().SingleOrDefaultAsync(
            n => n.Id == noticeId && (n.Kind == NoticeKind.Completed || n.Kind == NoticeKind.Error
                || n.Kind == NoticeKind.Cancelled),
            cancellation);

    /// <summary>
    /// The answer is given up: its caller would wait for ever. It stops with an incident instead, where it is called
    /// again, or a person gives the answer, or ends the case.
    /// </summary>
    private static StepRequest CallAgain(Handling work, OutboxNotice answer) => new(answer.CaseId, null, work.Actor)
    {
        Verb = work.Verb,
        Steps = (definition, state, now) =>
        {
            var failed = ProcessEngine.Step(
                definition, state,
                new FailChild(
                    answer.CallId,
                    $"被调用流程的答复没能送到，{work.Person.DisplayName}已放弃它。请重试以重新发起，或跳过本环节，或终止事项。"),
                now);

            // A caller that is over, or has gone on, waits for nothing.
            return failed.Refusal is { Code: EngineCodes.CallGone or EngineCodes.Ended }
                ? new(state, [], [])
                : failed;
        },
        Host = (step, _) =>
        {
            step.Transition.Correspondence.Add(Decided(answer.Id, OutboxStatus.Discarded, step.Now));
            step.Transition.Correspondence.Add(
                new("UPDATE calls SET status = 4 WHERE id = $1 AND status IN (1, 3)", [answer.CallRowId]));
            work.Record(step, "MessageDiscarded");
            return Task.CompletedTask;
        },
    };

    private TimeSpan Lifetime => TimeSpan.FromHours(settings.Value.MessageHours);

    private Task<ActionRefusal?> RunAsync(
        Handling work, long caseId, OutboxStatus status, Func<DateTimeOffset, Statement> decision,
        CancellationToken cancellation) =>
        runner.TryAsync(
            new(caseId, null, work.Actor)
            {
                Verb = work.Verb,
                Host = (step, _) =>
                {
                    step.Transition.Correspondence.Add(decision(step.Now));
                    work.Record(step, status == OutboxStatus.Pending ? "MessageRetried" : "MessageDiscarded");
                    return Task.CompletedTask;
                },
            },
            log, cancellation);

    /// <summary>What was missed until it was seen: what came since is not decided unseen.</summary>
    private IQueryable<OutboxMessage> Seen(Handling work) => db.MissedOf(work.Row).Where(m =>
        work.Only == null ? m.CreatedAt <= work.Row.RaisedAt : m.Id == work.Only);

    /// <summary>Decides on rows that no case has sent; the incident is over when there are no others.</summary>
    private async Task<ActionRefusal?> DecideWithoutCaseAsync(
        Handling work, IQueryable<OutboxMessage> rows, OutboxStatus status, CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        var until = now + Lifetime;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var seen = await rows.Select(m => new { m.Id, m.CreatedAt }).ToListAsync(cancellation);
        var asked = seen.ConvertAll(m => m.Id);
        var changed = await rows.Where(m => asked.Contains(m.Id)).ExecuteUpdateAsync(
            m => m.SetProperty(x => x.Status, status).SetProperty(x => x.Attempts, 0)
                .SetProperty(x => x.NextAttemptAt, now).SetProperty(x => x.ExpiresAt, until), cancellation);
        if (changed == 0)
            return IncidentRefusals.NotOffered("处理", "消息已经重新发送或放弃。");
        var told = work.ToldAt(now, work.Verb + (work.Only is not null
            ? $"首次尝试于 {Texts.Instant(seen[0].CreatedAt)} 的一次" : changed > 1 ? $" {changed} 次" : ""));
        var incident = db.Incidents.Where(i => i.Id == work.Row.Id);
        await incident.ExecuteUpdateAsync(i => i.SetProperty(x => x.Message, told), cancellation);
        if (!MissedStarts.IsAbout(work.Row)
            || !await db.MissedOf(work.Row).AnyAsync(m => !asked.Contains(m.Id), cancellation))
            await incident.ExecuteUpdateAsync(i => i.SetProperty(x => x.ResolvedAt, now), cancellation);
        await transaction.CommitAsync(cancellation);
        log.LogInformation(
            "{User} decided on messages {Messages} of no case: {Status}, because {Reason}", work.Actor.UserName,
            asked, status, work.Reason.Trim());
        waker.Wake();
        return null;
    }
}
