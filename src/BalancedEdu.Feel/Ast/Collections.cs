using System.Runtime.CompilerServices;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Ast;

/// <summary><c>[a, b]</c>.</summary>
internal sealed class ListNode(IReadOnlyList<Node> items) : Node
{
    public IReadOnlyList<Node> Items => items;

    public override FeelValue Evaluate(Evaluation evaluation)
    {
        evaluation.Charge(items.Count);
        var values = new FeelValue[items.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = items[i].Evaluate(evaluation);
        return Evaluation.Bounded(FeelValue.Of(values));
    }
}

/// <summary><c>{a: 1, b: a + 1}</c>: an entry sees those before it.</summary>
internal sealed class ContextNode(IReadOnlyList<(string Name, Node Value)> entries) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        evaluation.Charge(entries.Count);
        var outer = evaluation.Frame;
        var frame = new EntriesFrame(outer);
        evaluation.Frame = frame;
        try
        {
            foreach (var (name, node) in entries)
            {
                if (frame.Entries.Exists(e => e.Key == name))
                    return evaluation.Fail(this, $"“{name}”出现了两次");
                frame.Entries.Add(new(name, node.Evaluate(evaluation)));
            }
        }
        finally
        {
            evaluation.Frame = outer;
        }
        return Evaluation.Bounded(FeelValue.Of(new FeelContext(frame.Entries)));
    }
}

/// <summary><c>[a..b]</c> and its kin.</summary>
internal sealed class RangeNode(Node first, bool startIncluded, Node last, bool endIncluded) : Node
{
    public Node First => first;

    public Node Last => last;

    public override FeelValue Evaluate(Evaluation evaluation)
    {
        var from = first.Evaluate(evaluation);
        var to = last.Evaluate(evaluation);
        return Comparing.Order(from, to) is null
            ? evaluation.Fail(this, $"区间的端点 {FeelText.Quote(from)} 与 {FeelText.Quote(to)} 不能比较")
            : FeelValue.Of(new FeelRange(from, startIncluded, to, endIncluded));
    }
}

/// <summary>
/// <c>list[condition]</c> or <c>list[position]</c>; positions count from 1, from the end when negative. A value that is
/// no list is a list of one.
/// </summary>
internal sealed class FilterNode(Node source, Node filter) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var value = source.Evaluate(evaluation);
        if (value.IsNull)
            return Fail(evaluation);
        IReadOnlyList<FeelValue> list = value.AsList() ?? [value];
        if (filter is LiteralNode { Value.Kind: FeelKind.Number } literal)
            return At(evaluation, list, literal.Value.Raw);
        return Select(evaluation, list);
    }

    private FeelValue Fail(Evaluation evaluation) =>
        filter is LiteralNode { Value.Kind: FeelKind.Number }
            ? evaluation.Fail(this, "不能从 null 取元素")
            : FeelValue.Of([]);

    private FeelValue Select(Evaluation evaluation, IReadOnlyList<FeelValue> list)
    {
        var outer = evaluation.Frame;
        var kept = new List<FeelValue>();
        try
        {
            for (var i = 0; i < list.Count; i++)
            {
                evaluation.ChargeRun(filter);
                evaluation.Frame = new ItemFrame(list[i], outer);
                var verdict = filter.Evaluate(evaluation);
                if (i == 0 && verdict.AsNumber() is { } position)
                    return At(evaluation, list, position);
                if (verdict.AsBoolean() == true)
                    kept.Add(list[i]);
                else if (verdict.Kind is not (FeelKind.Boolean or FeelKind.Null))
                    return evaluation.Fail(filter, $"筛选条件应为布尔值或位置，得到 {FeelText.Quote(verdict)}");
            }
            if (list.Count == 0)
                return OfEmpty(evaluation);
        }
        finally
        {
            evaluation.Frame = outer;
        }
        return FeelValue.Of(kept);
    }

    /// <summary>Nothing to test: the filter runs once on null only to learn whether it is a position.</summary>
    private FeelValue OfEmpty(Evaluation evaluation)
    {
        evaluation.Frame = new ItemFrame(FeelValue.Null, evaluation.Frame);
        var quiet = evaluation.Quietly(filter);
        return quiet.Kind == FeelKind.Number ? evaluation.Fail(this, "空列表没有这个位置") : FeelValue.Of([]);
    }

    private FeelValue At(Evaluation evaluation, IReadOnlyList<FeelValue> list, decimal position)
    {
        if (position > 0 && position <= list.Count && position == decimal.Truncate(position))
            return list[(int)position - 1];
        if (position < 0 && -position <= list.Count && position == decimal.Truncate(position))
            return list[list.Count + (int)position];
        return evaluation.Fail(this, $"{list.Count} 项的列表没有位置 {FeelText.Number(position)}");
    }
}
