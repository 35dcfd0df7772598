using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// The token passes; where something was drawn it is sent, undone, or, with a link, goes on elsewhere.
/// </summary>
internal sealed class IntermediateThrowEventBehavior : ElementBehavior<IntermediateThrowEvent>
{
    protected override void Activate(Stepping x, IntermediateThrowEvent node, ElementInstance element)
    {
        if (!Throwing.Begins(x, node, element))
            base.Activate(x, node, element);
    }

    protected override void Complete(Stepping x, IntermediateThrowEvent node, ElementInstance element)
    {
        if (node.Definition is LinkEventDefinition link)
        {
            x.Finish(element);
            x.Enter(x.Definition.LinkTargets(node.Container!, link.Name).First(), element.ParentId);
            return;
        }
        var flows = OutgoingFlows.Choose(x, node, element);
        var mails = MailSending.Of(x, node, node.Mail, element);
        var goesOn = Throwing.Send(x, node, element);
        MailSending.Send(x, mails);
        if (goesOn)
            x.Leave(element, flows);
    }

    public override void Resume(Stepping x, FlowNode node, ElementInstance element) => x.CompensateNext(element);
}
