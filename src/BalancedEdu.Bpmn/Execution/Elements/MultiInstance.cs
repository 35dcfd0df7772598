using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// An activity that is done several times. One element instance stands for all of them and carries the border; the
/// single ones stand inside it with their loop counter and their item.
/// </summary>
internal static class MultiInstance
{
    /// <summary>More at once is a mistake in the data, not a process.</summary>
    public const int MaxInstances = 10_000;

    public static void Activate(Stepping x, Activity node, ElementInstance element)
    {
        var several = LoopOf(node);
        var (total, items) = Count(x, several, element);
        var waits = BoundaryEventBehavior.Plan(x, node, element, []);
        x.Activated(element);
        x.Emit(new LoopStarted(element.Id, node.Id, total, items));
        x.Wait(waits, element.Id);
        var first = several.IsSequential ? Math.Min(total, 1) : total;
        for (var counter = 1; counter <= first; counter++)
            EnterOne(x, node, element.Id, counter);
        if (total == 0)
            x.Complete(element.Id);
    }

    /// <summary>One instance has done its work: its result is taken, and the whole is looked at.</summary>
    public static void InstanceCompleted(Stepping x, Activity node, ElementInstance instance)
    {
        var result = ResultOf(x, node, instance);
        x.Emit(new LoopResultTaken(instance.ParentId, node.Id, instance.LoopCounter, result));
        x.RecordCompensation(node, instance);
        x.Finish(instance);
        Progress(x, node, instance.ParentId, instance);
    }

    /// <summary>Ends the whole, starts the next one or goes on waiting.</summary>
    /// <param name="x">The step.</param>
    /// <param name="node">The activity.</param>
    /// <param name="id">The element instance that stands for all.</param>
    /// <param name="last">The one that was completed just now, or null after an incident.</param>
    public static void Progress(Stepping x, Activity node, long id, ElementInstance? last)
    {
        if (x.State.Element(id) is { Incident: not null } stopped)
            x.ResolveIncident(stopped);
        try
        {
            if (IsComplete(x, node, id, last))
            {
                x.TerminateChildren(id);
                x.Complete(id);
                return;
            }
        }
        catch (ElementFault fault)
        {
            // The condition belongs to the whole: the incident stands there, and the other instances go on.
            x.RaiseIncident(x.State.Element(id), fault);
            return;
        }
        var whole = x.State.Element(id);
        var started = whole.Loop!.Results.Count + whole.Loop.Removed + whole.ChildCount;
        if (LoopOf(node).IsSequential && whole.ChildCount == 0 && started < whole.Loop.Total)
            EnterOne(x, node, id, started + 1);
        else if (whole.ChildCount == 0)
            x.Complete(id);
    }

    private static MultiInstanceLoopCharacteristics LoopOf(Activity node) =>
        (MultiInstanceLoopCharacteristics)node.Loop!;

    private static bool IsComplete(Stepping x, Activity node, long id, ElementInstance? last)
    {
        if (LoopOf(node).CompletionCondition is not { } condition)
            return false;
        var overlay = new List<KeyValuePair<string, FeelValue>>();
        if (last is not null)
            overlay.Add(new("loopCounter", FeelValue.Of((decimal)last.LoopCounter)));
        if (last is not null && LoopOf(node).Item is { } item && last.Variables.TryGet(item, out var value))
            overlay.Add(new(item, value));
        return Evaluation.Boolean(x, condition, id, new FeelContext(overlay));
    }

    /// <summary>Starts one instance.</summary>
    public static void EnterOne(Stepping x, Activity node, long id, int counter)
    {
        var loop = x.State.Element(id).Loop!;
        var own = new List<KeyValuePair<string, FeelValue>>();
        if (LoopOf(node).Item is { } item && counter <= loop.Items.Count)
            own.Add(new(item, loop.Items[counter - 1]));
        if (counter > loop.Total - loop.Added)
            own.Add(new(Signers.Signer, loop.Items[counter - 1]));
        x.Enter(node, id, null, counter, own.Count == 0 ? FeelContext.Empty : new FeelContext(own));
    }

    private static (int Total, IReadOnlyList<FeelValue> Items) Count(
        Stepping x, MultiInstanceLoopCharacteristics loop, ElementInstance element)
    {
        if (loop.Collection is { } collection)
        {
            var list = Evaluation.Value(x, collection, element.Id);
            if (list.AsList() is not { } items)
                throw Faults.WrongKind(
                    "多实例的集合", collection.Text, "列表", Evaluation.Show(list),
                    Evaluation.Seen(x, collection, element.Id, null));
            return items.Count <= MaxInstances
                ? (items.Count, items)
                : throw Faults.BadCount(collection.Text, $"{items.Count} 项", MaxInstances);
        }
        var count = Evaluation.Value(x, loop.Cardinality!, element.Id);
        return count.AsNumber() is { } number && number >= 0 && number <= MaxInstances
            && number == decimal.Truncate(number)
            ? ((int)number, [])
            : throw Faults.BadCount(loop.Cardinality!.Text, Evaluation.Show(count), MaxInstances);
    }

    /// <summary>
    /// The drawn result; else what stands under the activity's id; else all that the instance has of its own.
    /// </summary>
    private static FeelValue ResultOf(Stepping x, Activity node, ElementInstance instance)
    {
        if (LoopOf(node).ResultItem is { } item)
            return Evaluation.Value(x, item, instance.Id);
        if (instance.Variables.TryGet(node.Id, out var result))
            return result;
        return FeelValue.Of(new FeelContext(
            instance.Variables.Where(entry =>
                entry.Key != LoopOf(node).Item && entry.Key is not ("result" or Signers.Signer))));
    }
}
