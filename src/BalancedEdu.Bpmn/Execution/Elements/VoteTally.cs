using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// Counts the votes of a multi-instance user task for its completion condition (<c>be:tally</c>); its entries are
/// explained in docs/reference/countersign.md. An item of the collection may give its seat a <c>weight</c> (1 without)
/// and a <c>veto</c>.
/// </summary>
internal static class VoteTally
{
    private const string Weight = "weight";
    private const string Veto = "veto";

    /// <summary>A weight that doesn't read must not silently count as another: a fault before a task opens.</summary>
    public static void Check(FeelExpression collection, IReadOnlyList<FeelValue> items)
    {
        foreach (var seat in items.Select(item => item.AsContext()).OfType<FeelContext>())
        {
            if (seat.TryGet(Weight, out var weight) && weight.AsNumber() is not >= 0)
                throw Faults.WrongKind("席位的 weight", collection.Text, "不小于 0 的数", Evaluation.Show(weight), "");
            if (seat.TryGet(Veto, out var veto) && veto.AsBoolean() is null)
                throw Faults.WrongKind("席位的 veto", collection.Text, "true 或 false", Evaluation.Show(veto), "");
        }
    }

    /// <summary>The count as it stands.</summary>
    /// <param name="x">The step.</param>
    /// <param name="whole">The element instance that stands for all seats.</param>
    /// <param name="ended">Whether nobody can vote any more, whoever has not.</param>
    public static FeelValue Of(Stepping x, ElementInstance whole, bool ended)
    {
        var loop = whole.Loop!;
        var outcomes = ((UserTask)x.NodeOf(whole)).Details.Outcomes;
        var votes = loop.Results.Select(result => new Cast(
            VoteOf(result.Value, outcomes), WeightOf(loop, result.Key), HasVeto(loop, result.Key))).ToList();
        var open = ended ? [] : Open(x, whole);
        return FeelValue.Of(new FeelContext(
        [
            Entry("instances", loop.Total - loop.Removed),
            Entry("agreed", votes.Count(cast => cast.Vote == "agree")),
            Entry("rejected", votes.Count(cast => cast.Vote == "reject")),
            Entry("abstained", votes.Count(cast => cast.Vote == "abstain")),
            Entry("open", open.Count),
            Entry("agreedWeight", WeightOf(votes, "agree")),
            Entry("rejectedWeight", WeightOf(votes, "reject")),
            Entry("abstainedWeight", WeightOf(votes, "abstain")),
            Entry("openWeight", open.Sum(counter => WeightOf(loop, counter))),
            new("vetoed", FeelValue.Of(votes.Exists(cast => cast is { Vote: "reject", HasVeto: true }))),
        ]));
    }

    /// <summary>The seats that may still vote: those that are asked, and in a sequence those still to come.</summary>
    private static List<int> Open(Stepping x, ElementInstance whole)
    {
        var open = x.State.ChildrenOf(whole.Id).Where(child => child.IsAlive)
            .Select(child => child.LoopCounter).ToList();
        var loop = whole.Loop!;
        if (!x.LoopOf(whole)!.IsSequential)
            return open;
        var started = loop.Results.Count + loop.Removed + whole.ChildCount;
        open.AddRange(Enumerable.Range(started + 1, Math.Max(0, loop.Total - started)));
        return open;
    }

    private static string? VoteOf(FeelValue result, IReadOnlyList<Outcome> outcomes) =>
        result.AsContext() is { } decision && decision.TryGet("outcome", out var id)
            ? outcomes.FirstOrDefault(outcome => outcome.Id == id.AsString())?.Vote
            : null;

    private static decimal WeightOf(List<Cast> votes, string vote) =>
        votes.Where(cast => cast.Vote == vote).Sum(cast => cast.Weight);

    private static decimal WeightOf(LoopState loop, int counter) =>
        Seat(loop, counter) is { } seat && seat.TryGet(Weight, out var weight) ? weight.AsNumber() ?? 1 : 1;

    private static bool HasVeto(LoopState loop, int counter) =>
        Seat(loop, counter) is { } seat && seat.TryGet(Veto, out var veto) && veto.AsBoolean() == true;

    private static FeelContext? Seat(LoopState loop, int counter) =>
        counter <= loop.Items.Count ? loop.Items[counter - 1].AsContext() : null;

    private static KeyValuePair<string, FeelValue> Entry(string name, decimal number) =>
        new(name, FeelValue.Of(number));

    private readonly record struct Cast(string? Vote, decimal Weight, bool HasVeto);
}
