using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>Lists made from lists (DMN 1.5, table 76). Every element made is a step.</summary>
internal static class ListChangeFunctions
{
    public static void Add(FunctionTable table)
    {
        table.Add("append", "list: list, ...item: list", (e, a) => Made(e, [.. a[0].AsList()!, .. a[1].AsList()!]));
        table.Add("concatenate", "...list: list", (e, a) => Concatenate(e, a[0].AsList()!));
        table.Add("union", "...list: list", (e, a) => Concatenate(e, a[0].AsList()!) is { IsNull: false } all
            ? Distinct(e, all.AsList()!)
            : FeelValue.Null);
        table.Add("distinct values", "list: list", (e, a) => Distinct(e, a[0].AsList()!));
        table.Add("insert before", "list: list, position: number, newItem: any", InsertBefore);
        table.Add("remove", "list: list, position: number", Remove);
        table.Add("list replace", "list: list, position: number, newItem: any", ReplaceAt);
        table.Add("list replace", "list: list, match: function, newItem: any", ReplaceMatching);
        table.Add("reverse", "list: list", (e, a) => Made(e, [.. a[0].AsList()!.Reverse()]));
        table.Add("flatten", "list: list", Flatten);
    }

    private static FeelValue Made(Evaluation evaluation, FeelValue[] items)
    {
        evaluation.Charge(items.Length);
        return FeelValue.Of(items);
    }

    private static FeelValue Concatenate(Evaluation evaluation, IReadOnlyList<FeelValue> lists)
    {
        var all = new List<FeelValue>();
        foreach (var list in lists)
        {
            if (list.IsNull)
                return evaluation.Fail("参数不能是 null");
            IReadOnlyList<FeelValue> items = list.AsList() ?? [list];
            evaluation.Charge(items.Count);
            all.AddRange(items);
        }
        return FeelValue.Of(all);
    }

    /// <summary>
    /// Where FEEL's equality is sameness, a hash finds the equal one; else each pair is compared, and charged.
    /// </summary>
    private static FeelValue Distinct(Evaluation evaluation, IReadOnlyList<FeelValue> list)
    {
        var kept = new List<FeelValue>();
        var simple = new HashSet<FeelValue>();
        var others = new List<FeelValue>();
        foreach (var item in list)
        {
            if (IsSimple(item.Kind))
            {
                evaluation.Charge(1);
                if (simple.Add(item))
                    kept.Add(item);
                continue;
            }
            evaluation.Charge(1 + (long)(others.Count * item.Weight / 16));
            if (ListFunctions.IndexOf(others, item, 0) >= 0)
                continue;
            others.Add(item);
            kept.Add(item);
        }
        return FeelValue.Of(kept);
    }

    private static bool IsSimple(FeelKind kind) => kind is FeelKind.Boolean or FeelKind.Number or FeelKind.String
        or FeelKind.Date or FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration;

    /// <summary>
    /// The index of a position that counts from 1, or from the end when negative; null when there is none.
    /// </summary>
    private static int? IndexAt(FeelValue position, int count)
    {
        var at = decimal.Truncate(position.Raw);
        if (at == 0 || Math.Abs(at) > count)
            return null;
        return (int)(at > 0 ? at - 1 : count + at);
    }

    private static FeelValue NoPosition(Evaluation evaluation, FeelValue[] a) =>
        evaluation.Fail($"{a[0].AsList()!.Count} 项的列表没有位置 {FeelText.Quote(a[1])}");

    private static FeelValue InsertBefore(Evaluation evaluation, FeelValue[] a)
    {
        var list = a[0].AsList()!;
        if (IndexAt(a[1], list.Count) is not { } index)
            return a[1].Raw == list.Count + 1 ? Made(evaluation, [.. list, a[2]]) : NoPosition(evaluation, a);
        return Made(evaluation, [.. list.Take(index), a[2], .. list.Skip(index)]);
    }

    private static FeelValue Remove(Evaluation evaluation, FeelValue[] a)
    {
        var list = a[0].AsList()!;
        return IndexAt(a[1], list.Count) is { } index
            ? Made(evaluation, [.. list.Take(index), .. list.Skip(index + 1)])
            : NoPosition(evaluation, a);
    }

    private static FeelValue ReplaceAt(Evaluation evaluation, FeelValue[] a)
    {
        var list = a[0].AsList()!;
        return IndexAt(a[1], list.Count) is { } index
            ? Made(evaluation, [.. list.Take(index), a[2], .. list.Skip(index + 1)])
            : NoPosition(evaluation, a);
    }

    private static FeelValue ReplaceMatching(Evaluation evaluation, FeelValue[] a)
    {
        var match = a[1].AsFunction()!;
        if (match.Arity is { } arity && arity != 2)
            return evaluation.Fail("match 函数应有两个参数");
        FeelValue[] items = [.. a[0].AsList()!];
        for (var i = 0; i < items.Length; i++)
        {
            evaluation.Charge(1);
            if (match.Invoke(evaluation, [items[i], a[2]]).AsBoolean() is not { } matches)
                return evaluation.Fail("match 函数应给出布尔值");
            if (matches)
                items[i] = a[2];
        }
        return FeelValue.Of(items);
    }

    private static FeelValue Flatten(Evaluation evaluation, FeelValue[] a)
    {
        var flat = new List<FeelValue>();
        var open = new Stack<(IReadOnlyList<FeelValue> List, int At)>();
        open.Push((a[0].AsList()!, 0));
        while (open.TryPop(out var here))
        {
            if (here.At == here.List.Count)
                continue;
            evaluation.Charge(1);
            open.Push((here.List, here.At + 1));
            var item = here.List[here.At];
            if (item.AsList() is { } inner)
                open.Push((inner, 0));
            else
                flat.Add(item);
        }
        return FeelValue.Of(flat);
    }
}
