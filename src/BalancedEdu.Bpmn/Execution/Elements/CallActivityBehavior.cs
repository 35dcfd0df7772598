using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Runs another process and waits for <see cref="CompleteChild"/>. What it is given are its inputs; without any, all
/// that is visible here.
/// </summary>
internal sealed class CallActivityBehavior : ActivityBehavior<CallActivity>
{
    protected override Effect Open(Stepping x, CallActivity node, ElementInstance element) =>
        Start(x, node, element, element.CallId);

    /// <summary>
    /// A call that failed is made anew under an id of its own: a late answer to the first is not for it.
    /// </summary>
    protected override void Resume(Stepping x, CallActivity node, ElementInstance element)
    {
        var start = Start(x, node, element, x.State.NextId);
        x.Add(new CancelChild(element.CallId));
        x.Emit(new CallRenewed(element.Id, node.Id, start.CallId));
        x.Add(start);
    }

    private static StartChild Start(Stepping x, CallActivity node, ElementInstance element, long callId) => new(
        callId, node.Id, node.CalledElement, node.Version == CalledVersion.Latest,
        node.Inputs.Count > 0
            ? EventPayload.Inputs(x, node.Inputs, element)
            : MailSending.Visible(x, element));

    protected override Effect Withdraw(ElementInstance element) => new CancelChild(element.CallId);

    protected override void Close(Stepping x, CallActivity node, ElementInstance element)
    {
        element.Variables.TryGet("result", out var result);
        EventPayload.Keep(x, node, node.Outputs, result.AsContext() ?? FeelContext.Empty, element);
    }
}
