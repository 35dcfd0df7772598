using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>Starts an activity of an ad-hoc sub-process.</summary>
internal static class ActivateAdHocHandler
{
    public static Refusal? Handle(Stepping x, ActivateAdHoc command)
    {
        if (x.FindOpen(command.ScopeId) is not { } scope
            || x.NodeOf(scope) is not AdHocSubProcess node)
            return Refusals.AdHocNotOpen(command.ScopeId);
        var activity = x.Definition.EntriesOf(node).FirstOrDefault(entry =>
            entry.Id == command.ElementId && entry is not SubProcess { TriggeredByEvent: true });
        if (activity is null)
            return Refusals.NotInAdHoc(node.Label, command.ElementId);
        if (node.IsSequential && scope.ChildCount > 0)
            return Refusals.AdHocBusy(node.Label);
        x.Enter(activity, scope.Id);
        return null;
    }
}
