using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// A timer on the border of an activity. Interrupting: the activity ends, its token goes on from here.
/// Non-interrupting: a further token goes on from here, and the activity stays.
/// </summary>
internal sealed class BoundaryEventBehavior : ElementBehavior<BoundaryEvent>
{
    /// <summary>Works out the timers on the border of an activity, before it emits anything.</summary>
    public static IReadOnlyList<(BoundaryEvent Event, TimerPlan Plan)> Plan(
        Stepping x, Activity host, ElementInstance element)
    {
        // The border of a multi-instance is around all of its instances.
        if (host.BoundaryEvents.Count == 0 || element.LoopCounter > 0)
            return [];
        return [.. host.BoundaryEvents
            .Where(boundary => boundary.Definition is TimerEventDefinition)
            .Select(boundary => (boundary, TimerPlan.Of(x, (TimerEventDefinition)boundary.Definition!, element.Id)))];
    }

    public override void TimerFired(Stepping x, FlowNode node, ElementInstance waiting)
    {
        if (((BoundaryEvent)node).CancelActivity)
            x.Terminate(waiting);
        x.Enter(node, waiting.ParentId);
    }
}
