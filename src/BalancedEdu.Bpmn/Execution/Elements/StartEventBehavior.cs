using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// A token is made and goes on; what started it has happened outside. In an event sub-process: the event starts it, and
/// where it interrupts, all else in the scope around ends. Returned to (退回), it waits until whoever started the case
/// has filled its form in anew.
/// </summary>
internal sealed class StartEventBehavior : ElementBehavior<StartEvent>
{
    /// <summary>The one outcome of a form that is filled in anew.</summary>
    public const string Submit = UserTaskDetails.Submit;

    /// <summary>The candidate that stands for whoever started the case.</summary>
    public const string Initiator = UserTaskDetails.Initiator;

    private const string Returned = "returned";

    /// <summary>What an instance holds that waits for the form: who sent it back, and why.</summary>
    public static FeelContext ReturnedBy(string by, string? reason)
    {
        var who = new FeelContext([new("by", FeelValue.Of(by)), new("reason", FeelValue.Of(reason))]);
        return new FeelContext([new(Returned, FeelValue.Of(who))]);
    }

    /// <summary>Whether a start event waits for its form.</summary>
    public static bool IsReturned(ElementInstance element) => element.Variables.TryGet(Returned, out _);

    /// <summary>
    /// One of several things has come that must all come before the process begins: waits for the others.
    /// </summary>
    /// <exception cref="ElementFault">What is waited for can't be worked out.</exception>
    public static void EnterWaiting(Stepping x, FlowNode start, MultipleEventDefinition several, EventDefinition come)
    {
        var id = x.State.NextId;
        x.Emit(new ElementActivating(id, start.Id, ProcessState.RootId, [], 0, FeelContext.Empty));
        x.Emit(new ElementActivated(id, start.Id));
        x.Wait(WaitPlan.Of(x, start, several.Parts.Where(part => !part.IsSamePartAs(come)), id), id);
    }

    protected override void Activate(Stepping x, StartEvent node, ElementInstance element)
    {
        if (!IsReturned(element))
        {
            base.Activate(x, node, element);
            return;
        }
        x.Activated(element);
        x.Add(new CreateUserTask(
            element.Id, node.Id, null, [], [Initiator], null, FormOf(x, node), 0, x.Previous));
    }

    public override void Terminate(Stepping x, FlowNode node, ElementInstance element)
    {
        if (IsReturned(element))
            x.Add(new CancelUserTask(element.Id));
    }

    /// <summary>What was filled in before.</summary>
    private static FeelContext FormOf(Stepping x, StartEvent node) =>
        x.State.Element(ProcessState.RootId).Variables.TryGet(node.Id, out var start)
        && start.AsContext() is { } entries && entries.TryGet("form", out var form)
            ? form.AsContext() ?? FeelContext.Empty
            : FeelContext.Empty;

    public override void Triggered(Stepping x, FlowNode node, ElementInstance waiting, FeelContext? payload)
    {
        var start = (StartEvent)node;
        if (x.NodeOf(waiting) == node)
        {
            if (payload is not null)
                x.Emit(new PayloadReceived(waiting.Id, node.Id, payload));
            x.Complete(waiting.Id);
            return;
        }
        if (start.IsInterrupting)
            x.Interrupt(waiting.Id);
        x.Enter(start.Container!, waiting.Id, variables: payload is null
            ? FeelContext.Empty
            : new FeelContext([new("result", FeelValue.Of(payload))]));
    }

    protected override void Complete(Stepping x, StartEvent node, ElementInstance element)
    {
        var flows = OutgoingFlows.Choose(x, node, element);
        EventPayload.Keep(x, node, element);
        element = x.State.Element(element.Id);
        if (element.GoesTo is not { } target)
        {
            x.Leave(element, flows);
            return;
        }
        x.Finish(element);
        x.Enter(x.Definition.Node(target), element.ParentId);
    }
}
