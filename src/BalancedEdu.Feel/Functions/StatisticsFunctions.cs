using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>Sums and their kin over lists of numbers (DMN 1.5, table 76).</summary>
internal static class StatisticsFunctions
{
    public static void Add(FunctionTable table)
    {
        OverNumbers(table, "sum", Sum);
        OverNumbers(table, "product", (e, n) =>
            n.Count == 0 ? e.Fail("列表为空") : FeelValue.Of(n.Aggregate(1m, (p, x) => p * x)));
        OverNumbers(table, "mean", (e, n) => n.Count == 0 ? e.Fail("列表为空") : FeelValue.Of(n.Sum() / n.Count));
        OverNumbers(table, "median", (e, n) => n.Count == 0 ? e.Fail("列表为空") : FeelValue.Of(Median(n)));
        OverNumbers(table, "stddev", (e, n) => n.Count < 2 ? e.Fail("至少需要两个数字") : FeelValue.Of(Deviation(n)));
        OverNumbers(table, "mode", (_, n) => FeelValue.Of(Mode(n)));
    }

    private static void OverNumbers(FunctionTable table, string name, Func<Evaluation, List<decimal>, FeelValue> of)
    {
        FeelValue Over(Evaluation evaluation, FeelValue[] a)
        {
            var numbers = new List<decimal>();
            evaluation.Charge(a[0].AsList()!.Count);
            foreach (var item in a[0].AsList()!)
            {
                if (item.AsNumber() is not { } number)
                    return evaluation.Fail($"列表中的 {FeelText.Quote(item)} 不是数字");
                numbers.Add(number);
            }
            return of(evaluation, numbers);
        }

        table.Add(name, "list: list", Over);
        table.Add(name, "...n: list", Over);
    }

    private static FeelValue Sum(Evaluation evaluation, List<decimal> numbers) =>
        numbers.Count == 0 ? evaluation.Fail("列表为空") : FeelValue.Of(numbers.Sum());

    private static decimal Median(List<decimal> numbers)
    {
        numbers.Sort();
        var middle = numbers.Count / 2;
        return numbers.Count % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
    }

    /// <summary>The standard deviation of a sample: divided by one less than the count.</summary>
    private static decimal Deviation(List<decimal> numbers)
    {
        var mean = numbers.Sum() / numbers.Count;
        var squares = numbers.Sum(n => (n - mean) * (n - mean));
        return DecimalMath.SquareRoot(squares / (numbers.Count - 1))!.Value;
    }

    private static FeelValue[] Mode(List<decimal> numbers)
    {
        var groups = numbers.GroupBy(n => n).ToArray();
        if (groups.Length == 0)
            return [];
        var most = groups.Max(g => g.Count());
        return [.. groups.Where(g => g.Count() == most).Select(g => g.Key).Order().Select(n => FeelValue.Of(n))];
    }
}
