using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Validation;

/// <summary>All checks of a definition that has been put together.</summary>
internal static class Validators
{
    public static void Check(ProcessDefinition definition, FindingLog findings)
    {
        foreach (var node in definition.Nodes)
        {
            if (node is Process or SubProcess)
                ScopeValidator.Check(node, definition, findings);
            FlowValidator.Check(node, findings);
            EventValidator.Check(node, definition, findings);
            if (node is UserTask task)
                UserTaskValidator.Check(task, definition, findings);
        }
        CheckClocks(definition, findings);
        ReachabilityValidator.Check(definition, findings);
    }

    private static void CheckClocks(ProcessDefinition definition, FindingLog findings)
    {
        foreach (var clock in definition.Clocks)
        {
            if (clock.Start is { } start && definition.Find(start) is null)
                findings.ClockElementUnknown(definition.Id, clock.Id, "start", start);
            if (clock.End is { } end && definition.Find(end) is null)
                findings.ClockElementUnknown(definition.Id, clock.Id, "end", end);
        }
    }
}
