using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Waits for one token on each incoming flow and takes exactly one from each: two tokens on one flow don't stand for
/// two flows, and what is more than one stays for the next time.
/// </summary>
internal sealed class ParallelGatewayBehavior : ElementBehavior<ParallelGateway>
{
    public override void Arrive(Stepping x, FlowNode node, SequenceFlow flow, ElementInstance scope)
    {
        foreach (var incoming in node.Incoming)
            if (scope.FlowTokens.On(incoming.Id) == 0)
            {
                x.WaitsAtJoin(scope.Id);
                return;
            }
        x.Enter(node, scope.Id, [.. node.Incoming.Select(incoming => incoming.Id)]);
    }
}
