using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// A token is made and goes on; what started it has happened outside. In an event sub-process: the event starts it, and
/// where it interrupts, all else in the scope around ends.
/// </summary>
internal sealed class StartEventBehavior : ElementBehavior<StartEvent>
{
    public override void Triggered(Stepping x, FlowNode node, ElementInstance waiting, FeelContext? payload)
    {
        var start = (StartEvent)node;
        if (start.IsInterrupting)
            x.Interrupt(waiting.Id);
        x.Enter(start.Container!, waiting.Id, variables: payload is null
            ? FeelContext.Empty
            : new FeelContext([new("result", FeelValue.Of(payload))]));
    }

    protected override void Complete(Stepping x, StartEvent node, ElementInstance element)
    {
        var flows = OutgoingFlows.Choose(x, node, element);
        EventPayload.Keep(x, node, element);
        x.Leave(x.State.Element(element.Id), flows);
    }
}
