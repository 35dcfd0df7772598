namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>Codes of what the runtime itself finds; those of the engine begin with <c>bpmn.</c></summary>
public static class IncidentCodes
{
    /// <summary>A task that nobody can do.</summary>
    public const string Unassignable = "task.unassignable";

    /// <summary>A job that no token waits for, out of retries.</summary>
    public const string JobFailed = "job.failed";

    /// <summary>A timer whose step throws.</summary>
    public const string TimerFailed = "timer.failed";

    /// <summary>A reminder, escalation or time-out whose step throws or is refused.</summary>
    public const string RungFailed = "rung.failed";

    /// <summary>An import that throws.</summary>
    public const string ImportFailed = "import.failed";

    /// <summary>A message that nobody received in its time.</summary>
    public const string MessageUnreceived = "message.unreceived";

    /// <summary>A message whose receiver's step throws.</summary>
    public const string MessageFailed = "message.failed";

    /// <summary>A call whose child can't be begun because its first step throws.</summary>
    public const string CallFailed = "call.failed";

    /// <summary>A process whose start by time or signal throws or is refused.</summary>
    public const string StartFailed = "start.failed";

    /// <summary>The package of an archived case, some of whose rows are deleted, isn't whole.</summary>
    public const string PackageDamaged = "archive.package-damaged";

    /// <summary>A signal or a word from another case whose step throws.</summary>
    public const string NoticeFailed = "notice.failed";
}
