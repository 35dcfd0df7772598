using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>A token passes; where a mail was drawn it is sent.</summary>
internal sealed class IntermediateThrowEventBehavior : ElementBehavior<IntermediateThrowEvent>
{
    protected override void Complete(Stepping x, IntermediateThrowEvent node, ElementInstance element)
    {
        MailSending.Send(x, node, node.Mail, element);
        base.Complete(x, node, element);
    }
}
