using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Validation;

/// <summary>What a user task refers to within its process, and what the law forbids it.</summary>
internal static class UserTaskValidator
{
    public static void Check(UserTask task, ProcessDefinition definition, FindingLog findings)
    {
        if (task.Details.Sla?.OnTimeout is not null && definition.NoTimeoutOutcome)
            findings.TimeoutOutcomeForbidden(task);
        foreach (var clock in task.Details.PausesClock)
            if (definition.Clocks.All(known => known.Id != clock))
                findings.UnknownClock(task, clock, [.. definition.Clocks.Select(known => known.Id)]);
        foreach (var outcome in task.Details.Outcomes)
            if (outcome.Demands is { } field && task.Details.Form is null)
                findings.DemandsWithoutForm(task, outcome.Id, field);
        foreach (var other in task.Details.Assignment.SeparatedFrom)
            if (definition.Find(other) is not UserTask)
                findings.UnknownSeparatedTask(task, other);
    }
}
