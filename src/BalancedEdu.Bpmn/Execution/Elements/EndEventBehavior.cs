using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// A token ends. A terminate end event ends its own scope with all that is in it, and nothing outside.
/// </summary>
internal sealed class EndEventBehavior : ElementBehavior<EndEvent>
{
    protected override void Complete(Stepping x, EndEvent node, ElementInstance element)
    {
        MailSending.Send(x, node, node.Mail, element);
        if (element.ParentId == ProcessState.RootId)
            x.Emit(new EndEventReached(node.Id));
        if (node.Definition is TerminateEventDefinition)
        {
            x.Finish(element);
            x.CompleteAtOnce(element.ParentId);
        }
        else
            x.Leave(element, []);
    }
}
