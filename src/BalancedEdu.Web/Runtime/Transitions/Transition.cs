using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>
/// All that one step writes, complete before the first row is written. It is written whole or not at all.
/// </summary>
/// <param name="case">The case with its new values; <see cref="Case.Version"/> is still the one it was computed
/// from.</param>
/// <param name="isNew">Whether the case is to be inserted.</param>
public sealed class Transition(Case @case, bool isNew)
{
    /// <summary>The case with its new values.</summary>
    public Case Case { get; } = @case;

    /// <summary>Whether the case is inserted; else its row is updated, if it still has the version.</summary>
    public bool IsNew { get; } = isNew;

    /// <summary>The series a new case takes its number from.</summary>
    public NumberFormat? Number { get; init; }

    /// <summary>The version that the case goes on by from this step on, or null: the one it has.</summary>
    internal VersionChange? Migration { get; set; }

    /// <summary>Whether the engine's state has changed.</summary>
    public bool StateChanged { get; set; }

    /// <summary>What the command is recognised by when it comes again, or null.</summary>
    public string? DedupeKey { get; init; }

    /// <summary>What happened, already chained.</summary>
    public List<CaseEvent> Events { get; } = [];

    /// <summary>Tasks that open, with their candidates.</summary>
    public List<WorkTask> OpenedTasks { get; } = [];

    /// <summary>Tasks that change owner.</summary>
    public List<TaskOwnership> Ownerships { get; } = [];

    /// <summary>The task that was decided, or null.</summary>
    public TaskCompletion? Completion { get; set; }

    /// <summary>Rows of tasks that are withdrawn.</summary>
    public List<long> WithdrawnTasks { get; } = [];

    /// <summary>Why they are: <c>returned</c>; null when the case simply went on.</summary>
    public string? WithdrawnBecause { get; set; }

    /// <summary>Rows of completed tasks whose decision a return takes back: kept in the history, and marked.</summary>
    public List<long> VoidedTasks { get; } = [];

    /// <summary>Timers to wait for.</summary>
    public List<TimerRow> Timers { get; } = [];

    /// <summary>Timers of the engine that are over.</summary>
    public List<long> EndedTimers { get; } = [];

    /// <summary>Clocks that start, with their ladders.</summary>
    public List<(ClockRow Clock, IReadOnlyList<RungRow> Rungs)> StartedClocks { get; } = [];

    /// <summary>Clocks that stop, go on or end.</summary>
    public List<ClockChange> ClockChanges { get; } = [];

    /// <summary>The rung that fires, or null. It fires once: the transition fails when it has fired.</summary>
    public (long RungId, DateTimeOffset At)? FiredRung { get; set; }

    /// <summary>Jobs to run.</summary>
    public List<OutboxJob> Jobs { get; } = [];

    /// <summary>Jobs of the engine that were answered or are no longer wanted.</summary>
    public List<(long JobId, OutboxStatus Status)> EndedJobs { get; } = [];

    /// <summary>Mails to send, with the data that their templates see.</summary>
    public List<(OutboxMail Mail, FeelContext Data)> Mails { get; } = [];

    /// <summary>Who is told in the notification centre; ids are given by the database.</summary>
    public List<Notification> Notifications { get; } = [];

    /// <summary>Messages to group robots.</summary>
    public List<OutboxWebhook> Webhooks { get; } = [];

    /// <summary>Mails and jobs that a person has tried again or discards.</summary>
    public List<LetterDecision> Letters { get; } = [];

    /// <summary>What a person must look at.</summary>
    public List<IncidentRow> Incidents { get; } = [];

    /// <summary>Element instances whose incident is over.</summary>
    public List<long> ClearedIncidents { get; } = [];

    /// <summary>Rows of incidents that a person has dealt with; each is dealt with once.</summary>
    public List<long> ClosedIncidents { get; } = [];

    /// <summary>
    /// What is waited for, sent and called beyond the case, in the order in which the step says it.
    /// </summary>
    internal List<Statement> Correspondence { get; } = [];

    /// <summary>Rows of ledgers; computed when the case's number is known.</summary>
    public List<Func<Case, IEnumerable<FormattableString>>> Ledgers { get; } = [];
}

/// <summary>Which outbox a row stands in.</summary>
public enum Outbox
{
    /// <summary>Mails.</summary>
    Mails,

    /// <summary>Jobs.</summary>
    Jobs,

    /// <summary>Messages to group robots.</summary>
    Webhooks,
}

/// <summary>
/// A mail, job or message is tried again or discarded by a person, if it was neither sent nor discarded.
/// </summary>
/// <param name="Outbox">Which of them.</param>
/// <param name="Id">The row.</param>
/// <param name="Status">Pending or discarded.</param>
/// <param name="At">When it is tried, and when it was decided.</param>
public sealed record LetterDecision(Outbox Outbox, long Id, OutboxStatus Status, DateTimeOffset At);

/// <summary>A task gets or loses its owner, if nobody changed it since.</summary>
/// <param name="TaskId">The row.</param>
/// <param name="Revision">The revision it was seen with.</param>
/// <param name="Assignee">The new owner, or null.</param>
/// <param name="Claimed">Whether it came by claiming.</param>
public sealed record TaskOwnership(long TaskId, int Revision, string? Assignee, bool Claimed)
{
    /// <summary>Who decides while the assignee is only a delegate, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>Who had it and keeps the right to read, or null.</summary>
    public TaskHolder? Before { get; init; }

    /// <summary>Who gave somebody else's task away because it was late, and keeps the right to read; or null.</summary>
    public TaskHolder? Reassigner { get; init; }

    /// <summary>Whether nobody is left who can do it: 待指派.</summary>
    public bool Unassignable { get; init; }
}

/// <summary>A task is decided, if it is still open and, for a person's decision, as it was seen.</summary>
/// <param name="TaskId">The row.</param>
/// <param name="Revision">The revision it was seen with; null for the system.</param>
/// <param name="By">Who decided.</param>
/// <param name="Outcome">The outcome's id.</param>
/// <param name="OutcomeName">The outcome in words.</param>
/// <param name="Comment">The opinion.</param>
public sealed record TaskCompletion(
    long TaskId, int? Revision, string By, string Outcome, string OutcomeName, string? Comment)
{
    /// <summary>In whose place it was decided (代理), or null.</summary>
    public string? OnBehalfOf { get; init; }
}

/// <summary>A clock with its new values.</summary>
/// <param name="Clock">The row.</param>
/// <param name="Rungs">New instants of rungs that have not fired, by key; those that are not named wait for
/// ever.</param>
/// <param name="TaskDueAt">What the task's row shows; null when the clock belongs to no open task.</param>
public sealed record ClockChange(
    ClockRow Clock, IReadOnlyDictionary<string, DateTimeOffset> Rungs, DateTimeOffset? TaskDueAt);

/// <summary>How a commit went.</summary>
public enum CommitResult
{
    /// <summary>All is written.</summary>
    Committed,

    /// <summary>The case went on meanwhile: nothing is written; load it again.</summary>
    Stale,

    /// <summary>The task or the rung was taken meanwhile: nothing is written.</summary>
    Taken,

    /// <summary>The same command was carried out before: nothing is written.</summary>
    Duplicate,

    /// <summary>
    /// Another step has chosen of the same people meanwhile: nothing is written; it is computed again alone.
    /// </summary>
    TurnTaken,

    /// <summary>There is a case with the same business key: nothing is written.</summary>
    BusinessKeyTaken,
}
