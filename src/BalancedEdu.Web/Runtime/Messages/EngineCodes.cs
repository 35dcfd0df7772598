namespace BalancedEdu.Web.Runtime.Messages;

/// <summary>Refusals of the engine that those who deliver must tell from others.</summary>
internal static class EngineCodes
{
    /// <summary>The case stands still; what comes to it is told when it goes on.</summary>
    public const string Suspended = "bpmn.instance.suspended";

    /// <summary>The case is over.</summary>
    public const string Ended = "bpmn.instance.ended";

    /// <summary>The call has its answer, or was cancelled.</summary>
    public const string CallGone = "bpmn.call-activity.not-open";

    /// <summary>The timer has fired or was cancelled.</summary>
    public const string TimerGone = "bpmn.timer.not-running";
}
