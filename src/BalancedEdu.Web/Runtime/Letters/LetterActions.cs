using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Letters;

/// <summary>A mail or job, as far as a decision needs it.</summary>
internal sealed class Letter
{
    public required long Id { get; init; }

    public required Outbox Outbox { get; init; }

    public required OutboxStatus Status { get; init; }

    public long? CaseId { get; init; }

    /// <summary>The element instance that waits for the answer of a job; else 0.</summary>
    public long JobId { get; init; }

    /// <summary>The job's name, the mail's template, or the group robot of a message.</summary>
    public required string Name { get; init; }
}

/// <summary>
/// What an administrator decides about mails and jobs that were not delivered. Each answers null when done, and leaves
/// an event with the reason in the chain of the case, in the same transaction; of a mail without a case the log tells.
/// </summary>
public sealed class LetterActions
{
    private readonly BalancedEduDb _db;
    private readonly ProcessRunner _runner;
    private readonly IncidentActions _incidents;
    private readonly Waker _waker;
    private readonly TimeProvider _time;
    private readonly ILogger<LetterActions> _log;

    internal LetterActions(
        BalancedEduDb db, ProcessRunner runner, IncidentActions incidents, Waker waker, TimeProvider time,
        ILogger<LetterActions> log) =>
        (_db, _runner, _incidents, _waker, _time, _log) = (db, runner, incidents, waker, time, log);

    /// <summary>重试: has it tried now, with all its attempts before it.</summary>
    public async Task<ActionRefusal?> RetryAsync(
        Outbox outbox, long id, string? reason, AppUser person, CancellationToken cancellation)
    {
        var (letter, refusal) = await FindAsync(outbox, id, reason, person, cancellation);
        if (letter is null)
            return refusal;

        // Where a token or an incident waits for the job, both are to be told.
        if (letter.Status == OutboxStatus.Dead && await IncidentAsync(letter, cancellation) is { } incident)
            return await _incidents.RetryAsync(new(incident.Id, incident.Times, reason), person, cancellation);
        return await DecideAsync(letter, OutboxStatus.Pending, reason!, person, cancellation);
    }

    /// <summary>放弃: it is never sent or run. Refused for a job that a token waits for.</summary>
    public async Task<ActionRefusal?> DiscardAsync(
        Outbox outbox, long id, string? reason, AppUser person, CancellationToken cancellation)
    {
        var (letter, refusal) = await FindAsync(outbox, id, reason, person, cancellation);
        if (letter is null)
            return refusal;
        return letter.JobId == 0
            ? await DecideAsync(letter, OutboxStatus.Discarded, reason!, person, cancellation)
            : LetterRefusals.Awaited;
    }

    /// <summary>Many that were given up, the oldest first, each in a step of its own.</summary>
    /// <param name="outbox">Mails, jobs or messages.</param>
    /// <param name="status">Pending: they are tried again; discarded: they are given up for good.</param>
    /// <param name="name">Only jobs of this kind, mails of this template, or messages of this robot; null: all.
    /// </param>
    /// <param name="reason">Why.</param>
    /// <param name="person">Who decides.</param>
    /// <param name="cancellation">Stops between two.</param>
    public async Task<Answer<BulkOutcome>> DecideManyAsync(
        Outbox outbox, OutboxStatus status, string? name, string? reason, AppUser person,
        CancellationToken cancellation)
    {
        if (!LetterRefusals.IsReason(reason))
            return LetterRefusals.ReasonMissing;
        var dead = Letters(outbox, person)
            .Where(l => l.Status == OutboxStatus.Dead && (name == null || l.Name == name));
        var ids = await dead.OrderBy(l => l.Id).Take(IncidentBulk.Most).Select(l => l.Id).ToListAsync(cancellation);
        if (ids.Count == 0)
            return LetterRefusals.Unknown;
        var refused = new List<ActionRefusal>();
        foreach (var id in ids)
        {
            var refusal = status == OutboxStatus.Pending
                ? await RetryAsync(outbox, id, reason, person, cancellation)
                : await DiscardAsync(outbox, id, reason, person, cancellation);
            if (refusal is not null)
                refused.Add(refusal);
        }
        var last = ids[^1];
        var left = await dead.CountAsync(l => l.Id > last, cancellation);
        return new BulkOutcome(ids.Count - refused.Count, refused, left);
    }

