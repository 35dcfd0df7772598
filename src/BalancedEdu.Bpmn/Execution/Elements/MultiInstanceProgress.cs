using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>What follows for the whole of a multi-instance when an instance is done, or was taken out.</summary>
internal static class MultiInstanceProgress
{
    /// <summary>Ends the whole, starts the next one or goes on waiting.</summary>
    /// <param name="x">The step.</param>
    /// <param name="node">The activity.</param>
    /// <param name="id">The element instance that stands for all.</param>
    /// <param name="last">The one that is done now; null after an incident, or when one was taken out.</param>
    public static void Look(Stepping x, Activity node, long id, ElementInstance? last)
    {
        var several = (MultiInstanceLoopCharacteristics)node.Loop!;
        if (last is not null && !ImplicitThrowing.Throw(x, node, several, id, last.LoopCounter))
            return;
        var loop = x.State.Element(id).Loop!;
        var judged = last is null ? loop.Unjudged : loop.Unjudged.Add(last.LoopCounter);
        IReadOnlyList<(EventDefinition Event, int Counter)> thrown;
        bool complete;
        try
        {
            thrown = ImplicitThrowing.Asked(x, several, id, judged);
            complete = IsComplete(x, several, id, judged.Length == 0 ? null : judged[^1], last);
        }
        catch (ElementFault fault)
        {
            // The condition belongs to the whole: the incident stands there, and the other instances go on.
            x.Emit(new LoopUnjudged(id, node.Id, judged));
            x.RaiseIncident(x.State.Element(id), fault, ofProgress: true);
            return;
        }
        if (!loop.Unjudged.IsEmpty)
            x.Emit(new LoopUnjudged(id, node.Id, []));
        x.ResolveProgress(id);
        if (ImplicitThrowing.Throw(x, node, id, thrown))
            GoOn(x, node, id, complete);
    }

    private static void GoOn(Stepping x, Activity node, long id, bool complete)
    {
        if (complete)
        {
            x.TerminateChildren(id);
            x.Complete(id);
            return;
        }
        var sequential = ((MultiInstanceLoopCharacteristics)node.Loop!).IsSequential;
        var whole = x.State.Element(id);
        var started = whole.Loop!.Results.Count + whole.Loop.Removed + whole.ChildCount;
        if (sequential && whole.ChildCount == 0 && started < whole.Loop.Total)
            MultiInstance.EnterOne(x, node, id, started + 1);
        else if (whole.ChildCount == 0)
            x.Complete(id);
    }

    private static bool IsComplete(
        Stepping x, MultiInstanceLoopCharacteristics several, long id, int? counter, ElementInstance? last) =>
        several.CompletionCondition is { } condition
        && Evaluation.Boolean(x, condition, id, Seen(several, x.State.Element(id).Loop!, counter, last));

    /// <summary>What conditions see of the instance that is done: its counter, and its item as it left it.</summary>
    public static FeelContext Seen(
        MultiInstanceLoopCharacteristics several, LoopState loop, int? counter, ElementInstance? last)
    {
        var seen = new List<KeyValuePair<string, FeelValue>>();
        if (counter is { } place)
            seen.Add(new("loopCounter", FeelValue.Of((decimal)place)));
        if (several.Item is not { } item)
            return new FeelContext(seen);
        if (last is not null && last.Variables.TryGet(item, out var value))
            seen.Add(new(item, value));
        else if (last is null && counter is { } done && done <= loop.Items.Count)
            seen.Add(new(item, loop.Items[done - 1]));
        return new FeelContext(seen);
    }
}
