using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// What the host has to do after a step: a closed set, in the imperative. Each is safe to repeat by its id.
/// </summary>
public abstract record Effect
{
    private protected Effect()
    {
    }
}

/// <summary>Opens a user task. Expressions are evaluated; what the words mean stands in the definition.</summary>
/// <param name="TaskId">The element instance; unique in the instance.</param>
/// <param name="ElementId">The user task in the definition.</param>
/// <param name="Assignee">A user name, or null.</param>
/// <param name="CandidateUsers">User names.</param>
/// <param name="CandidateGroups">Position ids.</param>
/// <param name="Budget">The text of the SLA's budget (<c>20WD</c>), or null without a clock.</param>
/// <param name="FormData">The initial values of the form; empty without.</param>
/// <param name="LoopCounter">The place in a multi-instance, counted from 1; 0 outside of one.</param>
/// <param name="Previous">The user task that was completed in the same step, or 0.</param>
public sealed record CreateUserTask(
    long TaskId, string ElementId, string? Assignee, IReadOnlyList<string> CandidateUsers,
    IReadOnlyList<string> CandidateGroups, string? Budget, FeelContext FormData, int LoopCounter, long Previous)
    : Effect
{
    /// <summary>Of an added signer (加签): when it signs; null of a task that is drawn.</summary>
    public SignerPlace? Place { get; init; }

    /// <summary>Who asked for the signer, or null.</summary>
    public string? AskedBy { get; init; }

    /// <summary>The task that the signer was added to; 0 where the signer's is one of several.</summary>
    public long SignsFor { get; init; }
}

/// <summary>Withdraws an open user task that was not completed.</summary>
/// <param name="TaskId">The element instance.</param>
public sealed record CancelUserTask(long TaskId) : Effect;

/// <summary>Asks to be woken by <see cref="FireTimer"/>.</summary>
/// <param name="TimerId">Unique in the instance.</param>
/// <param name="ElementId">The event in the definition.</param>
/// <param name="Due">When, as an instant.</param>
public sealed record ScheduleTimer(long TimerId, string ElementId, DateTimeOffset Due) : Effect;

/// <summary>A timer is no longer wanted.</summary>
/// <param name="TimerId">The timer.</param>
public sealed record CancelTimer(long TimerId) : Effect;

/// <summary>Asks for a handler to run; it answers by <see cref="CompleteJob"/> or <see cref="FailJob"/>.</summary>
/// <param name="JobId">The element instance; unique in the instance.</param>
/// <param name="ElementId">The service task in the definition.</param>
/// <param name="Job">The name of the registered handler: <c>funding.calculate</c>.</param>
/// <param name="Inputs">The evaluated <c>be:input</c> elements.</param>
public sealed record RequestJob(long JobId, string ElementId, string Job, FeelContext Inputs) : Effect;

/// <summary>A job is no longer wanted; an answer that still comes is refused.</summary>
/// <param name="JobId">The element instance.</param>
public sealed record CancelJob(long JobId) : Effect;

/// <summary>Sends a mail of the bundle; the token has moved on, delivery is the host's.</summary>
/// <param name="ElementInstanceId">The send task or event; with the template the key against sending twice.</param>
/// <param name="ElementId">The send task or event in the definition.</param>
/// <param name="Template">The template's id.</param>
/// <param name="To">Evaluated recipients: position ids, <c>user:name</c>, <c>initiator</c>,
/// <c>participants</c>.</param>
/// <param name="Data">The variables of the scope, for the template.</param>
public sealed record SendMail(
    long ElementInstanceId, string ElementId, string Template, IReadOnlyList<string> To, FeelContext Data) : Effect;

/// <summary>Waits for a message or signal; the host answers by <see cref="CorrelateMessage"/> or
/// <see cref="BroadcastSignal"/>.</summary>
/// <param name="SubscriptionId">Unique in the instance.</param>
/// <param name="ElementId">The event or receive task in the definition.</param>
/// <param name="Kind">Message or signal.</param>
/// <param name="Name">The name of the message or signal.</param>
/// <param name="Key">The key that the sender gives too, or null without.</param>
public sealed record Subscribe(
    long SubscriptionId, string ElementId, SubscriptionKind Kind, string Name, string? Key) : Effect;

/// <summary>A message or signal is no longer waited for.</summary>
/// <param name="SubscriptionId">The subscription.</param>
public sealed record Unsubscribe(long SubscriptionId) : Effect;

/// <summary>Sends a message; one receiver gets it, or it is kept for a while.</summary>
/// <param name="ElementInstanceId">The sender; the key against sending twice.</param>
/// <param name="ElementId">The event or send task in the definition.</param>
/// <param name="Message">The name of the message.</param>
/// <param name="Key">The key that the receiver waits with, or null without.</param>
/// <param name="Payload">What is sent.</param>
public sealed record PublishMessage(
    long ElementInstanceId, string ElementId, string Message, string? Key, FeelContext Payload) : Effect;

/// <summary>Sends a signal to whoever waits for it, also in this instance.</summary>
/// <param name="ElementInstanceId">The sender; the key against sending twice.</param>
/// <param name="ElementId">The event in the definition.</param>
/// <param name="Signal">The name of the signal.</param>
public sealed record PublishSignal(long ElementInstanceId, string ElementId, string Signal) : Effect;

/// <summary>Starts another process; its end comes back as <see cref="CompleteChild"/>.</summary>
/// <param name="CallId">The element instance of the call activity; unique in the instance.</param>
/// <param name="ElementId">The call activity in the definition.</param>
/// <param name="ProcessId">The process to start.</param>
/// <param name="Latest">Whether its latest version runs; else the one that was bound when this was published.</param>
/// <param name="Variables">Its first variables.</param>
public sealed record StartChild(
    long CallId, string ElementId, string ProcessId, bool Latest, FeelContext Variables) : Effect;

/// <summary>A called process is no longer wanted: cancel it.</summary>
/// <param name="CallId">The element instance of the call activity.</param>
public sealed record CancelChild(long CallId) : Effect;

/// <summary>
/// Tells the caller of an error, which has ended this instance (<see cref="ThrowBpmnError"/>), or of an escalation,
/// after which it goes on (<see cref="ThrowEscalation"/>).
/// </summary>
/// <param name="IsError">Whether it is an error.</param>
/// <param name="Code">The error or escalation code.</param>
/// <param name="Message">What the thrower said, or null.</param>
public sealed record NotifyParent(bool IsError, string Code, string? Message) : Effect;

/// <summary>A person must look: a token can't go on.</summary>
/// <param name="ElementInstanceId">Where the token is kept.</param>
/// <param name="ElementId">The element in the definition.</param>
/// <param name="Code">Stable and dotted.</param>
/// <param name="Message">The cause, with the expression and the values seen.</param>
public sealed record RaiseIncident(long ElementInstanceId, string ElementId, string Code, string Message) : Effect;

/// <summary>An incident is over.</summary>
/// <param name="ElementInstanceId">Where the token was kept.</param>
public sealed record ClearIncident(long ElementInstanceId) : Effect;

/// <summary>The instance has ended.</summary>
/// <param name="EndEventId">The end event that was reached last, or null when cancelled.</param>
/// <param name="Cancelled">Whether it was cancelled.</param>
public sealed record EndInstance(string? EndEventId, bool Cancelled) : Effect;
