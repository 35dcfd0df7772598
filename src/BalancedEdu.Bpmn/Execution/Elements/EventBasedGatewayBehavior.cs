using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Waits for all events behind it; the first one takes the token, the others are forgotten. A parallel one lets a token
/// go to each of them: all of them are waited for, each by itself.
/// </summary>
internal sealed class EventBasedGatewayBehavior : ElementBehavior<EventBasedGateway>
{
    protected override void Activate(Stepping x, EventBasedGateway node, ElementInstance element)
    {
        if (node.IsParallel)
        {
            base.Activate(x, node, element);
            return;
        }
        var waits = WaitPlan.Of(x, node.Outgoing.Select(flow => flow.Target), element.Id);
        x.Activated(element);
        x.Wait([.. waits.Select(wait => wait.Once)], element.Id);
    }

    public override void Triggered(Stepping x, FlowNode node, ElementInstance waiting, FeelContext? payload)
    {
        var flow = node.Incoming[0];
        x.Emit(new ElementCompleting(waiting.Id, waiting.ElementId));
        x.Finish(x.State.Element(waiting.Id));
        x.Emit(new SequenceFlowTaken(flow.Id, waiting.ParentId));
        x.EnterTriggered(node, waiting.ParentId, payload, [flow.Id]);
    }
}
