using System.Runtime.CompilerServices;
using BalancedEdu.Feel.Ast;
using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Functions;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Decisions;

/// <summary>How the rules that match make one result (DMN 1.5, 8.2.8).</summary>
internal enum HitPolicy
{
    Unique,
    Any,
    Priority,
    First,
    RuleOrder,
    OutputOrder,
    Collect,
    CollectSum,
    CollectCount,
    CollectMin,
    CollectMax,
}

/// <summary>An input column: the value, what it may be, and its text.</summary>
internal sealed record TableInput(Node Value, Node? Allowed, string Text);

/// <summary>An output column; its values from the highest priority down, where they matter.</summary>
internal sealed record TableOutput(
    string Name, FeelType Type, string Label, IReadOnlyList<FeelValue>? Values, Node? Default);

/// <summary>The tests of a cell; without tests any value passes.</summary>
internal readonly record struct TableCell(string Text, Node? Tests);

/// <summary>A rule: a cell for each input and a value for each output.</summary>
internal sealed record TableRule(TableCell[] Cells, Node[] Values);

/// <summary>A decision table.</summary>
internal sealed class DecisionTableNode(
    HitPolicy policy, TableInput[] inputs, TableOutput[] outputs, TableRule[] rules) : Node
{
    public override FeelValue Evaluate(Evaluation evaluation)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var (outer, text) = (evaluation.Input, evaluation.Text);
        try
        {
            return Decide(evaluation, Inputs(evaluation));
        }
        finally
        {
            (evaluation.Input, evaluation.Text) = (outer, text);
        }
    }

    /// <summary>
    /// The values of the input columns. One that is not allowed passes no cell that says "any value".
    /// </summary>
    private FeelValue[] Inputs(Evaluation evaluation)
    {
        var values = new FeelValue[inputs.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = inputs[i].Value.Evaluate(evaluation);
            if (inputs[i].Allowed is { } allowed && !ItemType.Passes(evaluation, values[i], allowed))
                evaluation.Fail(this, $"决策表的输入“{inputs[i].Text}”不应是 {FeelText.Quote(values[i])}");
        }
        return values;
    }

    private FeelValue Decide(Evaluation evaluation, FeelValue[] values)
    {
        var first = NextMatch(evaluation, values, 0);
        if (first < 0)
            return Unmatched(evaluation);
        switch (policy)
        {
            case HitPolicy.First:
                return Result(evaluation, rules[first]);
            case HitPolicy.Unique:
                var second = NextMatch(evaluation, values, first + 1);
                return second < 0
                    ? Result(evaluation, rules[first])
                    : evaluation.Fail(this, $"规则 {first + 1} 和规则 {second + 1} 都符合，命中策略却是 UNIQUE");
        }
        var hits = new List<int>();
        for (var at = first; at >= 0; at = NextMatch(evaluation, values, at + 1))
            hits.Add(at);
        return Together(evaluation, hits);
    }

    private int NextMatch(Evaluation evaluation, FeelValue[] values, int from)
    {
        for (var i = from; i < rules.Length; i++)
        {
            evaluation.Charge(1);
            if (!Matches(evaluation, values, rules[i].Cells))
                continue;
            evaluation.Text = "";
            return i;
        }
        evaluation.Text = "";
        return -1;
    }

    private static bool Matches(Evaluation evaluation, FeelValue[] values, TableCell[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            ref readonly var cell = ref cells[i];
            if (cell.Tests is null)
                continue;
            evaluation.Text = cell.Text;
            evaluation.Input = values[i];
            if (cell.Tests.Evaluate(evaluation).AsBoolean() != true)
                return false;
        }
        return true;
    }

    private FeelValue Together(Evaluation evaluation, List<int> hits)
    {
        var results = new FeelValue[hits.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = Result(evaluation, rules[hits[i]]);
        return policy switch
        {
            HitPolicy.Any => Same(evaluation, hits, results),
            HitPolicy.Priority => Ordered(evaluation, results)[0],
            HitPolicy.OutputOrder => Evaluation.Bounded(FeelValue.Of(Ordered(evaluation, results))),
            HitPolicy.RuleOrder or HitPolicy.Collect => Evaluation.Bounded(FeelValue.Of(results)),
            HitPolicy.CollectSum => Aggregate(evaluation, "sum", results),
            HitPolicy.CollectCount => Aggregate(evaluation, "count", results),
            HitPolicy.CollectMin => Aggregate(evaluation, "min", results),
            _ => Aggregate(evaluation, "max", results),
        };
    }

    private FeelValue Same(Evaluation evaluation, List<int> hits, FeelValue[] results)
    {
        for (var i = 1; i < results.Length; i++)
            if (Comparing.AreEqual(results[0], results[i]) != true)
                return evaluation.Fail(this, $"规则 {hits[0] + 1} 和规则 {hits[i] + 1} 都符合而结果不同，命中策略却是 ANY");
        return results[0];
    }

    /// <summary>
    /// By the priority of the first column that tells them apart; rules of one priority in their order.
    /// </summary>
    private FeelValue[] Ordered(Evaluation evaluation, FeelValue[] results)
    {
        evaluation.Charge(results.Length * (1L + outputs.Sum(o => o.Values?.Count ?? 0) / 8));
        var keys = results.Select(result => outputs.Select(o => Priority(o, result)).ToArray()).ToArray();
        var order = Enumerable.Range(0, results.Length).ToArray();
        return [.. order.OrderBy(i => keys[i], PriorityOrder.Instance).Select(i => results[i])];
    }

    private int Priority(TableOutput output, FeelValue result)
    {
        if (output.Values is null)
            return 0;
        var value = result;
        if (outputs.Length > 1)
            result.AsContext()!.TryGet(output.Name, out value);
        for (var i = 0; i < output.Values.Count; i++)
            if (Comparing.AreEqual(output.Values[i], value) == true)
                return i;
        return output.Values.Count;
    }

    /// <summary>By the built-in function of that name (DMN 1.5, 10.3.2.10).</summary>
    private static FeelValue Aggregate(Evaluation evaluation, string name, FeelValue[] results)
    {
        FeelValue[] arguments = [FeelValue.Of(results)];
        var before = evaluation.EnterCall(name, arguments);
        try
        {
            return BuiltIns.Find(name)!.Invoke(evaluation, arguments);
        }
        finally
        {
            evaluation.LeaveCall(before);
        }
    }

    private FeelValue Result(Evaluation evaluation, TableRule rule)
    {
        if (outputs.Length == 1)
            return Fitted(evaluation, outputs[0], rule.Values[0].Evaluate(evaluation));
        var entries = new KeyValuePair<string, FeelValue>[outputs.Length];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = new(outputs[i].Name, Fitted(evaluation, outputs[i], rule.Values[i].Evaluate(evaluation)));
        return FeelValue.Of(new FeelContext(entries));
    }

    private FeelValue Fitted(Evaluation evaluation, TableOutput output, FeelValue value) =>
        output.Type == FeelType.Any
            ? value
            : output.Type.Convert(evaluation, value)
                ?? evaluation.Fail(this, $"{FeelText.Quote(value)} 不合{output.Label}的类型");

    /// <summary>No rule matches: the default outputs or null, whatever the policy (DMN 1.5, 10.3.2.10).</summary>
    private FeelValue Unmatched(Evaluation evaluation)
    {
        if (!Array.Exists(outputs, o => o.Default is not null))
            return evaluation.Fail(this, "没有规则符合");
        var values = outputs.Select(o => o.Default ?? new LiteralNode(FeelValue.Null));
        return Result(evaluation, new TableRule([], [.. values]));
    }

    private sealed class PriorityOrder : IComparer<int[]>
    {
        public static readonly PriorityOrder Instance = new();

        public int Compare(int[]? x, int[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
