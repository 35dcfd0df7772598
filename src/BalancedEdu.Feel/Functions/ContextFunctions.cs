using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>Contexts (DMN 1.5, table 80).</summary>
internal static class ContextFunctions
{
    public static void Add(FunctionTable table)
    {
        table.Add("get value", "m: context, key: string", GetValue);
        table.Add("get value", "context: context, key: string", GetValue);
        table.Add("get entries", "m: context", GetEntries);
        table.Add("get entries", "context: context", GetEntries);
        table.Add("context", "entries: list", FromEntries);
        table.Add("context put", "context: context, key: string, value: any", (e, a) => Put(e, a[0], [a[1]], a[2]));
        table.Add("context put", "context: context, keys: list, value: any", (e, a) =>
            Put(e, a[0], a[1].AsList()!, a[2]));
        table.Add("context merge", "contexts: list", Merge);
    }

    private static FeelValue GetValue(Evaluation evaluation, FeelValue[] a) =>
        a[0].AsContext()!.TryGet(a[1].AsString()!, out var value) ? value : evaluation.Fail("没有这个键");

    private static FeelValue GetEntries(Evaluation evaluation, FeelValue[] a)
    {
        evaluation.Charge(a[0].AsContext()!.Count * 3L);
        return FeelValue.Of(a[0].AsContext()!.Select(Entry).ToArray());
    }

    private static FeelValue Entry(KeyValuePair<string, FeelValue> entry) =>
        FeelValue.Of(new FeelContext([new("key", FeelValue.Of(entry.Key)), new("value", entry.Value)]));

    private static FeelValue FromEntries(Evaluation evaluation, FeelValue[] a)
    {
        var entries = new List<KeyValuePair<string, FeelValue>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in a[0].AsList()!)
        {
            evaluation.Charge(1);
            if (item.AsContext() is not { } entry || !entry.TryGet("key", out var key) || key.AsString() is not { } name
                || !entry.TryGet("value", out var value))
                return evaluation.Fail($"{FeelText.Quote(item)} 应有 key（字符串）和 value");
            if (!names.Add(name))
                return evaluation.Fail($"键“{name}”出现了两次");
            entries.Add(new(name, value));
        }
        return FeelValue.Of(new FeelContext(entries));
    }

    /// <summary>A copy with the value at the path of keys.</summary>
    private static FeelValue Put(
        Evaluation evaluation, FeelValue context, IReadOnlyList<FeelValue> keys, FeelValue value)
    {
        if (keys.Count is 0 or > FeelLimits.MaxValueDepth)
            return evaluation.Fail($"键的个数应在 1 到 {FeelLimits.MaxValueDepth} 之间");
        foreach (var key in keys)
            if (key.AsString() is null)
                return evaluation.Fail($"键 {FeelText.Quote(key)} 不是字符串");
        return PutAt(evaluation, context, keys, 0, value);
    }

    private static FeelValue PutAt(
        Evaluation evaluation, FeelValue target, IReadOnlyList<FeelValue> keys, int at, FeelValue value)
    {
        if (target.AsContext() is not { } context)
            return evaluation.Fail($"“{keys[at - 1].AsString()}”不是上下文");
        evaluation.Charge(context.Count);
        var key = keys[at].AsString()!;
        if (at == keys.Count - 1)
            return FeelValue.Of(context.With(key, value));
        if (!context.TryGet(key, out var inner))
            return evaluation.Fail($"没有键“{key}”");
        return PutAt(evaluation, inner, keys, at + 1, value) is { IsNull: false } changed
            ? FeelValue.Of(context.With(key, changed))
            : FeelValue.Null;
    }

    private static FeelValue Merge(Evaluation evaluation, FeelValue[] a)
    {
        var entries = new List<KeyValuePair<string, FeelValue>>();
        foreach (var item in a[0].AsList()!)
        {
            if (item.AsContext() is not { } context)
                return evaluation.Fail($"{FeelText.Quote(item)} 不是上下文");
            evaluation.Charge(context.Count);
            entries.AddRange(context);
        }
        return FeelValue.Of(new FeelContext(entries));
    }
}
