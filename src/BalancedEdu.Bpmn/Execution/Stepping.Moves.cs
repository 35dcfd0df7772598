using BalancedEdu.Bpmn.Execution.Elements;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>How tokens move: what behaviours use to enter, leave and end elements.</summary>
internal sealed partial class Stepping
{
    /// <summary>A token comes to an element; it takes the tokens of the flows.</summary>
    public long Enter(
        FlowNode node, long parentId, IReadOnlyList<string>? flows = null, int loopCounter = 0,
        FeelContext? variables = null)
    {
        var id = State.NextId;
        Emit(new ElementActivating(id, node.Id, parentId, flows ?? [], loopCounter, variables ?? FeelContext.Empty));
        _queue.Enqueue(new(WorkKind.Activate, id));
        return id;
    }

    /// <summary>The element has what it needs and works or waits.</summary>
    public void Activated(ElementInstance element) => Emit(new ElementActivated(element.Id, element.ElementId));

    /// <summary>The element's work is done.</summary>
    public void Complete(long id) => _queue.Enqueue(new(WorkKind.Complete, id));

    /// <summary>Tries again where an incident stopped it.</summary>
    public void Retry(ElementInstance element) => _queue.Enqueue(new(
        element.Lifecycle switch
        {
            ElementLifecycle.Activating => WorkKind.Activate,
            ElementLifecycle.Completing => WorkKind.Complete,
            _ => WorkKind.Resume,
        },
        element.Id));

    /// <summary>The token leaves along flows that were chosen before; without any it ends here.</summary>
    public void Leave(ElementInstance element, IReadOnlyList<SequenceFlow> flows)
    {
        Finish(element);
        foreach (var flow in flows)
        {
            Emit(new SequenceFlowTaken(flow.Id, element.ParentId));
            _queue.Enqueue(new(WorkKind.Arrive, element.ParentId, flow));
        }
        if (flows.Count == 0)
            LookAtScope(element.ParentId);
    }

    /// <summary>The element is over; where its token goes is up to the caller.</summary>
    public void Finish(ElementInstance element)
    {
        CancelTimers(element.Id);
        Emit(new ElementCompleted(element.Id, element.ElementId));
    }

    /// <summary>
    /// The scope is over, whatever tokens it still has: those under way are dropped, as it accepts none from now on.
    /// </summary>
    public void CompleteAtOnce(long scopeId)
    {
        if (State.Find(scopeId) is not { Lifecycle: ElementLifecycle.Activated } scope)
            return;
        foreach (var child in State.ChildrenOf(scopeId))
            Terminate(State.Element(child));
        if (scope.Incident is not null)
            ResolveIncident(scope);
        Emit(new ElementCompleting(scopeId, scope.ElementId));
        Complete(scopeId);
    }

    /// <summary>A scope is complete when nothing in it is alive and no token waits at a join.</summary>
    public void LookAtScope(long scopeId)
    {
        if (State.Find(scopeId) is not { IsAlive: true } scope || State.ChildrenOf(scopeId).Count > 0)
            return;
        if (scope.FlowTokens.Count == 0)
            Complete(scopeId);
        else
            WaitsAtJoin(scopeId);
    }

    /// <summary>
    /// A token has stopped at a join: when the queue is empty, somebody must be left who can bring the others.
    /// </summary>
    public void WaitsAtJoin(long scopeId) => _quiet.Add(scopeId);

    /// <summary>Ends an element from outside, with all that is inside, innermost first.</summary>
    public void Terminate(ElementInstance element)
    {
        var order = new List<long>();
        var open = new Stack<long>([element.Id]);
        while (open.TryPop(out var id))
        {
            order.Add(id);
            foreach (var child in State.ChildrenOf(id))
                open.Push(child);
        }
        for (var i = order.Count - 1; i >= 0; i--)
            TerminateOne(State.Element(order[i]));
    }

    private void TerminateOne(ElementInstance element)
    {
        if (!element.IsAlive)
            return;
        Emit(new ElementTerminating(element.Id, element.ElementId));
        CancelTimers(element.Id);
        if (element.Incident is not null)
            Add(new ClearIncident(element.Id));
        if (element.Lifecycle == ElementLifecycle.Activated && element.ParentId != 0)
            ElementRegistry.Of(NodeOf(element)).Terminate(this, NodeOf(element), element);
        Emit(new ElementTerminated(element.Id, element.ElementId));
    }

    /// <summary>Starts a timer that was worked out before.</summary>
    public void Schedule(string elementId, long instanceId, TimerPlan plan)
    {
        var timer = new TimerState(
            State.NextId, elementId, instanceId, plan.Due, plan.Due, 0, plan.Repetitions, plan.Interval);
        Emit(new TimerScheduled(timer));
        Add(new ScheduleTimer(timer.Id, elementId, timer.Due));
    }

    private void CancelTimers(long instanceId)
    {
        foreach (var id in State.TimersOf(instanceId))
        {
            Emit(new TimerCancelled(id, State.FindTimer(id)!.ElementId));
            Add(new CancelTimer(id));
        }
    }

    /// <summary>
    /// A join that waits while nothing else of its scope is alive waits for ever; a person must know. It is found when
    /// the queue is empty, as only then no token is under way.
    /// </summary>
    private void ReportStranded()
    {
        foreach (var scopeId in _quiet)
        {
            if (State.Find(scopeId) is not { IsAlive: true, Incident: null } scope
                || State.ChildrenOf(scopeId).Count > 0)
                continue;
            if (scope.FlowTokens.Count == 0)
                continue;
            var join = Definition.FindFlow(scope.FlowTokens.Keys.First())!.Target;
            RaiseIncident(scope, Faults.Stranded(join, string.Join("、", scope.FlowTokens.Keys)));
        }
    }
}
