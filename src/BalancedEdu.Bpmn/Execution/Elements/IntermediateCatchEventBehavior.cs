using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Waits for a timer, message, signal or condition; a link passes at once. A cycle fires once: the token can only go on
/// once.
/// </summary>
internal sealed class IntermediateCatchEventBehavior : ElementBehavior<IntermediateCatchEvent>
{
    protected override void Activate(Stepping x, IntermediateCatchEvent node, ElementInstance element)
    {
        var waits = WaitPlan.Of(x, [node], element.Id);
        x.Activated(element);
        if (waits.Count == 0)
            x.Complete(element.Id);
        else
            x.Wait([.. waits.Select(wait => wait.Once)], element.Id);
    }

    public override void Triggered(Stepping x, FlowNode node, ElementInstance waiting, FeelContext? payload)
    {
        x.CancelWaits(waiting.Id);
        if (payload is not null)
            x.Emit(new PayloadReceived(waiting.Id, node.Id, payload));
        x.Complete(waiting.Id);
    }

    protected override void Complete(Stepping x, IntermediateCatchEvent node, ElementInstance element)
    {
        var flows = OutgoingFlows.Choose(x, node, element);
        EventPayload.Keep(x, node, element);
        x.Leave(x.State.Element(element.Id), flows);
    }
}
