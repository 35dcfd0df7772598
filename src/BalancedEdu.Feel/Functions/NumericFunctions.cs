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
        Rounding(table, "decimal", "n: number, scale: number", Round(MidpointRounding.ToEven));
        Rounding(table, "round up", "n: number, scale: number", AwayFromZero);
        Rounding(table, "round down", "n: number, scale: number", Round(MidpointRounding.ToZero));
        Rounding(table, "round half up", "n: number, scale: number", Round(MidpointRounding.AwayFromZero));
        Rounding(table, "round half down", "n: number, scale: number", HalfDown);
        Rounding(table, "floor", "n: number, scale?: number|null", Round(MidpointRounding.ToNegativeInfinity));
        Rounding(table, "ceiling", "n: number, scale?: number|null", Round(MidpointRounding.ToPositiveInfinity));
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

    private static void Rounding(FunctionTable table, string name, string parameters, Func<decimal, decimal> toInteger) =>
        table.Add(name, parameters, (evaluation, a) =>
        {
            var scale = a.Length > 1 && !a[1].IsNull ? decimal.Truncate(a[1].Raw) : 0;
            return scale is < MinScale or > MaxScale
                ? evaluation.Fail($"小数位数应在 {MinScale} 到 {MaxScale} 之间")
                : FeelValue.Of(AtScale(a[0].Raw, (int)scale, toInteger));
        });

    /// <summary>Rounds at a place before or behind the point by moving the point there and back.</summary>
    private static decimal AtScale(decimal value, int scale, Func<decimal, decimal> toInteger)
    {
        if (scale >= value.Scale)
            return value;
        if (scale >= 0)
        {
            // The whole part stays as it is, so that moving the point cannot go beyond decimal.
            var whole = decimal.Truncate(value);
            return whole + RoundedFraction(value - whole, scale, toInteger);
        }
        if (scale < -28)
            return toInteger(Math.Sign(value) * 0.1m) == 0 ? 0 : throw new OverflowException();
        var unit = PowerOfTen(-scale);
        return toInteger(value / unit) * unit;
    }

    private static decimal RoundedFraction(decimal fraction, int scale, Func<decimal, decimal> toInteger)
    {
        var unit = PowerOfTen(scale);
        return toInteger(fraction * unit) / unit;
    }

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }

    private static Func<decimal, decimal> Round(MidpointRounding mode) => value => decimal.Round(value, mode);

    private static decimal AwayFromZero(decimal value) => value >= 0 ? decimal.Ceiling(value) : decimal.Floor(value);

    private static decimal HalfDown(decimal value)
    {
        var whole = decimal.Truncate(value);
        return Math.Abs(value - whole) > 0.5m ? whole + Math.Sign(value) : whole;
    }
}
