using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Validation;

/// <summary>Every node can be reached from a start, and an end from every node.</summary>
internal static class ReachabilityValidator
{
    public static void Check(ProcessDefinition definition, FindingLog findings)
    {
        var forward = Closure(
            definition.Nodes.Where(node => node is Process), node => Successors(node, definition));
        foreach (var node in definition.Nodes.Where(node => !forward.Contains(node)))
            findings.Unreachable(node);

        var predecessors = definition.Flows.Select(flow => (flow.Source, flow.Target))
            .Concat(definition.Nodes.OfType<IntermediateThrowEvent>()
                .Where(node => node.Definition is LinkEventDefinition)
                .SelectMany(node => Successors(node, definition).Select(target => ((FlowNode)node, target))))
            // An event that ends an activity leads on from it.
            .Concat(definition.Nodes.OfType<BoundaryEvent>()
                .Where(boundary => boundary is { CancelActivity: true, Definition: not CompensateEventDefinition })
                .Select(boundary => ((FlowNode)boundary.AttachedTo, (FlowNode)boundary)))
            .ToLookup(pair => pair.Item2, pair => pair.Item1);
        var toEnd = Closure(
            definition.Nodes.Where(node => IsEnd(node)), node => predecessors[node]);
        foreach (var node in definition.Nodes.Where(node =>
            node is not Process && forward.Contains(node) && !toEnd.Contains(node)))
            findings.NoWayToEnd(node);
    }

    private static bool IsEnd(FlowNode node) =>
        node.Outgoing.Count == 0 && node is not IntermediateThrowEvent { Definition: LinkEventDefinition };

    private static IEnumerable<FlowNode> Successors(FlowNode node, ProcessDefinition definition)
    {
        foreach (var flow in node.Outgoing)
            yield return flow.Target;
        foreach (var entry in definition.EntriesOf(node))
            yield return entry;
        if (node is Activity activity)
        {
            foreach (var boundary in activity.BoundaryEvents)
                yield return boundary;
            if (activity.CompensationHandler is { } handler)
                yield return handler;
        }
        if (node is IntermediateThrowEvent { Definition: LinkEventDefinition link })
            foreach (var target in definition.LinkTargets(node.Container!, link.Name))
                yield return target;
    }

    private static HashSet<FlowNode> Closure(IEnumerable<FlowNode> from, Func<FlowNode, IEnumerable<FlowNode>> next)
    {
        var seen = new HashSet<FlowNode>(from);
        var open = new Stack<FlowNode>(seen);
        while (open.TryPop(out var node))
            foreach (var other in next(node))
                if (seen.Add(other))
                    open.Push(other);
        return seen;
    }
}
