using System.Runtime.CompilerServices;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Ast;

/// <summary>A variable and what it runs over: a list or range, or from one number or date to another.</summary>
internal sealed record Iterator(string Name, Node From, Node? To)
{
    /// <summary>The values, or null after a warning.</summary>
    public IEnumerable<FeelValue>? Values(Evaluation evaluation)
    {
        var from = From.Evaluate(evaluation);
        if (To is not null)
            return Between(evaluation, from, To.Evaluate(evaluation));
        if (from.AsRange() is { } range)
            return OfRange(evaluation, range);
        if (from.IsNull)
        {
            evaluation.Fail(From, "不能遍历 null");
            return null;
        }
        return from.AsList() ?? [from];
    }

    private IEnumerable<FeelValue>? OfRange(Evaluation evaluation, FeelRange range)
    {
        if (range.Start.Kind is not (FeelKind.Number or FeelKind.Date) || range.IsEndOpen)
            return Between(evaluation, range.Start, range.End);
        var first = range.StartIncluded ? range.Start.Raw : range.Start.Raw + 1;
        var last = range.EndIncluded ? range.End.Raw : range.End.Raw - 1;
        return first > last ? [] : Between(evaluation, Same(range.Start, first), Same(range.End, last));
    }

    private IEnumerable<FeelValue>? Between(Evaluation evaluation, FeelValue from, FeelValue to)
    {
        if (from.Kind != to.Kind || from.Kind is not (FeelKind.Number or FeelKind.Date)
            || from.Raw != decimal.Truncate(from.Raw))
        {
            evaluation.Fail(From, $"不能从 {FeelText.Quote(from)} 遍历到 {FeelText.Quote(to)}");
            return null;
        }
        return Count(from, to.Raw);
    }

    private static IEnumerable<FeelValue> Count(FeelValue from, decimal to)
    {
        var step = from.Raw <= to ? 1 : -1;
        for (var at = from.Raw; step > 0 ? at <= to : at >= to; at += step)
            yield return Same(from, at);
    }

    private static FeelValue Same(FeelValue kind, decimal raw) =>
        kind.Kind == FeelKind.Date ? FeelValue.OfDay(raw) : FeelValue.Of(raw);
}

/// <summary><c>for x in xs, y in ys return …</c>; the body may use <c>partial</c>, the results so far.</summary>
internal sealed class ForNode(IReadOnlyList<Iterator> iterators, Node body, bool usesPartial) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var outer = evaluation.Frame;
        var results = new Results();
        try
        {
            return Run(evaluation, 0, results) ? Evaluation.Bounded(FeelValue.Of(results.Items)) : FeelValue.Null;
        }
        finally
        {
            evaluation.Frame = outer;
        }
    }

    private bool Run(Evaluation evaluation, int depth, Results results)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (depth == iterators.Count)
            return AddResult(evaluation, results);
        if (iterators[depth].Values(evaluation) is not { } values)
            return false;
        var outer = evaluation.Frame;
        foreach (var value in values)
        {
            evaluation.ChargeRun(body);
            evaluation.Frame = new BindingFrame(iterators[depth].Name, value, outer);
            if (!Run(evaluation, depth + 1, results))
                return false;
        }
        evaluation.Frame = outer;
        return true;
    }

    private bool AddResult(Evaluation evaluation, Results results)
    {
        if (usesPartial)
            evaluation.Frame = new BindingFrame("partial",
                FeelValue.OfWeighed(new ListStart(results.Items), results.Weight), evaluation.Frame);
        results.Add(body.Evaluate(evaluation));
        return true;
    }

    /// <summary>
    /// The results so far and what they weigh together, so that <c>partial</c> need not weigh them again.
    /// </summary>
    private sealed class Results
    {
        public List<FeelValue> Items { get; } = [];

        public decimal Weight { get; private set; } = 1;

        public void Add(FeelValue value)
        {
            Items.Add(value);
            Weight += value.Weight;
        }
    }

    /// <summary>The list as it is now: it only grows, so its start can be shown without a copy.</summary>
    private sealed class ListStart(List<FeelValue> list) : IReadOnlyList<FeelValue>
    {
        public int Count { get; } = list.Count;

        public FeelValue this[int index] =>
            index < Count ? list[index] : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<FeelValue> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
                yield return list[i];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

/// <summary><c>some x in xs satisfies …</c> and <c>every …</c>, three-valued.</summary>
internal sealed class QuantifiedNode(bool isEvery, IReadOnlyList<Iterator> iterators, Node condition) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var outer = evaluation.Frame;
        var unknown = false;
        try
        {
            if (Decide(evaluation, 0, ref unknown) is { } decided)
                return decided;
        }
        finally
        {
            evaluation.Frame = outer;
        }
        return unknown ? FeelValue.Null : FeelValue.Of(isEvery);
    }

    /// <summary>The verdict when one combination decides, or when there is nothing to run over; else null.</summary>
    private FeelValue? Decide(Evaluation evaluation, int depth, ref bool unknown)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (depth == iterators.Count)
        {
            var value = condition.Evaluate(evaluation);
            if (value.AsBoolean() is { } known)
                return known != isEvery ? FeelValue.Of(known) : null;
            if (!value.IsNull)
                return evaluation.Fail(condition, $"satisfies 后应为布尔值，得到 {FeelText.Quote(value)}");
            unknown = true;
            return null;
        }
        if (iterators[depth].Values(evaluation) is not { } values)
            return FeelValue.Null;
        var outer = evaluation.Frame;
        foreach (var value in values)
        {
            evaluation.ChargeRun(condition);
            evaluation.Frame = new BindingFrame(iterators[depth].Name, value, outer);
            if (Decide(evaluation, depth + 1, ref unknown) is { } decided)
                return decided;
        }
        evaluation.Frame = outer;
        return null;
    }
}
