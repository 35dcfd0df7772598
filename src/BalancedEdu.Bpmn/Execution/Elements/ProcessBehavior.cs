using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>The process itself: the outermost scope, whose end is the end of the instance.</summary>
internal sealed class ProcessBehavior : ElementBehavior<Process>
{
    protected override void Complete(Stepping x, Process node, ElementInstance element)
    {
        x.Finish(element);
        x.Emit(new InstanceCompleted(x.State.EndEventId));
        x.Add(new EndInstance(x.State.EndEventId, Cancelled: false));
    }

    public override void Resume(Stepping x, FlowNode node, ElementInstance element) => x.LookAtScope(element.Id);
}
