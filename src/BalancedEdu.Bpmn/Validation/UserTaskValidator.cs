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
        CheckPeople(task, task.Details, findings);
        CheckDedupe(task, task.Details, definition, findings);
    }

    /// <summary>Money is never agreed to by itself, nor a vote, nor what several must sign or who is drawn.</summary>
    private static void CheckDedupe(
        UserTask task, UserTaskDetails details, ProcessDefinition definition, FindingLog findings)
    {
        if (!details.Dedupe)
            return;
        if (definition.NoTimeoutOutcome)
            findings.DedupeForbidden(task);
        if (task.Loop is not null || details.MinPeople > 1 || details.Assignment.Pick == AssignmentPick.Draw
            || details.Agreement is null)
            findings.DedupeOutOfPlace(task);
    }

    /// <summary>What would let a task pass without the people whom its words want.</summary>
    private static void CheckPeople(UserTask task, UserTaskDetails details, FindingLog findings)
    {
        if (details.MinPeople > 1 && details.Allow.Contains("bulk"))
            findings.BulkOfSeveral(task, details.MinPeople);
        if (details.MinPeople > 1 && details.Sla?.OnTimeout is not null)
            findings.TimeoutOfSeveral(task, details.MinPeople);
        if (details.Assignment.Pick != AssignmentPick.Draw)
            return;
        foreach (var operation in details.Allow.Where(word => word is "transfer" or "delegate"))
            findings.DrawnGivenAway(task, operation);
        if (task.Loop is MultiInstanceLoopCharacteristics { IsSequential: true })
            findings.DrawnInSequence(task);
    }
}
