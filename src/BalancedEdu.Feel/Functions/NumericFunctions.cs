using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>Numbers (DMN 1.5, table 77). Rounding is decimal throughout.</summary>
internal static class NumericFunctions
{
    /// <summary>The scales that DMN allows; beyond 28 places a decimal has nothing left to round.</summary>
    private const int MinScale = -6111;
    private const int MaxScale = 6176;

    public static void Add(FunctionTable table)
    {
        Rounding(table, "decimal", Round(MidpointRounding.ToEven));
        Rounding(table, "round up", AwayFromZero);
        Rounding(table, "round down", Round(MidpointRounding.ToZero));
        Rounding(table, "round half up", Round(MidpointRounding.AwayFromZero));
        Rounding(table, "round half down", HalfDown);
        Rounding(table, "floor", Round(MidpointRounding.ToNegativeInfinity));
        Rounding(table, "ceiling", Round(MidpointRounding.ToPositiveInfinity));
        table.Add("floor", "n: number", (_, a) => FeelValue.Of(decimal.Floor(a[0].Raw)));
        table.Add("ceiling", "n: number", (_, a) => FeelValue.Of(decimal.Ceiling(a[0].Raw)));
        table.Add("abs", "n: number", (_, a) => FeelValue.Of(Math.Abs(a[0].Raw)));
        table.Add("abs", "n: duration", (_, a) => FeelValue.OfSeconds(Math.Abs(a[0].Raw)));
        table.Add("abs", "n: months", (_, a) => FeelValue.OfMonths(Math.Abs(a[0].Raw)));
        table.Add("modulo", "dividend: number, divisor: number", (e, a) => a[1].Raw == 0
            ? e.Fail("除数为零")
            : FeelValue.Of(a[0].Raw - a[1].Raw * decimal.Floor(a[0].Raw / a[1].Raw)));
        table.Add("sqrt", "number: number", (e, a) => Result(e, DecimalMath.SquareRoot(a[0].Raw), "负数没有平方根"));
        table.Add("log", "number: number", (e, a) => Result(e, DecimalMath.Log(a[0].Raw), "只有正数有对数"));
        table.Add("exp", "number: number", (e, a) => Result(e, DecimalMath.Exp(a[0].Raw), "结果超出数字范围"));
        table.Add("odd", "number: number", (_, a) => FeelValue.Of(Math.Abs(a[0].Raw % 2) == 1));
        table.Add("even", "number: number", (_, a) => FeelValue.Of(a[0].Raw % 2 == 0));
    }

    private static FeelValue Result(Evaluation evaluation, decimal? value, string reason) =>
        value is { } number ? FeelValue.Of(number) : evaluation.Fail(reason);

    private static void Rounding(FunctionTable table, string name, Func<decimal, int, decimal> round) =>
        table.Add(name, "n: number, scale: number", (evaluation, a) =>
        {
            var scale = decimal.Truncate(a[1].Raw);
            return scale is < MinScale or > MaxScale
                ? evaluation.Fail($"小数位数应在 {MinScale} 到 {MaxScale} 之间")
                : FeelValue.Of(AtScale(a[0].Raw, (int)scale, round));
        });

    /// <summary>Rounds at a place behind the point, or before it by moving the point there and back.</summary>
    private static decimal AtScale(decimal value, int scale, Func<decimal, int, decimal> round)
    {
        if (scale >= value.Scale)
            return value;
        if (scale >= 0)
            return round(value, scale);
        if (scale < -28)
            return round(Math.Sign(value) * 0.1m, 0) == 0 ? 0 : throw new OverflowException();
        var unit = PowerOfTen(-scale);
        return round(value / unit, 0) * unit;
    }

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }

    private static Func<decimal, int, decimal> Round(MidpointRounding mode) =>
        (value, scale) => decimal.Round(value, scale, mode);

    private static decimal AwayFromZero(decimal value, int scale) =>
        decimal.Round(value, scale, value >= 0
            ? MidpointRounding.ToPositiveInfinity
            : MidpointRounding.ToNegativeInfinity);

    private static decimal HalfDown(decimal value, int scale)
    {
        var kept = decimal.Round(value, scale, MidpointRounding.ToZero);
        var unit = 1 / PowerOfTen(scale);
        return Math.Abs(value - kept) > unit / 2 ? kept + Math.Sign(value) * unit : kept;
    }
}
