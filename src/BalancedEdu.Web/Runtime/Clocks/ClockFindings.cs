using BalancedEdu.Bpmn;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>
/// What is wrong with the ladders of a definition. Found when publishing, because a running case could only stop at it.
/// Budgets are checked by the reader of the definition and, where they are FEEL, when they are evaluated.
/// </summary>
public static class ClockFindings
{
    /// <summary>A finding for each user task whose reminders and escalations are no ladder.</summary>
    public static IEnumerable<Finding> Of(ProcessDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        foreach (var task in definition.Nodes.OfType<UserTask>())
            if (task.Details.Sla is { } sla && Ladder.TryParse(sla.Reminders, sla.Escalate, out var refusal) is null)
                yield return new(
                    refusal!.Code, Severity.Refused, task.Id,
                    $"环节“{definition.NameOf(task.Id)}”：{refusal.Message}", refusal.Remedy);
    }
}
