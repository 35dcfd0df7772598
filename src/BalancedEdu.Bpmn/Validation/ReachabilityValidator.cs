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

        var predecessors = definition.Flows.ToLookup(flow => flow.Target, flow => flow.Source);
        var toEnd = Closure(
            definition.Nodes.Where(node => node is EndEvent || node.Outgoing.Count == 0), node => predecessors[node]);
        foreach (var node in definition.Nodes.Where(node =>
            node is not Process && forward.Contains(node) && !toEnd.Contains(node)))
            findings.NoWayToEnd(node);
    }

    private static IEnumerable<FlowNode> Successors(FlowNode node, ProcessDefinition definition)
    {
        foreach (var flow in node.Outgoing)
            yield return flow.Target;
        if (node is Process or SubProcess)
            foreach (var start in definition.StartsOf(node))
                yield return start;
        if (node is Activity activity)
            foreach (var boundary in activity.BoundaryEvents)
                yield return boundary;
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
