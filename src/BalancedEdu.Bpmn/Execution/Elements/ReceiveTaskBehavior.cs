using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>Waits for a message.</summary>
internal sealed class ReceiveTaskBehavior : ActivityBehavior<ReceiveTask>
{
    protected override Effect? Open(Stepping x, ReceiveTask node, ElementInstance element) => null;

    protected override IEnumerable<FlowNode> Awaited(Stepping x, ReceiveTask node) => [node];

    protected override void Opened(Stepping x, ReceiveTask node, ElementInstance element, bool asked)
    {
    }

    public override void Triggered(Stepping x, FlowNode node, ElementInstance waiting, FeelContext? payload)
    {
        x.CancelWaits(waiting.Id, awaited => awaited == node);
        if (payload is not null)
            x.Emit(new PayloadReceived(waiting.Id, node.Id, payload));
        x.Complete(waiting.Id);
    }

    protected override void Close(Stepping x, ReceiveTask node, ElementInstance element) =>
        EventPayload.Keep(x, node, element);
}
