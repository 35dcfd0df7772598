namespace BalancedEdu.Web.Data.Cases;

/// <summary>What is waited for or sent.</summary>
public enum MessageKind
{
    /// <summary>A message: one receiver.</summary>
    Message = 0,

    /// <summary>A signal: all who wait when it is sent.</summary>
    Signal = 1,

    /// <summary>
    /// A start by time or signal that failed: its correlation key says which process begins at which start event.
    /// </summary>
    Start = 2,
}

/// <summary>
/// A case waits for a message or a signal. The row is written and deleted with the step that begins and ends to wait.
/// </summary>
public sealed class SubscriptionRow
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>The subscription in the engine; unique in a case.</summary>
    public long SubscriptionId { get; set; }

    /// <summary>The BPMN event or receive task.</summary>
    public required string ElementId { get; set; }

    /// <summary>Message or signal.</summary>
    public MessageKind Kind { get; set; }

    /// <summary>The name of the message or signal.</summary>
    public required string Name { get; set; }

    /// <summary>An equals sign and the correlation key; empty without a key, which is not an empty key.</summary>
    public required string Key { get; set; }

    /// <summary>Since when it is waited for: a signal reaches those who waited when it was sent.</summary>
    public DateTimeOffset OpenedAt { get; set; }
}

/// <summary>
/// A message or signal on its way. Delivered at least once by a sweep and taken exactly once: the step that takes it
/// marks it as done in its own transaction.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>What makes it one message: <c>case/order</c>, or what a sender outside gave; unique.</summary>
    public required string Key { get; set; }

    /// <summary>Message, signal or start.</summary>
    public MessageKind Kind { get; set; }

    /// <summary>The case that sent it, or null when it came from outside.</summary>
    public long? SenderCaseId { get; set; }

    /// <summary>Rises with what one case sends: in this order it is delivered.</summary>
    public long SenderOrder { get; set; }

    /// <summary>The BPMN element that sent it; empty when it came from outside.</summary>
    public required string ElementId { get; set; }

    /// <summary>The name of the message or signal.</summary>
    public required string Name { get; set; }

    /// <summary>As in <see cref="SubscriptionRow.Key"/>.</summary>
    public required string CorrelationKey { get; set; }

    /// <summary>What it brings, as JSON (FEEL's).</summary>
    public required string Payload { get; set; }

    /// <summary>Pending, done, dead (nobody took it, or several could) or discarded.</summary>
    public OutboxStatus Status { get; set; }

    /// <summary>
    /// Whether it is kept until somebody waits for it or it is tried again: of what its sender sends after it, it holds
    /// up only what has the same name and key.
    /// </summary>
    public bool Buffered { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before then.</summary>
    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>From then on it is dead when nobody took it.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>
    /// The last case that a signal has reached: where a batch that was broken off goes on. When all are reached and it
    /// has started a process, minus the row of that start and one more.
    /// </summary>
    public long ReachedCaseId { get; set; }

    /// <summary>Why the last attempt failed, or null.</summary>
    public string? LastError { get; set; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>How a call of another process stands.</summary>
public enum CallStatus
{
    /// <summary>The child is to be started.</summary>
    Requested = 0,

    /// <summary>The child runs.</summary>
    Running = 1,

    /// <summary>The child could not be started; the caller has an incident.</summary>
    Dead = 2,

    /// <summary>No longer wanted by the caller.</summary>
    Withdrawn = 3,

    /// <summary>The caller has the answer.</summary>
    Answered = 4,
}

/// <summary>A call activity that asked for another process.</summary>
public sealed class CallRow
{
    /// <summary>The row; a call that is made once more has another one.</summary>
    public long Id { get; set; }

    /// <summary>The calling case.</summary>
    public long CaseId { get; set; }

    /// <summary>The element instance of the call activity.</summary>
    public long CallId { get; set; }

    /// <summary>The call activity.</summary>
    public required string ElementId { get; set; }

    /// <summary>The process that is called.</summary>
    public required string ProcessId { get; set; }

    /// <summary>
    /// Whether its latest version is called; else the one that was bound when the caller was published.
    /// </summary>
    public bool Latest { get; set; }

    /// <summary>The child's first variables, as JSON (FEEL's); emptied when it has started.</summary>
    public required string Variables { get; set; }

    /// <summary>Requested, running, dead, withdrawn or answered.</summary>
    public CallStatus Status { get; set; }

    /// <summary>The child, once it has started.</summary>
    public long? ChildCaseId { get; set; }

    /// <summary>How often it was tried to start it.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before then.</summary>
    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>Why the last attempt failed, or null.</summary>
    public string? LastError { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>What one case is told by another.</summary>
public enum NoticeKind
{
    /// <summary>The child has completed.</summary>
    Completed = 0,

    /// <summary>The child has ended by an error.</summary>
    Error = 1,

    /// <summary>The child escalates and goes on.</summary>
    Escalation = 2,

    /// <summary>The child was cancelled by hand.</summary>
    Cancelled = 3,

    /// <summary>To the child: the caller no longer wants it.</summary>
    Cancel = 4,

    /// <summary>A signal that its receiver could not take when it came.</summary>
    Signal = 5,
}

/// <summary>
/// A word from one case to another that is known: told in order, several in one step, at least once; the step that
/// carries it out marks it as done.
/// </summary>
public sealed class OutboxNotice
{
    /// <summary>The row; notices of one case are told in this order.</summary>
    public long Id { get; set; }

    /// <summary>The case that is told.</summary>
    public long CaseId { get; set; }

    /// <summary>What makes it one notice in that case.</summary>
    public required string Key { get; set; }

    /// <summary>What it is.</summary>
    public NoticeKind Kind { get; set; }

    /// <summary>The row of the call it is about; 0 for a signal.</summary>
    public long CallRowId { get; set; }

    /// <summary>The element instance of the call activity; 0 for a signal.</summary>
    public long CallId { get; set; }

    /// <summary>The error or escalation code, or the name of the signal; else empty.</summary>
    public required string Code { get; set; }

    /// <summary>What was said with it; may be empty.</summary>
    public required string Text { get; set; }

    /// <summary>The variables it brings, as JSON (FEEL's); emptied when it was told.</summary>
    public required string Variables { get; set; }

    /// <summary>Pending, done, dead or discarded.</summary>
    public OutboxStatus Status { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before then.</summary>
    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>Why the last attempt failed, or null.</summary>
    public string? LastError { get; set; }

    /// <summary>When it was said.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
