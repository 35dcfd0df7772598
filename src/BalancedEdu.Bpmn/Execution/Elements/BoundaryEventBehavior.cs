using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// An event on the border of an activity. Interrupting: the activity ends, its token goes on from here.
/// Non-interrupting: a further token goes on from here, and the activity stays.
/// </summary>
internal sealed class BoundaryEventBehavior : ElementBehavior<BoundaryEvent>
{
    /// <summary>
    /// Works out what is waited for on the border of an activity, by its event sub-processes and by itself, before it
    /// emits anything.
    /// </summary>
    public static IReadOnlyList<WaitPlan> Plan(
        Stepping x, Activity host, ElementInstance element, IEnumerable<FlowNode> awaited)
    {
        return WaitPlan.Of(x, awaited.Concat(EventsOf(x, host, element)), element.Id);
    }

    /// <summary>The events on the border of an activity and those that start its event sub-processes.</summary>
    public static IEnumerable<FlowNode> EventsOf(Stepping x, Activity host, ElementInstance element)
    {
        // The border of a multi-instance is around all of its instances, its event sub-processes are in each.
        IEnumerable<FlowNode> border = ElementInstance.HasBorder(element) ? host.BoundaryEvents : [];
        return ElementInstance.IsWhole(host, element) ? border : border.Concat(x.Definition.EventStartsOf(host));
    }

    public override void Triggered(Stepping x, FlowNode node, ElementInstance waiting, FeelContext? payload)
    {
        var boundary = (BoundaryEvent)node;
        if (boundary.CancelActivity)
            x.Terminate(waiting);
        x.EnterTriggered(node, waiting.ParentId, payload);
    }

    protected override void Complete(Stepping x, BoundaryEvent node, ElementInstance element)
    {
        var flows = OutgoingFlows.Choose(x, node, element);
        EventPayload.Keep(x, node, element);
        x.Leave(x.State.Element(element.Id), flows);
    }
}
