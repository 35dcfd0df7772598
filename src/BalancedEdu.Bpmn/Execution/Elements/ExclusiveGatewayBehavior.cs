using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Takes the first flow whose condition is true, in document order; the default flow when none is. With neither it is
/// an incident here and the token is kept, so that it goes on when the variables are mended.
/// </summary>
internal sealed class ExclusiveGatewayBehavior : ElementBehavior<ExclusiveGateway>
{
    protected override void Complete(Stepping x, ExclusiveGateway node, ElementInstance element)
    {
        foreach (var flow in node.Outgoing)
            if (flow != node.Default && (flow.Condition is null || Evaluation.Boolean(x, flow.Condition, element.Id)))
            {
                x.Leave(element, [flow]);
                return;
            }
        x.Leave(element, [node.Default ?? throw OutgoingFlows.NoneTrue(x, node, element)]);
    }
}
