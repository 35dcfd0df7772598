namespace BalancedEdu.Web.Runtime.Messages;

/// <summary>Refusals of the engine that those who deliver must tell from others.</summary>
internal static class EngineCodes
{
    /// <summary>The case stands still; what comes to it is told when it goes on.</summary>
    public const string Suspended = "bpmn.instance.suspended";
}
