using System.Globalization;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Messages;

/// <summary>What stops between two cases: seen by the administrator until it has gone through.</summary>
internal static class Troubles
{
    /// <summary>A delivery went through: the incident about it is over in the same transaction.</summary>
    public static Statement Over(string code, long sourceId, DateTimeOffset at) => new(
        "UPDATE incidents SET resolved_at = $2 WHERE key = $1 AND resolved_at IS NULL",
        [KeyOf(code, sourceId), at]);

    /// <summary>What makes it one incident.</summary>
    public static string KeyOf(string code, long sourceId) =>
        string.Create(CultureInfo.InvariantCulture, $"{code}:{sourceId}");

    /// <summary>What is shown of a delivery that throws.</summary>
    /// <param name="code">Which kind.</param>
    /// <param name="sourceId">The row.</param>
    /// <param name="caseId">The case, or null.</param>
    /// <param name="elementId">The BPMN element.</param>
    /// <param name="what">What was to be delivered.</param>
    /// <param name="e">What it threw.</param>
    /// <param name="rests">Whether it is no longer tried by itself.</param>
    public static SweepFailure Of(
        string code, long sourceId, long? caseId, string elementId, string what, Exception e, bool rests = false) =>
        new(code, sourceId, caseId, elementId,
            $"{what}没能送到：{e.Message}。" + (rests ? "系统已多次重试，不再自动重试。请排除原因后重试，或者放弃。" : "系统会继续重试。"))
        {
            Rests = rests,
        };
}
