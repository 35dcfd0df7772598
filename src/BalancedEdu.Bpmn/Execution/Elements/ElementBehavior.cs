using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// What one kind of element does in each phase of its life. A behaviour has no state of its own. In each phase it first
/// works out what may fail, then emits: after a fault the phase is simply done again.
/// </summary>
internal abstract class ElementBehavior
{
    /// <summary>
    /// A token on a flow has come. Next: an element that is entered, or nothing when it waits on the flow.
    /// </summary>
    public virtual void Arrive(Stepping x, FlowNode node, SequenceFlow flow, ElementInstance scope) =>
        x.Enter(node, scope.Id, [flow.Id]);

    /// <summary>
    /// The instance is activating. Next: <see cref="Stepping.Activated"/>, and <see cref="Stepping.Complete"/> when
    /// there is nothing to wait for.
    /// </summary>
    public virtual void Activate(Stepping x, FlowNode node, ElementInstance element)
    {
        x.Activated(element);
        x.Complete(element.Id);
    }

    /// <summary>The instance is completing. Next: <see cref="Stepping.Leave"/>.</summary>
    public virtual void Complete(Stepping x, FlowNode node, ElementInstance element) =>
        x.Leave(element, OutgoingFlows.Choose(x, node, element));

    /// <summary>An incident of an activated instance was resolved. Next: what was stopped.</summary>
    public virtual void Resume(Stepping x, FlowNode node, ElementInstance element)
    {
    }

    /// <summary>The instance, activated before, is ended from outside: take back what the host was asked for.</summary>
    public virtual void Terminate(Stepping x, FlowNode node, ElementInstance element)
    {
    }

    /// <summary>Nothing is left in this scope. Next: <see cref="Stepping.Complete"/>.</summary>
    public virtual void Emptied(Stepping x, FlowNode node, ElementInstance scope) => x.Complete(scope.Id);

    /// <summary>What an event waits for has come.</summary>
    /// <param name="x">The step.</param>
    /// <param name="node">The event or receive task.</param>
    /// <param name="waiting">The instance that waits, or whose border or event sub-process the event is on.</param>
    /// <param name="payload">What came with it, or null.</param>
    public virtual void Triggered(Stepping x, FlowNode node, ElementInstance waiting, FeelContext? payload)
    {
    }
}

/// <summary>A behaviour for one type of node.</summary>
internal abstract class ElementBehavior<TNode> : ElementBehavior
    where TNode : FlowNode
{
    public sealed override void Activate(Stepping x, FlowNode node, ElementInstance element) =>
        Activate(x, (TNode)node, element);

    public sealed override void Complete(Stepping x, FlowNode node, ElementInstance element) =>
        Complete(x, (TNode)node, element);

    protected virtual void Activate(Stepping x, TNode node, ElementInstance element) => base.Activate(x, node, element);

    protected virtual void Complete(Stepping x, TNode node, ElementInstance element) => base.Complete(x, node, element);
}
