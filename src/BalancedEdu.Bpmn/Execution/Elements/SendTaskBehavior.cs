using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>Sends a mail or a message; the token goes on at once.</summary>
internal sealed class SendTaskBehavior : ActivityBehavior<SendTask>
{
    protected override Effect? Open(Stepping x, SendTask node, ElementInstance element) => null;

    protected override void Close(Stepping x, SendTask node, ElementInstance element)
    {
        MailSending.Send(x, MailSending.Of(x, node, node.Mail, element));
        if (node.Message is { } message)
            Throwing.Message(x, node, message, element);
    }
}
