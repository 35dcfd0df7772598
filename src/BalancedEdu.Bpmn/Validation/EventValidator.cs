using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Validation;

/// <summary>What links, cancel events, compensation and event gateways need around them.</summary>
internal static class EventValidator
{
    public static void Check(FlowNode node, ProcessDefinition definition, FindingLog findings)
    {
        switch (node)
        {
            case Event { Definition: LinkEventDefinition link }:
                CheckLink(node, link, definition, findings);
                break;
            case BoundaryEvent { Definition: CancelEventDefinition, AttachedTo: not Transaction }:
            case EndEvent { Definition: CancelEventDefinition, Container: not Transaction }:
                findings.CancelOutsideTransaction(node);
                break;
            case EndEvent { Definition: CancelEventDefinition, Container: Transaction transaction }
                when transaction.BoundaryEvents.All(boundary => boundary.Definition is not CancelEventDefinition):
                findings.CancelWithoutBoundary(node, transaction);
                break;
            case not BoundaryEvent and Event { Definition: CompensateEventDefinition { ActivityRef: { } activity } }
                when !Compensates(node, activity, definition):
                findings.CompensatesNothing(node, activity);
                break;
            case Activity { IsForCompensation: true }:
                CheckHandler(node, definition, findings);
                break;
            case EventBasedGateway gateway:
                CheckGateway(gateway, findings);
                break;
        }
        if (node is Activity several)
            CheckThrows(several, findings);
        if (node is EventBasedGateway { Instantiate: true } or ReceiveTask { Instantiate: true }
            && (node.Container is not Process || node.Incoming.Count > 0))
            findings.InstantiatesInside(node);
    }

    private static void CheckThrows(Activity activity, FindingLog findings)
    {
        if (activity.Loop is MultiInstanceLoopCharacteristics several
            && several.Throws.Any(thrown => activity.CatchersOf(thrown.Event).Count == 0))
            findings.BehaviorUncaught(activity);
    }

    private static void CheckLink(
        FlowNode node, LinkEventDefinition link, ProcessDefinition definition, FindingLog findings)
    {
        if (node is IntermediateThrowEvent && definition.LinkTargets(node.Container!, link.Name).Count() != 1)
            findings.LinkWithoutTarget(node, link.Name);
        if (node is IntermediateThrowEvent ? node.Outgoing.Count > 0 : node.Incoming.Count > 0)
            findings.LinkWithFlow(node);
    }

    /// <summary>
    /// An activity can be undone that stands in the scope of the event, or, from an event sub-process, in the one
    /// around that.
    /// </summary>
    private static bool Compensates(FlowNode node, string activityId, ProcessDefinition definition)
    {
        if (definition.Find(activityId) is not Activity activity
            || (activity is not SubProcess && activity.CompensationHandler is null))
            return false;
        for (var scope = node.Container; scope is not null; scope = scope.Container)
            if (scope == activity.Container)
                return true;
        return false;
    }

    private static void CheckHandler(FlowNode node, ProcessDefinition definition, FindingLog findings)
    {
        if (node.Incoming.Count > 0 || node.Outgoing.Count > 0)
            findings.HandlerWithFlow(node);
        if (!definition.Nodes.Any(other => other is Activity activity && activity.CompensationHandler == node))
            findings.HandlerWithoutActivity(node);
    }

    private static void CheckGateway(EventBasedGateway gateway, FindingLog findings)
    {
        foreach (var flow in gateway.Outgoing)
            if (flow.Target.Incoming.Count != 1 || !CanBeAwaited(flow.Target))
                findings.EventGatewayTarget(gateway, flow.Target);
    }

    private static bool CanBeAwaited(FlowNode node) => node is ReceiveTask { Loop: null } or IntermediateCatchEvent
    {
        Definition: TimerEventDefinition or MessageEventDefinition or SignalEventDefinition
            or ConditionalEventDefinition or MultipleEventDefinition,
    };
}
