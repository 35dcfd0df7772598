using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>
/// <c>sort</c>: a stable merge sort of our own, since the function that orders comes from a user and may contradict
/// itself; the base library's sort may throw or not end then.
/// </summary>
internal static class ListSort
{
    public static FeelValue Sort(Evaluation evaluation, FeelValue[] a)
    {
        FeelValue[] items = [.. a[0].AsList()!];
        // Each of so many rounds walks through all items.
        for (var size = 1L; size < items.Length; size *= 2)
            evaluation.ChargeWalk(a[0]);
        if (a[1].AsFunction() is { } precedes)
        {
            if (precedes.Arity is { } arity && arity != 2)
                return evaluation.Fail("排序函数应有两个参数");
            Merge(items, new FeelValue[items.Length], 0, items.Length, (x, y) => Precedes(evaluation, precedes, x, y));
            return FeelValue.Of(items);
        }
        var odd = Array.FindIndex(items, i => Comparing.Order(i, items[0]) is null);
        if (odd >= 0)
            return evaluation.Fail($"不能比较 {FeelText.Quote(items[odd])} 与 {FeelText.Quote(items[0])}");
        Merge(items, new FeelValue[items.Length], 0, items.Length, (x, y) => Comparing.Order(x, y) < 0);
        return FeelValue.Of(items);
    }

    private static bool Precedes(Evaluation evaluation, FeelFunction precedes, FeelValue x, FeelValue y)
    {
        evaluation.Charge(1);
        return precedes.Invoke(evaluation, [x, y]).AsBoolean() == true;
    }

    private static void Merge(
        FeelValue[] items, FeelValue[] spare, int from, int to, Func<FeelValue, FeelValue, bool> precedes)
    {
        if (to - from < 2)
            return;
        var middle = (from + to) / 2;
        Merge(items, spare, from, middle, precedes);
        Merge(items, spare, middle, to, precedes);
        Array.Copy(items, from, spare, from, to - from);
        for (int left = from, right = middle, at = from; at < to; at++)
            items[at] = right >= to || (left < middle && !precedes(spare[right], spare[left]))
                ? spare[left++]
                : spare[right++];
    }
}
