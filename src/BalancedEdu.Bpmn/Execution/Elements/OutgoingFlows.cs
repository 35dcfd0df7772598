using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>Where a token goes from an element that isn't a gateway (BPMN 2.0.2, 13.3.1).</summary>
internal static class OutgoingFlows
{
    /// <summary>
    /// Every flow without condition and every flow whose condition is true; the default flow when no condition is true
    /// (BPMN 2.0.2, table 10.3), beside flows without condition too. No flow although there are conditions is a fault.
    /// </summary>
    public static IReadOnlyList<SequenceFlow> Choose(Stepping x, FlowNode node, ElementInstance element)
    {
        if (node.Outgoing.All(flow => flow.Condition is null || flow == node.Default))
            return node.Outgoing;
        var chosen = new List<SequenceFlow>();
        foreach (var flow in node.Outgoing)
            if (flow != node.Default && (flow.Condition is null || Evaluation.Boolean(x, flow.Condition, element.Id)))
                chosen.Add(flow);
        if (node.Default is not null && chosen.TrueForAll(flow => flow.Condition is null))
            chosen.Add(node.Default);
        return chosen.Count > 0 ? chosen : throw NoneTrue(x, node, element);
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