    private async Task<(Letter? Letter, ActionRefusal? Refusal)> FindAsync(
        Outbox outbox, long id, string? reason, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var letter = await Letters(outbox, person).SingleOrDefaultAsync(l => l.Id == id, cancellation);
        return letter switch
        {
            null => (null, LetterRefusals.Unknown),
            { Status: OutboxStatus.Done or OutboxStatus.Discarded } => (null, LetterRefusals.Over(letter)),
            _ when !LetterRefusals.IsReason(reason) => (null, LetterRefusals.ReasonMissing),
            _ => (letter, null),
        };
    }

#pragma warning disable CA1305 // The database writes the number.
    private IQueryable<Letter> Letters(Outbox outbox, AppUser person) => outbox switch
    {
        Outbox.Mails => _db.MailsFor(person).Select(m => new Letter
        {
            Id = m.Id, Outbox = Outbox.Mails, Status = m.Status, CaseId = m.CaseId, Name = m.Template,
        }),
        Outbox.Webhooks => _db.WebhooksFor(person).Select(w => new Letter
        {
            Id = w.Id, Outbox = Outbox.Webhooks, Status = w.Status, CaseId = w.CaseId, Name = w.TargetId.ToString(),
        }),
        _ => _db.JobsFor(person).Select(j => new Letter
        {
            Id = j.Id, Outbox = Outbox.Jobs, Status = j.Status, CaseId = j.CaseId, JobId = j.JobId, Name = j.Job,
        }),
    };
#pragma warning restore CA1305

    private Task<IncidentRow?> IncidentAsync(Letter letter, CancellationToken cancellation) =>
        letter.Outbox != Outbox.Jobs
            ? Task.FromResult<IncidentRow?>(null)
            : _db.Incidents.AsNoTracking().Where(i => i.CaseId == letter.CaseId && i.ResolvedAt == null
                    && (letter.JobId == 0
                        ? i.Code == IncidentCodes.JobFailed && i.SourceId == letter.Id
                        : i.ElementInstanceId == letter.JobId))
                .OrderByDescending(i => i.Id).FirstOrDefaultAsync(cancellation);

    private async Task<ActionRefusal?> DecideAsync(
        Letter letter, OutboxStatus status, string reason, AppUser person, CancellationToken cancellation)
    {
        if (letter.CaseId is not { } caseId)
            return await DecideWithoutCaseAsync(letter, status, reason, person, cancellation);
        var incident = letter.Status == OutboxStatus.Dead ? await IncidentAsync(letter, cancellation) : null;
        var refusal = await _runner.TryAsync(
            new(caseId, null, new(person.UserName!, person.DisplayName))
            {
                Verb = status == OutboxStatus.Pending ? "重试" : "放弃",
                Host = (step, _) =>
                {
                    step.Transition.Letters.Add(new(letter.Outbox, letter.Id, status, step.Now));
                    if (incident is not null)
                        step.Transition.ClosedIncidents.Add(incident.Id);
                    Record(step, letter, status, reason);
                    return Task.CompletedTask;
                },
            },
            _log, cancellation);
        return refusal is null ? null : await ExplainAsync(letter, refusal, person, cancellation);
    }

    private static void Record(StepContext step, Letter letter, OutboxStatus status, string reason) => step.Append(
        status == OutboxStatus.Pending ? "LetterRetried" : "LetterDiscarded", null, null, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteString("outbox", letter.Outbox switch
            {
                Outbox.Mails => "mail", Outbox.Webhooks => "webhook", _ => "job",
            });
            w.WriteNumber("id", letter.Id);
            w.WriteString("name", letter.Name);
            w.WriteString("reason", reason.Trim());
            w.WriteEndObject();
        }));

    private async Task<ActionRefusal?> DecideWithoutCaseAsync(
        Letter letter, OutboxStatus status, string reason, AppUser person, CancellationToken cancellation)
    {
        var now = _time.GetStoredNow();
        var changed = await _db.OutboxMails.Where(m => m.Id == letter.Id
                && (m.Status == OutboxStatus.Dead || m.Status == OutboxStatus.Pending))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Status, status).SetProperty(m => m.Attempts, 0)
                .SetProperty(m => m.NextAttemptAt, now), cancellation);
        if (changed == 0)
            return await ExplainAsync(letter, LetterRefusals.Unknown, person, cancellation);
        _log.LogInformation(
            "{User} decided on mail {Mail} of no case: {Status}, because {Reason}", person.UserName, letter.Id, status,
            reason.Trim());
        _waker.Wake();
        return null;
    }

    /// <summary>It was delivered meanwhile, or somebody was quicker.</summary>
    private async Task<ActionRefusal> ExplainAsync(
        Letter letter, ActionRefusal refusal, AppUser person, CancellationToken cancellation)
    {
        var now = await Letters(letter.Outbox, person).SingleOrDefaultAsync(l => l.Id == letter.Id, cancellation);
        return now is { Status: OutboxStatus.Done or OutboxStatus.Discarded } ? LetterRefusals.Over(now) : refusal;
    }
}
