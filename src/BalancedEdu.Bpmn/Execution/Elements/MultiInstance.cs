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
        DataFlow.In(x, node, element);
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
        MultiInstanceProgress.Look(x, node, instance.ParentId, instance);
    }

    /// <summary>All are done: their results are kept. A loop has none.</summary>
    public static void KeepResults(Stepping x, Activity node, ElementInstance element)
    {
        if (node.Loop is MultiInstanceLoopCharacteristics several)
        {
            x.Set(x.ResultScope(element), several.ResultCollection, element.Loop!.ResultList);
            if (several.Tally is { } tally)
                x.Set(x.ResultScope(element), tally, VoteTally.Of(x, element, ended: true));
        }
    }

    private static MultiInstanceLoopCharacteristics LoopOf(Activity node) =>
        (MultiInstanceLoopCharacteristics)node.Loop!;

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
            if (items.Count > MaxInstances)
                throw Faults.BadCount(collection.Text, $"{items.Count} 项", MaxInstances);
            if (loop.Tally is not null)
                VoteTally.Check(collection, items);
            return (items.Count, items);
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
