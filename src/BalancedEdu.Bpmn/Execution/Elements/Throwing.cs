using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>What throwing events have in common: messages, signals, escalations and compensation.</summary>
internal static class Throwing
{
    /// <summary>
    /// Begins what takes time: compensation. False: there is nothing to wait for.
    /// </summary>
    public static bool Begins(Stepping x, Event node, ElementInstance element)
    {
        switch (node.Definition)
        {
            case CompensateEventDefinition compensate:
                x.Activated(element);
                x.Compensate(x.State.Element(element.Id), ScopeOf(x, compensate, element), compensate.ActivityRef);
                return true;
            case CancelEventDefinition:
                // All else in the transaction ends, then what it did is undone.
                x.Activated(element);
                x.TerminateChildren(element.ParentId, but: element.Id);
                var scope = x.State.Element(element.ParentId);
                if (scope.FlowTokens.Count > 0)
                    x.Emit(new TokensWithdrawn(scope.Id, [.. scope.FlowTokens.Flows]));
                x.CancelWaits(scope.Id, waiting => waiting is StartEvent);
                x.Compensate(x.State.Element(element.Id), scope.Id, null);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Sends what the event throws. False: the event itself was ended by it.</summary>
    public static bool Send(Stepping x, Event node, ElementInstance element)
    {
        foreach (var part in ProcessDefinition.PartsOf(node.Definition))
            if (!Send(x, node, part, element))
                return false;
        return true;
    }

    private static bool Send(Stepping x, Event node, EventDefinition? part, ElementInstance element)
    {
        switch (part)
        {
            case MessageEventDefinition message:
                Message(x, node, message, element);
                return true;
            case SignalEventDefinition signal:
                x.Add(new PublishSignal(element.Id, node.Id, signal.Signal));
                return true;
            case EscalationEventDefinition escalation:
                x.ThrowEscalation(element, escalation.Code!);
                return x.State.Find(element.Id) is not null;
            default:
                return true;
        }
    }

    public static void Message(Stepping x, FlowNode node, MessageEventDefinition message, ElementInstance element)
    {
        var key = WaitPlan.KeyOf(x, message.CorrelationKey, element.Id);
        x.Add(new PublishMessage(
            element.Id, node.Id, message.Message, key, EventPayload.Inputs(x, message.Payload, element)));
    }

    /// <summary>
    /// The scope that is undone: where the named activity stands, or the one around; from an event sub-process, the one
    /// around that.
    /// </summary>
    private static long ScopeOf(Stepping x, CompensateEventDefinition compensate, ElementInstance element)
    {
        var container = compensate.ActivityRef is { } id ? x.Definition.Node(id).Container : null;
        for (var scope = x.State.Element(element.ParentId); ; scope = x.State.Element(scope.ParentId))
        {
            var node = x.NodeOf(scope);
            if (scope.ParentId == 0 || (container is null
                    ? node is not SubProcess { TriggeredByEvent: true }
                    : node == container && scope.Loop is null))
                return scope.Id;
        }
    }
}
