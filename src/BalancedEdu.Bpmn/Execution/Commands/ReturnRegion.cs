using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>
/// What a return to a node takes back: all that can come after it without going round through something that always
/// comes before it. So a loop around everything doesn't make other branches part of it.
/// </summary>
internal static class ReturnRegion
{
    /// <summary>The nodes of the target's own scope, the target included.</summary>
    public static HashSet<FlowNode> Of(ProcessDefinition definition, FlowNode target)
    {
        var nodes = definition.Nodes.Where(node => node.Container == target.Container).ToList();
        var entries = nodes.Where(node => node.Incoming.Count == 0
            && node is not BoundaryEvent and not IntermediateCatchEvent { Definition: LinkEventDefinition }).ToList();
        var before = nodes.Where(node => node != target
            && !Reach(definition, entries.Where(entry => entry != node), [node]).Contains(target)).ToHashSet();
        return Reach(definition, [target], before);
    }

    /// <summary>
    /// A join that the region comes to but that would wait for ever: one of its flows has no token, and neither the
    /// region nor what goes on beside it can bring one, as the branch was joined before. Null when there is none.
    /// </summary>
    public static FlowNode? Strands(
        Stepping x, HashSet<FlowNode> region, ElementInstance scope, List<ElementInstance> withdrawn,
        List<string> withdrawnFlows)
    {
        var joins = region.OfType<ParallelGateway>().Where(join => join.Incoming.Count > 1).ToList();
        if (joins.Count == 0)
            return null;
        var kept = scope.FlowTokens.Flows.Except(withdrawnFlows).Select(id => x.Definition.FindFlow(id)!).ToHashSet();
        // What goes on beside comes into the region only where it waits there for what the region brings: a way through
        // it, such as a loop around everything, brings nothing before that.
        var beside = Reach(
            x.Definition,
            x.State.ChildrenOf(scope.Id).Except(withdrawn).Select(x.NodeOf).Concat(kept.Select(flow => flow.Target))
                .Where(node => !region.Contains(node)),
            region);
        return joins.Find(join => join.Incoming.Any(flow =>
            !kept.Contains(flow) && !region.Contains(flow.Source) && !beside.Contains(flow.Source)));
    }

    private static HashSet<FlowNode> Reach(
        ProcessDefinition definition, IEnumerable<FlowNode> from, HashSet<FlowNode> without)
    {
        var seen = new HashSet<FlowNode>(from);
        var open = new Stack<FlowNode>(seen);
        while (open.TryPop(out var node))
            foreach (var next in Next(definition, node))
                if (!without.Contains(next) && seen.Add(next))
                    open.Push(next);
        return seen;
    }

    private static IEnumerable<FlowNode> Next(ProcessDefinition definition, FlowNode node)
    {
        foreach (var flow in node.Outgoing)
            yield return flow.Target;
        if (node is Activity activity)
            foreach (var boundary in activity.BoundaryEvents)
                yield return boundary;
        if (node is IntermediateThrowEvent { Definition: LinkEventDefinition link })
            foreach (var target in definition.LinkTargets(node.Container!, link.Name))
                yield return target;
    }
}
