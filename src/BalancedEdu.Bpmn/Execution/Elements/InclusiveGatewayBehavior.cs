using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Takes every flow whose condition is true, else the default flow; with neither it is an incident here. Several ways
/// in: waits until no token of its scope can come any more along a flow that has none yet.
/// </summary>
internal sealed class InclusiveGatewayBehavior : ElementBehavior<InclusiveGateway>
{
    public override void Arrive(Stepping x, FlowNode node, SequenceFlow flow, ElementInstance scope)
    {
        if (node.Incoming.Count == 1)
            base.Arrive(x, node, flow, scope);
        else
            x.WaitsAtJoin(scope.Id);
    }

    /// <summary>
    /// Lets the joins of a scope go on that have all they can get; called when no token is under way.
    /// </summary>
    public static void FireJoins(Stepping x, ElementInstance scope)
    {
        var waiting = scope.FlowTokens.Flows.Select(id => x.Definition.FindFlow(id)!).ToList();
        var joins = waiting.Where(flow => x.Definition.InclusiveJoins.ContainsKey(flow.Target))
            .Select(flow => flow.Target).Distinct().OrderBy(join => join.Index).ToList();
        if (joins.Count == 0)
            return;
        var alive = x.State.ChildrenOf(scope.Id).Select(x.NodeOf).Distinct().ToList();
        var ready = joins.Where(join => IsReady(x.Definition.InclusiveJoins[join], waiting, alive)).ToList();
        // Joins that only wait for each other: the first goes on.
        if (ready.Count == 0 && alive.Count == 0)
            ready = [joins[0]];
        foreach (var join in ready)
            x.Enter(join, scope.Id, [.. waiting.Where(flow => flow.Target == join).Select(flow => flow.Id)]);
    }

    /// <summary>
    /// BPMN 2.0.2, 13.4.3: no token can come along a flow that has none, but for tokens that could as well come along
    /// one that has: those go round a loop, and waiting for them would be waiting for oneself.
    /// </summary>
    private static bool IsReady(InclusiveJoin join, List<SequenceFlow> waiting, List<FlowNode> alive)
    {
        var arrived = waiting.Where(flow => flow.Target == join.Gateway).ToList();
        var empty = join.Gateway.Incoming.Except(arrived).ToList();
        return alive.Concat(waiting.Select(flow => flow.Target).Where(target => target != join.Gateway))
            .All(token => !empty.Exists(flow => join.CanReach(token, flow))
                || arrived.Exists(flow => join.CanReach(token, flow)));
    }

    protected override void Complete(Stepping x, InclusiveGateway node, ElementInstance element) =>
        x.Leave(element, OutgoingFlows.Choose(x, node, element));
}
