using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>Lists that are asked (DMN 1.5, table 76). Elements are compared as by <c>=</c>.</summary>
internal static class ListFunctions
{
    public static void Add(FunctionTable table)
    {
        table.Add("list contains", "list: list, element: any",
            (_, a) => FeelValue.Of(IndexOf(a[0].AsList()!, a[1], 0) >= 0));
        table.Add("count", "list: list", (_, a) => FeelValue.Of((decimal)a[0].AsList()!.Count));
        table.Add("min", "list: list", (e, a) => Extreme(e, a[0].AsList()!, -1));
        table.Add("min", "...c: list", (e, a) => Extreme(e, a[0].AsList()!, -1));
        table.Add("max", "list: list", (e, a) => Extreme(e, a[0].AsList()!, 1));
        table.Add("max", "...c: list", (e, a) => Extreme(e, a[0].AsList()!, 1));
        foreach (var (name, decides) in new[] { ("all", false), ("any", true) })
        {
            table.Add(name, "list: list", (e, a) => Quantify(e, a[0].AsList()!, decides));
            table.Add(name, "...b: list", (e, a) => Quantify(e, a[0].AsList()!, decides));
        }
        table.Add("sublist", "list: list, start position: number, length?: number", Sublist);
        table.Add("index of", "list: list, match: any", IndexesOf);
        table.Add("sort", "list: list, precedes?: function|null", ListSort.Sort);
    }

    /// <summary>Whether a list holds a value, by FEEL's equality.</summary>
    public static int IndexOf(IReadOnlyList<FeelValue> list, FeelValue value, int from)
    {
        for (var i = from; i < list.Count; i++)
            if (Comparing.AreEqual(list[i], value) == true)
                return i;
        return -1;
    }

    private static FeelValue Extreme(Evaluation evaluation, IReadOnlyList<FeelValue> list, int sign)
    {
        if (list.Count == 0)
            return evaluation.Fail("列表为空");
        var best = list[0];
        foreach (var item in list)
        {
            if (Comparing.Order(item, best) is not { } order)
                return evaluation.Fail($"不能比较 {FeelText.Quote(item)} 与 {FeelText.Quote(best)}");
            if (order * sign > 0)
                best = item;
        }
        return best;
    }

    private static FeelValue Quantify(Evaluation evaluation, IReadOnlyList<FeelValue> list, bool decides)
    {
        var unknown = false;
        foreach (var item in list)
        {
            if (item.AsBoolean() == decides)
                return FeelValue.Of(decides);
            if (item.Kind is not (FeelKind.Boolean or FeelKind.Null))
                return evaluation.Fail($"列表中的 {FeelText.Quote(item)} 不是布尔值");
            unknown |= item.IsNull;
        }
        return unknown ? FeelValue.Null : FeelValue.Of(!decides);
    }

    private static FeelValue Sublist(Evaluation evaluation, FeelValue[] a)
    {
        var list = a[0].AsList()!;
        var position = decimal.Truncate(a[1].Raw);
        if (position == 0 || Math.Abs(position) > list.Count)
            return evaluation.Fail($"{list.Count} 项的列表没有位置 {FeelText.Number(position)}");
        var start = (int)(position > 0 ? position - 1 : list.Count + position);
        var count = a[2].IsNull ? list.Count - start : decimal.Truncate(a[2].Raw);
        if (count < 0 || count > list.Count - start)
            return evaluation.Fail($"从位置 {FeelText.Number(position)} 起没有 {FeelText.Number(count)} 项");
        return FeelValue.Of(list.Skip(start).Take((int)count).ToArray());
    }

    private static FeelValue IndexesOf(Evaluation evaluation, FeelValue[] a)
    {
        var list = a[0].AsList()!;
        evaluation.Charge(list.Count);
        var found = new List<FeelValue>();
        for (var at = IndexOf(list, a[1], 0); at >= 0; at = IndexOf(list, a[1], at + 1))
            found.Add(FeelValue.Of((decimal)at + 1));
        return FeelValue.Of(found);
    }
}
