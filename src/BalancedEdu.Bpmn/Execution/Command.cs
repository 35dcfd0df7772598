using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>What can be asked of a process instance: a closed set, in the imperative.</summary>
public abstract record Command
{
    private protected Command()
    {
    }
}

/// <summary>Starts the instance at a start event.</summary>
/// <param name="StartEventId">
/// The start event, instantiating receive task or event behind an instantiating gateway; null for the none start event.
/// </param>
/// <param name="Variables">The first variables of the process; form data stands under the start event's id.</param>
public sealed record StartInstance(string? StartEventId, FeelContext Variables) : Command
{
    /// <summary>Whether a call activity waits for its end.</summary>
    public bool IsCalled { get; init; }

    /// <summary>
    /// What has come, of a start event that waits until all of several things have: one of
    /// <see cref="ProcessDefinition.StartTriggers"/>. The instance waits for the others. Else null.
    /// </summary>
    public EventDefinition? Trigger { get; init; }
}

/// <summary>Completes an open user task with an outcome.</summary>
/// <param name="TaskId">The element instance, as <see cref="CreateUserTask.TaskId"/> gave it.</param>
/// <param name="Outcome">One of the task's outcomes.</param>
/// <param name="Comment">The reason or opinion, or null.</param>
/// <param name="By">Who decided: a user name, or <c>system</c>.</param>
/// <param name="Form">The checked data of the task's form; empty without a form.</param>
public sealed record CompleteUserTask(long TaskId, string Outcome, string? Comment, string By, FeelContext Form)
    : Command
{
    /// <summary>
    /// The time is up: only then may the outcome be one of time, no reason is asked for, and no signer is waited for.
    /// Those who have not signed are taken out; a signer's own task is never decided so.
    /// </summary>
    public bool ByTime { get; init; }
}

/// <summary>Answers a job with its outputs.</summary>
/// <param name="JobId">The element instance, as <see cref="RequestJob.JobId"/> gave it.</param>
/// <param name="Outputs">What the handler gave; mapped by the task's <c>be:output</c> elements.</param>
public sealed record CompleteJob(long JobId, FeelContext Outputs) : Command;

/// <summary>Reports that a job failed for good: an incident keeps the token.</summary>
/// <param name="JobId">The element instance.</param>
/// <param name="Message">The cause, for the person who looks at it.</param>
public sealed record FailJob(long JobId, string Message) : Command;

/// <summary>Fires a timer that is due.</summary>
/// <param name="TimerId">The timer, as <see cref="ScheduleTimer.TimerId"/> gave it.</param>
public sealed record FireTimer(long TimerId) : Command;

/// <summary>Sets variables of the process scope.</summary>
/// <param name="Variables">Names and values; others stay.</param>
public sealed record SetVariables(FeelContext Variables) : Command;

/// <summary>Tries again what an incident stopped, after variables or definition were mended.</summary>
/// <param name="ElementInstanceId">The element instance that the incident is about.</param>
public sealed record ResolveIncident(long ElementInstanceId) : Command;

/// <summary>Ends the instance without completing it.</summary>
/// <param name="Reason">Why, for the history.</param>
public sealed record CancelInstance(string Reason) : Command;

/// <summary>A job, a called process or a task ends in a BPMN error; what catches it goes on.</summary>
/// <param name="ElementInstanceId">The job, call (by its call id) or open user task.</param>
/// <param name="Code">The error code.</param>
/// <param name="Message">The cause, or null.</param>
public sealed record ThrowBpmnError(long ElementInstanceId, string Code, string? Message) : Command;

/// <summary>A called process or a task escalates; it goes on unless an interrupting event catches it.</summary>
/// <param name="ElementInstanceId">The job, call (by its call id) or open user task.</param>
/// <param name="Code">The escalation code.</param>
public sealed record ThrowEscalation(long ElementInstanceId, string Code) : Command;

/// <summary>Delivers a message to one subscription.</summary>
/// <param name="SubscriptionId">The subscription, as <see cref="Subscribe.SubscriptionId"/> gave it.</param>
/// <param name="Payload">What the message brings.</param>
public sealed record CorrelateMessage(long SubscriptionId, FeelContext Payload) : Command;

