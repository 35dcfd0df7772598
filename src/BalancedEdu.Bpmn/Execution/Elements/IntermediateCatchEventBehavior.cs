using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>Waits for a timer. A cycle fires once: the token can only go on once.</summary>
internal sealed class IntermediateCatchEventBehavior : ElementBehavior<IntermediateCatchEvent>
{
    protected override void Activate(Stepping x, IntermediateCatchEvent node, ElementInstance element)
    {
        var plan = TimerPlan.Of(x, (TimerEventDefinition)node.Definition!, element.Id);
        x.Activated(element);
        x.Schedule(node.Id, element.Id, plan with { Repetitions = 1, Interval = null });
    }

    public override void TimerFired(Stepping x, FlowNode node, ElementInstance waiting) => x.Complete(waiting.Id);
}
