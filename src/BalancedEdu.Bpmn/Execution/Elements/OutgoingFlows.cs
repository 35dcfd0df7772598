using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>Where a token goes from an element that isn't a gateway (BPMN 2.0.2, 13.3.1).</summary>
internal static class OutgoingFlows
{
    /// <summary>
    /// Every flow without condition and every flow whose condition is true; the default flow when there is none of
    /// these. No flow although there are conditions is a fault.
    /// </summary>
    public static IReadOnlyList<SequenceFlow> Choose(Stepping x, FlowNode node, ElementInstance element)
    {
        if (node.Outgoing.All(flow => flow.Condition is null || flow == node.Default))
            return node.Outgoing;
        var chosen = new List<SequenceFlow>();
        foreach (var flow in node.Outgoing)
            if (flow != node.Default && (flow.Condition is null || Evaluation.Boolean(x, flow.Condition, element.Id)))
                chosen.Add(flow);
        if (chosen.Count > 0)
            return chosen;
        return node.Default is null ? throw NoneTrue(x, node, element) : [node.Default];
    }

    /// <summary>
    /// The fault of a node whose conditions are all false, with the conditions and the values they saw.
    /// </summary>
    public static ElementFault NoneTrue(Stepping x, FlowNode node, ElementInstance element) =>
        Faults.NoFlow(node, string.Concat(node.Outgoing
            .Where(flow => flow.Condition is not null)
            .Select(flow =>
                $"“{flow.Condition!.Text}”（{flow.Id}）不成立，{Evaluation.Seen(x, flow.Condition, element.Id, null)}")));
}
