using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Runs another process and waits for <see cref="CompleteChild"/>. What it is given are its inputs; without any, all
/// that is visible here.
/// </summary>
internal sealed class CallActivityBehavior : ActivityBehavior<CallActivity>
{
    protected override Effect Open(Stepping x, CallActivity node, ElementInstance element) => new StartChild(
        element.Id, node.Id, node.CalledElement, node.Version == CalledVersion.Latest,
        node.Inputs.Count > 0
            ? EventPayload.Inputs(x, node.Inputs, element)
            : MailSending.Visible(x, element));

    protected override Effect Withdraw(ElementInstance element) => new CancelChild(element.Id);

    protected override void Close(Stepping x, CallActivity node, ElementInstance element)
    {
        element.Variables.TryGet("result", out var result);
        EventPayload.Keep(x, node, node.Outputs, result.AsContext() ?? FeelContext.Empty, element);
    }
}
