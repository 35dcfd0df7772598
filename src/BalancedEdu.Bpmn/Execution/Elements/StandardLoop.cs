using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// An activity that is done again while a condition holds. As with a multi-instance, one element instance stands for
/// all rounds and carries the border; unlike there, what a round gives goes to the scope around, where the condition
/// finds it.
/// </summary>
internal static class StandardLoop
{
    public static void Activate(Stepping x, Activity node, ElementInstance element)
    {
        var loop = (StandardLoopCharacteristics)node.Loop!;
        var enters = !loop.TestBefore || Holds(x, loop, element.Id);
        var waits = BoundaryEventBehavior.Plan(x, node, element, []);
        x.Activated(element);
        x.Emit(new LoopStarted(element.Id, node.Id, 0, []));
        x.Wait(waits, element.Id);
        if (enters)
            EnterRound(x, node, element.Id, 1);
        else
            x.Complete(element.Id);
    }

    public static void RoundCompleted(Stepping x, Activity node, ElementInstance round)
    {
        x.RecordCompensation(node, round);
        x.Finish(round);
        Progress(x, node, round.ParentId);
    }

    /// <summary>Goes into the next round or ends the loop.</summary>
    public static void Progress(Stepping x, Activity node, long id)
    {
        // An incident of something else at the whole was resolved: the round goes on.
        if (x.State.Element(id).ChildCount > 0)
            return;
        var loop = (StandardLoopCharacteristics)node.Loop!;
        var done = x.State.Element(id).Loop!.Total;
        try
        {
            if (done < (loop.Maximum ?? int.MaxValue) && Holds(x, loop, id))
                EnterRound(x, node, id, done + 1);
            else
                x.Complete(id);
        }
        catch (ElementFault fault)
        {
            // The condition belongs to the whole: the incident stands there.
            x.RaiseIncident(x.State.Element(id), fault, ofProgress: true);
        }
    }

    private static void EnterRound(Stepping x, Activity node, long id, int round)
    {
        x.Emit(new LoopRound(id, node.Id, round));
        x.Enter(node, id, null, round);
    }

    private static bool Holds(Stepping x, StandardLoopCharacteristics loop, long id) =>
        loop.Condition is null || Evaluation.Boolean(x, loop.Condition, id);
}
