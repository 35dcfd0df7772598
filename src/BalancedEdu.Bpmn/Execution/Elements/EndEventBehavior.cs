using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// A token ends. A terminate end event ends its own scope with all that is in it, and nothing outside; an error goes to
/// whoever catches it; a cancel ends the transaction when what it did is undone.
/// </summary>
internal sealed class EndEventBehavior : ElementBehavior<EndEvent>
{
    protected override void Activate(Stepping x, EndEvent node, ElementInstance element)
    {
        if (!Throwing.Begins(x, node, element))
            base.Activate(x, node, element);
    }

    protected override void Complete(Stepping x, EndEvent node, ElementInstance element)
    {
        var mails = MailSending.Of(x, node, node.Mail, element);
        if (node.Definition is ErrorEventDefinition error)
        {
            x.ThrowError(element, error.Code!, null);
            MailSending.Send(x, mails);
            return;
        }
        var goesOn = Throwing.Send(x, node, element);
        MailSending.Send(x, mails);
        if (!goesOn)
            return;
        if (element.ParentId == ProcessState.RootId)
            x.Emit(new EndEventReached(node.Id));
        if (ProcessDefinition.PartOf<TerminateEventDefinition>(node.Definition) is not null)
        {
            x.Finish(element);
            x.CompleteAtOnce(element.ParentId);
        }
        else if (node.Definition is CancelEventDefinition)
            CancelTransaction(x, element);
        else
            x.Leave(element, []);
    }

    public override void Resume(Stepping x, FlowNode node, ElementInstance element) => x.CompensateNext(element);

    private static void CancelTransaction(Stepping x, ElementInstance element)
    {
        x.Finish(element);
        var transaction = x.State.Element(element.ParentId);
        // The border of a multi-instance is around all of its instances.
        if (transaction.LoopCounter > 0)
            transaction = x.State.Element(transaction.ParentId);
        var boundary = ((Activity)x.NodeOf(transaction)).BoundaryEvents
            .First(candidate => candidate.Definition is CancelEventDefinition);
        x.Trigger(boundary.Id, transaction.Id, null);
    }
}
