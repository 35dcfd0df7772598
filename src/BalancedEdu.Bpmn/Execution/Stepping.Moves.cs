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
        Enter(new(id, node.Id, parentId, flows ?? [], loopCounter, variables ?? FeelContext.Empty));
        return id;
    }

    /// <summary>A token comes to an element.</summary>
    public void Enter(ElementActivating activating)
    {
        Emit(activating);
        _queue.Enqueue(new(WorkKind.Activate, activating.Id));
    }

    /// <summary>
    /// A token comes to an event for which what it waits for has just happened: it goes on at once, with what came.
    /// </summary>
    public void EnterTriggered(FlowNode node, long parentId, FeelContext? payload, IReadOnlyList<string>? flows = null)
    {
        var id = State.NextId;
        Emit(new ElementActivating(
            id, node.Id, parentId, flows ?? [], 0,
            payload is null ? FeelContext.Empty : new FeelContext([new("result", FeelValue.Of(payload))])));
        Emit(new ElementActivated(id, node.Id));
        Complete(id);
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

    /// <summary>Looks at an active instance again, after what it waited for.</summary>
    public void Resume(long id) => _queue.Enqueue(new(WorkKind.Resume, id));

    /// <summary>The token leaves along flows that were chosen before; without any it ends here.</summary>
    /// <param name="element">The element that is left.</param>
    /// <param name="flows">Where to.</param>
    /// <param name="times">How many tokens go onto each flow.</param>
    public void Leave(ElementInstance element, IReadOnlyList<SequenceFlow> flows, int times = 1)
    {
        Finish(element);
        foreach (var flow in flows)
            for (var i = 0; i < times; i++)
                Take(flow, element.ParentId);
        if (flows.Count == 0)
            LookAtScope(element.ParentId);
    }

    /// <summary>The element is over; where its token goes is up to the caller.</summary>
    public void Finish(ElementInstance element)
    {
        CancelWaits(element.Id);
        if (State.Element(element.Id).Incident is not null)
            ResolveIncident(element);
        if (State.HasCompensations && !IsRecorded(element))
            ForgetCompensations(element.Id);
        Emit(new ElementCompleted(element.Id, element.ElementId));
        _quiet.Add(element.ParentId);
    }

    /// <summary>A token goes onto a flow.</summary>
    public void Take(SequenceFlow flow, long scopeId)
    {
        Emit(new SequenceFlowTaken(flow.Id, scopeId));
        _queue.Enqueue(new(WorkKind.Arrive, scopeId, flow));
    }

    /// <summary>
    /// The scope is over, whatever tokens it still has: those under way are dropped, as it accepts none from now on.
    /// </summary>
    public void CompleteAtOnce(long scopeId)
    {
        if (State.Find(scopeId) is not { Lifecycle: ElementLifecycle.Activated } scope)
            return;
        TerminateChildren(scopeId);
        if (scope.Incident is not null)
            ResolveIncident(scope);
        Completing(scope);
        Complete(scopeId);
    }

    /// <summary>
    /// The work of an element is done. Its event sub-processes can't start any more: when an incident holds it on the
    /// way out, what they began would be left behind as soon as it goes on.
    /// </summary>
    private void Completing(ElementInstance element)
    {
        Emit(new ElementCompleting(element.Id, element.ElementId));
        CancelWaits(element.Id, node => node is StartEvent);
    }

    /// <summary>
    /// All that goes on in a scope ends, also what its event sub-processes wait for; the scope itself stays.
    /// </summary>
    public void Interrupt(long scopeId)
    {
        TerminateChildren(scopeId);
        var scope = State.Element(scopeId);
        if (scope.FlowTokens.Count > 0)
            Emit(new TokensWithdrawn(scopeId, [.. scope.FlowTokens.Flows]));
        if (scope.Incident is not null)
            ResolveIncident(scope);
        CancelWaits(scopeId, node => node is StartEvent);
    }

    /// <summary>A scope is complete when nothing in it is alive and no token waits at a join.</summary>
    public void LookAtScope(long scopeId)
    {
        if (State.Find(scopeId) is not { IsAlive: true, ChildCount: 0 } scope)
            return;
        if (scope.FlowTokens.Count > 0)
            WaitsAtJoin(scopeId);
        else if (scope.Loop is null)
            ElementRegistry.Of(NodeOf(scope)).Emptied(this, NodeOf(scope), scope);
    }

    /// <summary>
    /// A token has stopped at a join: when the queue is empty, somebody must be left who can bring the others.
    /// </summary>
    public void WaitsAtJoin(long scopeId) => _quiet.Add(scopeId);

    /// <summary>Ends an element from outside, with all that is inside, innermost first.</summary>
    public void Terminate(ElementInstance element)
    {
        if (element.ChildCount > 0)
            TerminateChildren(element.Id);
        TerminateOne(State.Element(element.Id));
    }

    /// <summary>Ends all that is inside of an element, innermost first.</summary>
    /// <param name="id">The element instance.</param>
    /// <param name="but">One that stays, with what is inside of it, or 0.</param>
    public void TerminateChildren(long id, long but = 0)
    {
        var order = new List<long>();
        var open = new Stack<long>([id]);
        while (open.TryPop(out var next))
            foreach (var child in State.ChildrenOf(next))
                if (child.Id != but)
                {
                    order.Add(child.Id);
                    open.Push(child.Id);
                }
        for (var i = order.Count - 1; i >= 0; i--)
            TerminateOne(State.Element(order[i]));
    }

    private void TerminateOne(ElementInstance element)
    {
        if (!element.IsAlive)
            return;
        Emit(new ElementTerminating(element.Id, element.ElementId));
        CancelWaits(element.Id);
        if (State.HasCompensations)
            ForgetCompensations(element.Id);
        if (element.Incident is not null)
            Add(new ClearIncident(element.Id));
        if (element.Lifecycle == ElementLifecycle.Activated && element.ParentId != 0)
            ElementRegistry.Of(NodeOf(element)).Terminate(this, NodeOf(element), element);
        Emit(new ElementTerminated(element.Id, element.ElementId));
        if (element.WaiterId != 0)
            Resume(element.WaiterId);
        _quiet.Add(element.ParentId);
    }
}
