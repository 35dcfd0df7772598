using System.Collections.Immutable;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// What the end of one of several instances throws (<c>behavior</c> None, One and Complex): events on the border of
/// their activity hear it, nobody else does.
/// </summary>
internal static class ImplicitThrowing
{
    /// <summary>Throws what asks for no condition. False: that has ended the whole.</summary>
    public static bool Throw(
        Stepping x, Activity node, MultiInstanceLoopCharacteristics several, long id, int counter)
    {
        foreach (var thrown in several.Throws)
            if (thrown.Condition is null && (!thrown.OnlyFirst || x.State.Element(id).Loop!.Results.Count == 1)
                && !Throw(x, node, id, [(thrown.Event, counter)]))
                return false;
        return true;
    }

    /// <summary>What conditions ask for after each of the instances that are done; throws nothing yet.</summary>
    public static IReadOnlyList<(EventDefinition Event, int Counter)> Asked(
        Stepping x, MultiInstanceLoopCharacteristics several, long id, ImmutableArray<int> done)
    {
        var asked = new List<(EventDefinition, int)>();
        var loop = x.State.Element(id).Loop!;
        foreach (var counter in done)
            foreach (var thrown in several.Throws)
                if (thrown.Condition is { } condition && Evaluation.Boolean(
                        x, condition, id, MultiInstanceProgress.Seen(several, loop, counter, null)))
                    asked.Add((thrown.Event, counter));
        return asked;
    }

    /// <summary>Throws events. False: one of them has ended the whole.</summary>
    public static bool Throw(
        Stepping x, Activity node, long id, IReadOnlyList<(EventDefinition Event, int Counter)> events)
    {
        foreach (var (thrown, counter) in events)
            foreach (var boundary in node.CatchersOf(thrown))
            {
                x.Trigger(boundary.Id, id, Payload(x.State.Element(id), thrown, counter));
                if (x.State.Find(id) is null)
                    return false;
            }
        return true;
    }

    /// <summary>How far the whole is, and which of its instances it was.</summary>
    private static FeelContext Payload(ElementInstance whole, EventDefinition thrown, int counter)
    {
        var loop = whole.Loop!;
        var entries = new List<KeyValuePair<string, FeelValue>>
        {
            new("loopCounter", FeelValue.Of((decimal)counter)),
            new("nrOfInstances", FeelValue.Of((decimal)(loop.Total - loop.Removed))),
            new("nrOfCompletedInstances", FeelValue.Of((decimal)loop.Results.Count)),
            new("nrOfActiveInstances", FeelValue.Of((decimal)whole.ChildCount)),
        };
        if (thrown is ErrorEventDefinition { Code: { } error })
            entries.Add(new("code", FeelValue.Of(error)));
        if (thrown is EscalationEventDefinition { Code: { } escalation })
            entries.Add(new("code", FeelValue.Of(escalation)));
        return new FeelContext(entries);
    }
}
