using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Asks for a registered handler and waits for <see cref="CompleteJob"/> or <see cref="FailJob"/>. The answer is kept
/// in the instance until its outputs are mapped, so that a mapping that fails can be tried again without the handler.
/// </summary>
internal sealed class ServiceTaskBehavior : ActivityBehavior<ServiceTask>
{
    protected override Effect Open(Stepping x, ServiceTask node, ElementInstance element) => new RequestJob(
        element.Id, node.Id, node.Job, EventPayload.Inputs(x, node.Inputs, element));

    protected override Effect Withdraw(ElementInstance element) => new CancelJob(element.Id);

    protected override void Close(Stepping x, ServiceTask node, ElementInstance element)
    {
        element.Variables.TryGet("result", out var result);
        if (node.Outputs.Count == 0)
            x.Set(x.ResultScope(element), node.Id, result);
        else
            EventPayload.Keep(x, node, node.Outputs, result.AsContext() ?? FeelContext.Empty, element);
    }
}
