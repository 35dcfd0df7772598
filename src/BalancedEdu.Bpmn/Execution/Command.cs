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
/// <param name="StartEventId">The start event, or null for the only none start event.</param>
/// <param name="Variables">The first variables of the process; form data stands under the start event's id.</param>
public sealed record StartInstance(string? StartEventId, FeelContext Variables) : Command;

/// <summary>Completes an open user task with an outcome.</summary>
/// <param name="TaskId">The element instance, as <see cref="CreateUserTask.TaskId"/> gave it.</param>
/// <param name="Outcome">One of the task's outcomes.</param>
/// <param name="Comment">The reason or opinion, or null.</param>
/// <param name="By">Who decided: a user name, or <c>system</c>.</param>
/// <param name="Form">The checked data of the task's form; empty without a form.</param>
public sealed record CompleteUserTask(long TaskId, string Outcome, string? Comment, string By, FeelContext Form)
    : Command;

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
