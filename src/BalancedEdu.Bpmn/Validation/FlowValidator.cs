using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Validation;

/// <summary>What may lead to a node and away from it, and on which condition.</summary>
internal static class FlowValidator
{
    public static void Check(FlowNode node, FindingLog findings)
    {
        switch (node)
        {
            case Process:
                return;
            case StartEvent when node.Incoming.Count > 0:
                findings.StartWithIncoming(node);
                break;
            case BoundaryEvent when node.Incoming.Count > 0:
                findings.BoundaryWithIncoming(node);
                break;
            case EndEvent when node.Outgoing.Count > 0:
                findings.EndWithOutgoing(node);
                return;
        }
        if (node.Outgoing.Count == 0 && !MayEndHere(node))
        {
            if (node is Activity)
                findings.ImplicitEnd(node);
            else
                findings.DeadEnd(node);
        }
        CheckConditions(node, findings);
    }

    /// <summary>What isn't left by a flow: ends, jumps, what events start, and what people start.</summary>
    private static bool MayEndHere(FlowNode node) => node is EndEvent
        or IntermediateThrowEvent { Definition: LinkEventDefinition }
        or SubProcess { TriggeredByEvent: true }
        or Activity { IsForCompensation: true }
        or BoundaryEvent { Definition: CompensateEventDefinition }
        || node.Container is AdHocSubProcess;

    private static void CheckConditions(FlowNode node, FindingLog findings)
    {
        if (node.Default is { Condition: not null } flow)
            findings.DefaultWithCondition(flow);
        if (node.Default is not null && node.Outgoing.All(other => other == node.Default || other.Condition is null))
        {
            // A gateway with one way out that is marked as default is unusual, but does what it shows.
            if (node.Outgoing.Count > 1)
                findings.DefaultWithoutEffect(node);
            return;
        }
        if (node is ExclusiveGateway && node.Outgoing.Count > 1)
            foreach (var bare in node.Outgoing.Where(other => other.Condition is null && other != node.Default))
                findings.FlowWithoutCondition(bare);
        if (node is ParallelGateway or EventBasedGateway or Event)
            foreach (var conditional in node.Outgoing.Where(other => other.Condition is not null))
                findings.ConditionWithoutEffect(conditional);
    }
}
