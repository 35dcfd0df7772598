using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>Manual tasks and tasks without a type: the engine has nothing to do and nothing to wait for.</summary>
internal sealed class PassThroughTaskBehavior : ActivityBehavior<Activity>
{
    protected override Effect? Open(Stepping x, Activity node, ElementInstance element) => null;
}
