namespace BalancedEdu.Feel.Evaluating;

/// <summary>
/// What the base library has for double only. Integer powers and square roots are decimal; powers with a fraction, exp
/// and log go through double and so carry 15 digits, which is why money never passes through them.
/// </summary>
internal static class DecimalMath
{
    /// <summary>
    /// The greatest power that an integer exponent is multiplied out for; 2 to the 96th is decimal's end.
    /// </summary>
    private const int MaxExponent = 100_000;

    /// <summary>A power, or null when it is no real number or beyond decimal.</summary>
    public static decimal? Power(decimal value, decimal exponent)
    {
        if (exponent != decimal.Truncate(exponent))
            return FromDouble(Math.Pow((double)value, (double)exponent));
        if (value == 0)
            return exponent == 0 ? 1 : exponent > 0 ? 0 : null;
        if (value is 1 || (value is -1 && exponent % 2 == 0))
            return 1;
        if (value is -1)
            return -1;
        if (Math.Abs(exponent) > MaxExponent)
            return Math.Abs(value) < 1 == exponent > 0 ? 0 : null;
        return IntegerPower(value, (int)exponent);
    }

    /// <summary>A square root by Newton's method, or null for a negative number.</summary>
    public static decimal? SquareRoot(decimal value)
    {
        if (value < 0)
            return null;
        if (value == 0)
            return 0;
        var guess = (decimal)Math.Sqrt((double)value);
        for (var i = 0; i < 4; i++)
            guess = (guess + value / guess) / 2;
        return guess;
    }

    public static decimal? Exp(decimal value) => FromDouble(Math.Exp((double)value));

    public static decimal? Log(decimal value) => value <= 0 ? null : FromDouble(Math.Log((double)value));

    private static decimal? IntegerPower(decimal value, int exponent)
    {
        try
        {
            var result = 1m;
            var factor = value;
            for (var rest = Math.Abs(exponent); rest > 0; rest >>= 1)
            {
                if ((rest & 1) != 0)
                    result *= factor;
                if (rest > 1)
                    factor *= factor;
            }
            return exponent >= 0 ? result : result == 0 ? null : 1 / result;
        }
        catch (OverflowException)
        {
            // Beyond decimal upwards; a negative exponent of it is too small to tell from 0.
            return exponent < 0 ? 0 : null;
        }
    }

    private static decimal? FromDouble(double value) =>
        double.IsFinite(value) && Math.Abs(value) < 7.9e28 ? new decimal(value) : null;
}
