using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>
/// What comes into an activity and out of it by data associations. For a multi-instance that is the whole: its
/// instances see what it was given, and what goes out is its list of results.
/// </summary>
internal static class DataFlow
{
    /// <summary>Gives the activity its inputs, as variables of its own.</summary>
    public static void In(Stepping x, Activity node, ElementInstance element)
    {
        if (node.DataInputs.Count == 0 || IsOneOfSeveral(node, element))
            return;
        var values = new List<KeyValuePair<string, FeelValue>>();
        foreach (var input in node.DataInputs)
            if (input.Value is { } value)
                values.Add(new(input.Target, Evaluation.ValueOf(x, value, element.Id)));
            else if (new VariableScope(x, element.Id).TryGet(input.Source, out var found))
                values.Add(new(input.Target, found));
        if (values.Count > 0)
            x.Emit(new VariablesSet(element.Id, new FeelContext(values)));
    }

    /// <summary>Keeps what the activity gave; once, however often its end is tried again.</summary>
    public static void Out(Stepping x, Activity node, ElementInstance element)
    {
        if (node.DataOutputs.Count == 0 || element.Delivered || IsOneOfSeveral(node, element)
            || (element.Loop is not null && node.Loop is StandardLoopCharacteristics))
            return;
        var result = ResultOf(x, node, element);
        var entries = Entries(node, result);
        var seen = entries.With("result", result);
        var values = new List<(string Target, FeelValue Value)>();
        foreach (var output in node.DataOutputs)
            if (output.Value is { Expression: { } value })
                values.Add((output.Target, Evaluation.Value(x, value, element.Id, seen)));
            else if (output.Source.Length == 0 && !result.IsNull)
                values.Add((output.Target, result));
            else if (entries.TryGet(output.Source, out var entry) || element.Variables.TryGet(output.Source, out entry))
                values.Add((output.Target, entry));
        foreach (var (target, value) in values)
            x.Set(x.ScopeOf(target, element), target, value);
        x.Emit(new DataDelivered(element.Id, node.Id));
    }

    private static bool IsOneOfSeveral(Activity node, ElementInstance element) =>
        element.Signing is { Place: not null }
        || (element.LoopCounter > 0 && node.Loop is MultiInstanceLoopCharacteristics);

    /// <summary>What came to it while it worked, else what stands under its name.</summary>
    private static FeelValue ResultOf(Stepping x, Activity node, ElementInstance element)
    {
        if (element.Loop is { } loop)
            return loop.ResultList;
        if (element.Variables.TryGet("result", out var result))
            return result;
        var name = node switch
        {
            ScriptTask { ResultVariable: { } script } => script,
            BusinessRuleTask { ResultVariable: { } rule } => rule,
            _ => node.Id,
        };
        return new VariableScope(x, element.Id).TryGet(name, out var kept) ? kept : FeelValue.Null;
    }

    /// <summary>The entries of a result by name; of a decision on a user task, those of its form too.</summary>
    private static FeelContext Entries(Activity node, FeelValue result)
    {
        if (node.Loop is MultiInstanceLoopCharacteristics several)
            return new FeelContext([new(several.ResultCollection, result)]);
        var entries = result.AsContext() ?? FeelContext.Empty;
        return node is UserTask && entries.TryGet("form", out var form) && form.AsContext() is { } filled
            ? new FeelContext([.. filled, .. entries])
            : entries;
    }
}