/// <summary>Delivers a signal to all that wait for it in the instance; that nobody does is no error.</summary>
/// <param name="Signal">The name of the signal.</param>
/// <param name="Payload">What the signal brings.</param>
public sealed record BroadcastSignal(string Signal, FeelContext Payload) : Command;

/// <summary>Answers a call with the variables that the called process ended with.</summary>
/// <param name="CallId">The element instance, as <see cref="StartChild.CallId"/> gave it.</param>
/// <param name="Variables">The called process's variables.</param>
public sealed record CompleteChild(long CallId, FeelContext Variables) : Command;

/// <summary>Reports that a call can't be answered: what it called was not there, or was cancelled by hand.</summary>
/// <param name="CallId">The element instance; an incident keeps its token, and calls again when it is resolved.</param>
/// <param name="Message">The cause, for the person who looks at it.</param>
public sealed record FailChild(long CallId, string Message) : Command;

/// <summary>挂起: nothing goes on until <see cref="ResumeInstance"/>; timers stand still.</summary>
/// <param name="Reason">Why, for the history.</param>
public sealed record SuspendInstance(string Reason) : Command;

/// <summary>激活: goes on after <see cref="SuspendInstance"/>.</summary>
public sealed record ResumeInstance : Command;

/// <summary>退回: the task is not decided; what was done since an earlier element is withdrawn and done again.</summary>
/// <param name="TaskId">The open user task that is sent back.</param>
/// <param name="Target">A user task that was passed on the way here, in the same scope or one around it.</param>
/// <param name="By">Who sends it back.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Directly">直达: when the target is done, the token comes straight back; false: 逐级重走.</param>
public sealed record ReturnTo(long TaskId, string Target, string By, string? Reason, bool Directly) : Command
{
    /// <summary>What kind of reason it is, by a code of the host's; null for none.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>
    /// 取回: who decided the target takes it back before anybody acted on what came of it. The task need not allow a
    /// return then; whether anybody acted is the host's to know.
    /// </summary>
    public bool TakesBack { get; init; }
}

/// <summary>加签: asks further people to sign a task.</summary>
/// <param name="TaskId">The open user task.</param>
/// <param name="Place">Before its owner, after, or at the same time.</param>
/// <param name="Users">User names, at least one.</param>
/// <param name="By">Who asks them.</param>
public sealed record AddSigner(long TaskId, SignerPlace Place, IReadOnlyList<string> Users, string By) : Command;

/// <summary>减签: takes a signer out who hasn't acted.</summary>
/// <param name="TaskId">The signer's open task, one that was added: of a multi-instance, too.</param>
/// <param name="Counted">Of a multi-instance: whether it counts as completed, without a result.</param>
/// <param name="By">Who takes it out.</param>
public sealed record RemoveSigner(long TaskId, bool Counted, string By) : Command
{
    /// <summary>
    /// A 后加签 whose task is not open yet: who it is; <see cref="TaskId"/> is the owner's then. Else null.
    /// </summary>
    public string? User { get; init; }

    /// <summary>
    /// The signer's time is up: where the owner has decided, nobody else is asked after this signer either.
    /// </summary>
    public bool ByTime { get; init; }
}

/// <summary>Starts an activity of an ad-hoc sub-process.</summary>
/// <param name="ScopeId">The element instance of the ad-hoc sub-process.</param>
/// <param name="ElementId">The activity; no flow leads to it.</param>
public sealed record ActivateAdHoc(long ScopeId, string ElementId) : Command;

/// <summary>
/// Goes on by the definition that the step is given: another version. What is open must be there too, as the same kind
/// of element in the same scopes.
/// </summary>
/// <param name="From">The version that the instance ran by until now.</param>
/// <param name="Elements">Old ids and new ids, of elements and flows that are called otherwise now.</param>
public sealed record MigrateInstance(ProcessDefinition From, IReadOnlyDictionary<string, string> Elements) : Command;
