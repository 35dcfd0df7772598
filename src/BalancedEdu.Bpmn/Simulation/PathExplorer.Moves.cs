using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>What the outside world and the data can do next.</summary>
public sealed partial class PathExplorer
{
    /// <summary>All situations that can follow: one command each, and for gateways each of their ways.</summary>
    private IEnumerable<ProcessState> Next(ProcessState state)
    {
        foreach (var element in state.Elements.Values)
        {
            if (element.Incident is { } incident)
            {
                if (incident.Code == "bpmn.join.stranded")
                    ReportStranded(state, element);
                else if (incident.Code == "bpmn.error.uncaught")
                    ReportUncaught(element, incident);
                else
                    foreach (var way in Ways(element))
                        yield return Choose(state, element, way);
            }
            else if (element is { Lifecycle: ElementLifecycle.Activated, Loop: null })
                foreach (var next in Work(state, element))
                    yield return next;
        }
        foreach (var timer in state.Timers.Values)
            if (Fires(state, timer.ElementId))
                yield return Step(state, new FireTimer(timer.Id), timer.Due);
        foreach (var subscription in state.Subscriptions.Values)
            if (Fires(state, subscription.ElementId))
                yield return Deliver(state, subscription);
    }

    /// <summary>What comes of work that is open: its end, or an error that is caught on its border.</summary>
    private IEnumerable<ProcessState> Work(ProcessState state, ElementInstance element)
    {
        var node = _definition.Find(element.ElementId);
        switch (node)
        {
            case UserTask:
                yield return Step(state, new CompleteUserTask(
                    element.Id, AbstractProcess.Outcome, null, "explorer", FeelContext.Empty));
                break;
            case ServiceTask:
                yield return Step(state, new CompleteJob(element.Id, FeelContext.Empty));
                break;
            case CallActivity:
                yield return Step(state, new CompleteChild(element.Id, FeelContext.Empty));
                break;
            case AdHocSubProcess adHoc when !element.Compensates && (!adHoc.IsSequential || element.ChildCount == 0):
                foreach (var entry in _definition.EntriesOf(adHoc))
                    if (entry is not SubProcess { TriggeredByEvent: true } && !WasBegun(state, element, entry))
                        yield return Step(state, new ActivateAdHoc(element.Id, entry.Id));
                break;
        }
        if (node is ServiceTask or CallActivity)
            foreach (var boundary in ((Activity)node).BoundaryEvents)
                switch (boundary.Definition)
                {
                    case ErrorEventDefinition error:
                        yield return Step(state, new ThrowBpmnError(element.Id, error.Code ?? "any", null));
                        break;
                    case EscalationEventDefinition escalation when Fires(state, boundary.Id):
                        yield return Step(state, new ThrowEscalation(element.Id, escalation.Code ?? "any"));
                        break;
                }
    }

    private ProcessState Deliver(ProcessState state, SubscriptionState subscription)
    {
        switch (subscription.Kind)
        {
            case SubscriptionKind.Message:
                return Step(state, new CorrelateMessage(subscription.Id, FeelContext.Empty));
            case SubscriptionKind.Signal:
                return Step(state, new BroadcastSignal(subscription.Name!, FeelContext.Empty));
            default:
                var holds = new FeelContext([new(subscription.ElementId, FeelValue.Of(true))]);
                return Forget(Step(state, new SetVariables(Choice(FeelValue.Of(holds)))));
        }
    }

    private static bool WasBegun(ProcessState state, ElementInstance scope, FlowNode entry) =>
        (scope.Variables.TryGet("doneActivities", out var done)
            && done.AsList()!.Any(item => item.AsString() == entry.Id))
        || state.Elements.Values.Any(open => open.ParentId == scope.Id && open.ElementId == entry.Id);

    /// <summary>
    /// An event that doesn't interrupt comes while nothing of what it started is open: else reminders in a loop would
    /// pile up without end.
    /// </summary>
    private bool Fires(ProcessState state, string eventId) => _definition.Find(eventId) switch
    {
        BoundaryEvent { CancelActivity: false } boundary => !boundary.Outgoing.Any(flow =>
            state.Elements.Values.Any(element => element.ElementId == flow.Target.Id)),
        StartEvent { IsInterrupting: false } start =>
            !state.Elements.Values.Any(element => element.ElementId == start.Container!.Id),
        _ => true,
    };

    /// <summary>
    /// The ways out of an element whose choice is open: one flow each; a condition of a loop: true or false.
    /// </summary>
    private IEnumerable<IReadOnlyList<string>> Ways(ElementInstance element)
    {
        var node = _definition.Find(element.ElementId)!;
        var inLoop = element.Loop is not null && element.Lifecycle == ElementLifecycle.Activated;
        var beforeLoop = element is { Lifecycle: ElementLifecycle.Activating, LoopCounter: 0 }
            && node is Activity { Loop: StandardLoopCharacteristics };
        if (inLoop || beforeLoop)
            return [[AbstractProcess.LoopChoice(element.ElementId)], []];
        var conditional = node.Outgoing.Where(flow => flow.Condition is not null && flow != node.Default).ToList();
        var ways = conditional.Select(flow => (IReadOnlyList<string>)[flow.Id]).ToList();
        if (node.Default is not null)
            ways.Add([]);
        if (node is not ExclusiveGateway && conditional.Count > 1)
            ways.Add([.. conditional.Select(flow => flow.Id)]);
        return ways;
    }

    /// <summary>
    /// Whether an error was thrown by an end that was drawn for it, with nothing around but the process: who calls the
    /// process catches it. Started by hand it stops there, which is worth knowing.
    /// </summary>
    private bool GoesToTheCaller(ProcessState state)
    {
        if (state.Elements.Values.FirstOrDefault(e => e.Incident?.Code == "bpmn.error.uncaught") is not { } element
            || _definition.Find(element.ElementId) is not EndEvent { Container: Process } end)
            return false;
        _passed.Add(end.Id);
        if (_reported.Add(end.Id))
            _findings.Add(new(
                "bpmn.error.for-caller", Severity.Info, end.Id,
                $"{end.Label} 的错误由调用本流程的流程处理；直接发起的事项走到这里会停下，等待人工处理。",
                "如果本流程也会直接发起，请用事件子流程接住这个错误。", end.Line));
        return true;
    }

    private void ReportUncaught(ElementInstance element, Incident incident)
    {
        var node = _definition.Find(element.ElementId)!;
        if (_reported.Add(node.Id))
            _findings.Add(new(
                "bpmn.error.never-caught", Severity.Refused, node.Id, incident.Message,
                "在外层子流程的边上画一个错误边界事件，或用事件子流程接住它。", node.Line));
    }
}
