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
        ReachabilityValidator.Check(definition, findings);
    }
}
