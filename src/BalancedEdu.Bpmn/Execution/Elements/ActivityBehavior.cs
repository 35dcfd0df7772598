using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>What all activities have in common: borders, multi-instance, results, conditional flows.</summary>
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

    /// <summary>The activity's own part of completing, before the token goes on.</summary>
    protected virtual void Close(Stepping x, TActivity node, ElementInstance element)
    {
    }

    /// <summary>Takes back what <see cref="Open"/> asked for.</summary>
    protected virtual Effect? Withdraw(ElementInstance element) => null;

    protected sealed override void Activate(Stepping x, TActivity node, ElementInstance element)
    {
        if (node.Loop is not null && element.LoopCounter == 0)
        {
            MultiInstance.Activate(x, node, element);
            return;
        }
        var effect = Open(x, node, element);
        var timers = BoundaryEventBehavior.Plan(x, node, element);
        x.Activated(element);
        foreach (var (boundary, plan) in timers)
            x.Schedule(boundary.Id, element.Id, plan);
        if (effect is not null)
            x.Add(effect);
        Opened(x, node, element, effect is not null);
    }

    protected sealed override void Complete(Stepping x, TActivity node, ElementInstance element)
    {
        if (element.Loop is { } loop)
            x.Set(x.ResultScope(element), node.Loop!.ResultCollection, loop.ResultList);
        else
            Close(x, node, element);
        if (element.LoopCounter > 0)
            MultiInstance.InstanceCompleted(x, node, x.State.Element(element.Id));
        else
            x.Leave(element, OutgoingFlows.Choose(x, node, element));
    }

    public sealed override void Resume(Stepping x, FlowNode node, ElementInstance element)
    {
        if (element.Loop is not null)
            MultiInstance.Progress(x, (Activity)node, element.Id, null);
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
        if (element.Loop is null && Withdraw(element) is { } effect)
            x.Add(effect);
    }
}
