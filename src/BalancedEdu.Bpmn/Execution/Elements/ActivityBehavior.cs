using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>What all activities have in common: borders, loops, results, conditional flows, compensation.</summary>
internal abstract class ActivityBehavior<TActivity> : ElementBehavior<TActivity>
    where TActivity : Activity
{
    /// <summary>Works out what the host is asked for; null when the activity doesn't wait for the host.</summary>
    protected abstract Effect? Open(Stepping x, TActivity node, ElementInstance element);

    /// <summary>The activity works from now on. By default it waits when the host was asked for something.</summary>
    protected virtual void Opened(Stepping x, TActivity node, ElementInstance element, bool asked)
    {
        if (!asked)
            x.Complete(element.Id);
    }

    /// <summary>What the activity itself waits for, beside the events on its border.</summary>
    protected virtual IEnumerable<FlowNode> Awaited(Stepping x, TActivity node) => [];

    /// <summary>The activity's own part of completing, before the token goes on.</summary>
    protected virtual void Close(Stepping x, TActivity node, ElementInstance element)
    {
    }

    /// <summary>Takes back what <see cref="Open"/> asked for.</summary>
    protected virtual Effect? Withdraw(ElementInstance element) => null;

    public sealed override void Arrive(Stepping x, FlowNode node, SequenceFlow flow, ElementInstance scope)
    {
        var quantity = ((Activity)node).StartQuantity;
        if (quantity == 1)
            base.Arrive(x, node, flow, scope);
        else if (ActivityEnd.Tokens(node, scope, quantity) is { } flows)
            x.Enter(node, scope.Id, flows);
        else
            x.WaitsAtJoin(scope.Id);
    }

    protected sealed override void Activate(Stepping x, TActivity node, ElementInstance element)
    {
        if (element.Compensates && !node.IsForCompensation)
            CompensationScope.Activate(x, node, element);
        else if (!ElementInstance.IsWhole(node, element))
            ActivateOne(x, node, element);
        else if (node.Loop is MultiInstanceLoopCharacteristics)
            MultiInstance.Activate(x, node, element);
        else
            StandardLoop.Activate(x, node, element);
    }

    private void ActivateOne(Stepping x, TActivity node, ElementInstance element)
    {
        DataFlow.In(x, node, element);
        element = x.State.Element(element.Id);
        var effect = Open(x, node, element);
        var waits = BoundaryEventBehavior.Plan(x, node, element, Awaited(x, node));
        x.Activated(element);
        x.Wait(waits, element.Id);
        if (effect is not null)
            x.Add(effect);
        Opened(x, node, element, effect is not null);
    }

    protected sealed override void Complete(Stepping x, TActivity node, ElementInstance element)
    {
        if (element.Compensates && !node.IsForCompensation)
        {
            ActivityEnd.Undone(x, element);
            return;
        }
        if (element.Signing is { Place: not null })
        {
            Signers.SignerCompleted(x, element);
            return;
        }
        if (element.Loop is not null)
            MultiInstance.KeepResults(x, node, element);
        else if (!element.Closed)
            Close(x, node, element);
        element = x.State.Element(element.Id);
        try
        {
            DataFlow.Out(x, node, element);
            GoOn(x, node, x.State.Element(element.Id));
        }
        catch (ElementFault) when (element is { Loop: null, Closed: false })
        {
            // What it did at its end is not done once more when only the way on is tried again.
            x.Emit(new ActivityClosed(element.Id, node.Id));
            throw;
        }
    }

    private static void GoOn(Stepping x, TActivity node, ElementInstance element)
    {
        if (element.LoopCounter > 0)
            InstanceCompleted(x, node, element);
        else if (element.WaiterId != 0)
            ActivityEnd.Undone(x, element);
        else
            ActivityEnd.Leave(x, node, element);
    }

    private static void InstanceCompleted(Stepping x, TActivity node, ElementInstance element)
    {
        if (node.Loop is StandardLoopCharacteristics)
            StandardLoop.RoundCompleted(x, node, element);
        else
            MultiInstance.InstanceCompleted(x, node, element);
    }

    public sealed override void Emptied(Stepping x, FlowNode node, ElementInstance scope)
    {
        if (scope.Compensates && !((Activity)node).IsForCompensation)
            return;
        Emptied(x, (TActivity)node, scope);
    }

    /// <summary>Nothing is left inside.</summary>
    protected virtual void Emptied(Stepping x, TActivity node, ElementInstance element) => x.Complete(element.Id);

    public sealed override void Resume(Stepping x, FlowNode node, ElementInstance element)
    {
        if (element.Compensates && !((Activity)node).IsForCompensation)
            x.CompensateNext(element);
        else if (element.Loop is not null && ((Activity)node).Loop is StandardLoopCharacteristics)
            StandardLoop.Progress(x, (Activity)node, element.Id);
        else if (element.Loop is not null)
            MultiInstanceProgress.Look(x, (Activity)node, element.Id, null);
        else
            Resume(x, (TActivity)node, element);
    }

    /// <summary>Asks the host again, after an incident.</summary>
    protected virtual void Resume(Stepping x, TActivity node, ElementInstance element)
    {
        if (Open(x, node, element) is { } effect)
            x.Add(effect);
    }

    public sealed override void Terminate(Stepping x, FlowNode node, ElementInstance element)
    {
        if (element.Loop is null && !(element.Compensates && !((Activity)node).IsForCompensation)
            && Withdraw(element) is { } effect)
            x.Add(effect);
    }
}
