using BalancedEdu.Bpmn.Execution.Elements;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>
/// 退回: what stands between the target and here is withdrawn, and the target is done again. Within one branch only that
/// branch goes back; a target before a fork takes back all that the fork began.
/// </summary>
internal static class ReturnToHandler
{
    public static Refusal? Handle(Stepping x, ReturnTo command)
    {
        if (x.FindOpen(command.TaskId) is not { } element
            || x.NodeOf(element) is not UserTask task)
            return Refusals.TaskNotOpen(command, command.TaskId);
        if (!command.TakesBack && !task.Details.Allow.Contains("return"))
            return Refusals.NotAllowed(task.Name ?? task.Id, "退回");
        if (string.IsNullOrWhiteSpace(command.By))
            return Refusals.PerformerMissing(command, task.Name ?? task.Id);
        if (element.Signing is { Outcome: not null }
            || (element.Signing is { Place: not null }
                && x.State.Element(element.ParentId).Signing is { Outcome: not null }))
            return Refusals.TaskDecided(command, task.Name ?? task.Id);
        var target = x.Definition.Find(command.Target);
        if (target is not (UserTask or StartEvent { Form: not null, Container: Process }))
            return Refusals.ReturnUnknown(command.Target);
        if (Place(x, element, target) is not var (scope, here))
            return Refusals.ReturnIntoOtherScope(target.Label);
        var region = ReturnRegion.Of(x.Definition, target);
        if (!x.State.HasPassed(target.Id) || x.NodeOf(here) == target || !region.Contains(x.NodeOf(here)))
            return Refusals.ReturnNotPassed(target.Label);
        var withdrawn = x.State.ChildrenOf(scope.Id).Where(child => region.Contains(x.NodeOf(child))).ToList();
        var flows = scope.FlowTokens.Flows
            .Where(flow => region.Contains(x.Definition.FindFlow(flow)!.Source)).ToList();
        if (command.Directly && (withdrawn.Count > 1 || flows.Count > 0))
            return Refusals.ReturnDirectAcrossFork(target.Label);
        if (command.Directly && x.NodeOf(here) is SubProcess)
            return Refusals.ReturnDirectAcrossScope(x.NodeOf(here).Label);
        // What interrupts the target on its border goes on as it is drawn, also when the target itself would not.
        var goesOn = !command.Directly
            || (target is Activity activity && activity.BoundaryEvents.Any(boundary => boundary.CancelActivity));
        if (goesOn && ReturnRegion.Strands(x, region, scope, withdrawn, flows) is { } join)
            return Refusals.ReturnIntoJoinedBranch(target.Label, join.Label, command.Directly);
        if (Undoing(x, withdrawn) is { } undoing)
            return Refusals.ReturnWhileUndoing(target.Label, undoing.Label);
        x.Emit(new TaskReturned(
            element.Id, task.Id, target.Id, command.By, command.Reason, command.Directly, x.Now)
        {
            ReasonCode = command.ReasonCode,
            TakenBack = command.TakesBack,
        });
        foreach (var child in withdrawn)
            x.Terminate(x.State.Element(child.Id));
        if (flows.Count > 0)
            x.Emit(new TokensWithdrawn(scope.Id, flows));
        // What is done again counts no longer: only what is done then may be undone later. Straight back, that is the
        // target alone.
        foreach (var done in x.State.CompensationsIn(scope.Id))
            if (command.Directly ? done.ElementId == target.Id : region.Contains(x.Definition.Node(done.ElementId)))
                x.ForgetCompensation(done);
        if (x.State.Element(scope.Id) is { Incident: not null } stopped)
            x.ResolveIncident(stopped);
        x.Previous = element.Id;
        // The form that started the case is filled in anew by whoever started it.
        var variables = target is StartEvent
            ? StartEventBehavior.ReturnedBy(command.By, command.Reason)
            : FeelContext.Empty;
        x.Enter(new ElementActivating(x.State.NextId, target.Id, scope.Id, [], 0, variables)
        {
            GoesTo = command.Directly ? x.NodeOf(here).Id : null,
        });
        return null;
    }

    /// <summary>
    /// What of all that would be withdrawn waits for something to be undone: that would stop half way, and be undone by
    /// nobody later.
    /// </summary>
    private static FlowNode? Undoing(Stepping x, List<ElementInstance> withdrawn)
    {
        var ids = withdrawn.Select(child => child.Id).ToHashSet();
        foreach (var waiting in x.State.Elements.Where(element => element.WaiterId != 0))
            for (var id = waiting.WaiterId; id != 0; id = x.State.Find(id)?.ParentId ?? 0)
                if (ids.Contains(id))
                    return x.NodeOf(x.State.Element(waiting.WaiterId));
        return null;
    }

    /// <summary>
    /// The scope that the target stands in, of those around the task, and what of that scope the task belongs to.
    /// </summary>
    private static (ElementInstance Scope, ElementInstance Here)? Place(
        Stepping x, ElementInstance element, FlowNode target)
    {
        for (var here = element; here.ParentId != 0;)
        {
            var scope = x.State.Element(here.ParentId);
            if (scope.Loop is null && x.NodeOf(scope) == target.Container)
                return (scope, here);
            here = scope;
        }
        return null;
    }
}
