using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Evaluating;

/// <summary>
/// Addition to exponentiation on numbers, strings, dates, times and durations (DMN 1.5, tables 45 to 47). Numbers are
/// decimal with 28 significant digits; DMN asks for 34, which is only seen beyond the 28th digit.
/// </summary>
internal static class Arithmetic
{
    /// <summary>
    /// The result, or null when the operator does not take these operands or the result cannot be held.
    /// </summary>
    public static FeelValue? Apply(char op, FeelValue left, FeelValue right)
    {
        try
        {
            if (left.Kind == FeelKind.Number && right.Kind == FeelKind.Number)
                return OfNumbers(op, left.Raw, right.Raw);
            return op switch
            {
                '+' => Add(left, right),
                '-' => Subtract(left, right),
                '*' => Multiply(left, right),
                '/' => Divide(left, right),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            // Beyond decimal: the operator has no result; the caller warns.
            return null;
        }
    }

    private static FeelValue? OfNumbers(char op, decimal left, decimal right) => op switch
    {
        '+' => FeelValue.Of(left + right),
        '-' => FeelValue.Of(left - right),
        '*' => FeelValue.Of(left * right),
        '/' => right == 0 ? null : FeelValue.Of(left / right),
        _ => DecimalMath.Power(left, right) is { } power ? FeelValue.Of(power) : null,
    };

    private static FeelValue? Add(FeelValue left, FeelValue right) => (left.Kind, right.Kind) switch
    {
        (FeelKind.String, FeelKind.String) => FeelValue.Of(left.AsString() + right.AsString()),
        (FeelKind.DaysTimeDuration, FeelKind.DaysTimeDuration) => FeelValue.OfSeconds(left.Raw + right.Raw),
        (FeelKind.YearsMonthsDuration, FeelKind.YearsMonthsDuration) => FeelValue.OfMonths(left.Raw + right.Raw),
        (_, FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration) => Shift(left, right, right.Raw),
        (FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration, _) => Shift(right, left, left.Raw),
        _ => null,
    };

    private static FeelValue? Subtract(FeelValue left, FeelValue right)
    {
        if (right.Kind is FeelKind.DaysTimeDuration or FeelKind.YearsMonthsDuration)
            return left.Kind == right.Kind
                ? left.Kind == FeelKind.DaysTimeDuration
                    ? FeelValue.OfSeconds(left.Raw - right.Raw)
                    : FeelValue.OfMonths(left.Raw - right.Raw)
                : Shift(left, right, -right.Raw);
        return Between(left, right) is { } seconds ? FeelValue.OfSeconds(seconds) : null;
    }

    private static FeelValue? Multiply(FeelValue left, FeelValue right) => (left.Kind, right.Kind) switch
    {
        (FeelKind.DaysTimeDuration, FeelKind.Number) => FeelValue.OfSeconds(left.Raw * right.Raw),
        (FeelKind.Number, FeelKind.DaysTimeDuration) => FeelValue.OfSeconds(left.Raw * right.Raw),
        (FeelKind.YearsMonthsDuration, FeelKind.Number) => FeelValue.OfMonths(left.Raw * right.Raw),
        (FeelKind.Number, FeelKind.YearsMonthsDuration) => FeelValue.OfMonths(left.Raw * right.Raw),
        _ => null,
    };

    private static FeelValue? Divide(FeelValue left, FeelValue right)
    {
        if (right.Raw == 0)
            return null;
        return (left.Kind, right.Kind) switch
        {
            (FeelKind.DaysTimeDuration, FeelKind.Number) => FeelValue.OfSeconds(left.Raw / right.Raw),
            (FeelKind.YearsMonthsDuration, FeelKind.Number) => FeelValue.OfMonths(left.Raw / right.Raw),
            (FeelKind.DaysTimeDuration, FeelKind.DaysTimeDuration) => FeelValue.Of(left.Raw / right.Raw),
            (FeelKind.YearsMonthsDuration, FeelKind.YearsMonthsDuration) => FeelValue.Of(left.Raw / right.Raw),
            _ => null,
        };
    }

    /// <summary>A point in time moved by seconds or months; a time of day goes round midnight.</summary>
    private static FeelValue? Shift(FeelValue point, FeelValue duration, decimal amount)
    {
        var byMonths = duration.Kind == FeelKind.YearsMonthsDuration;
        switch (point.Kind)
        {
            case FeelKind.Date:
                return Day(byMonths
                    ? Gregorian.AddMonths((long)point.Raw, amount)
                    : decimal.Floor(point.Raw + amount / Gregorian.SecondsPerDay));
            case FeelKind.DateTime when byMonths:
                return ShiftMonths(point, amount);
            case FeelKind.DateTime:
                return ShiftInstant(point, amount);
            case FeelKind.Time when !byMonths:
                var seconds = (point.Raw + amount) % Gregorian.SecondsPerDay;
                return FeelValue.OfTime(seconds < 0 ? seconds + Gregorian.SecondsPerDay : seconds, point.Zone);
            default:
                return null;
        }
    }

    private static FeelValue? ShiftMonths(FeelValue point, decimal months)
    {
        if (Gregorian.AddMonths(point.LocalDay!.Value, months) is not { } day)
            return null;
        return FeelValue.OfDateTime(day * (decimal)Gregorian.SecondsPerDay + point.SecondOfDay!.Value, point.Zone);
    }

    /// <summary>Seconds are added to the instant, so that a change of a zone's offset on the way is heeded.</summary>
    private static FeelValue? ShiftInstant(FeelValue point, decimal seconds)
    {
        var local = point.Raw + seconds;
        if (point.Zone is { Id: not null } zone)
        {
            var utc = point.Raw - zone.OffsetAt(point.Raw) + seconds;
            local = utc + zone.OffsetAtInstant(utc);
        }
        return Gregorian.IsDay(decimal.Floor(local / Gregorian.SecondsPerDay))
            ? FeelValue.OfDateTime(local, point.Zone)
            : null;
    }

    private static FeelValue? Day(decimal? day) =>
        day is { } number && Gregorian.IsDay(number) ? FeelValue.OfDay(number) : null;

    /// <summary>
    /// Seconds from <paramref name="right"/> to <paramref name="left"/>. Beside a date and time a date counts as
    /// midnight UTC; with and without zone cannot be subtracted.
    /// </summary>
    private static decimal? Between(FeelValue left, FeelValue right)
    {
        if (left.Kind == FeelKind.Date && right.Kind == FeelKind.Date)
            return (left.Raw - right.Raw) * Gregorian.SecondsPerDay;
        if (left.Kind == FeelKind.Date && right.Kind == FeelKind.DateTime)
            left = AtMidnight(left);
        if (left.Kind == FeelKind.DateTime && right.Kind == FeelKind.Date)
            right = AtMidnight(right);
        if (left.Kind != right.Kind || left.Kind is not (FeelKind.Time or FeelKind.DateTime))
            return null;
        if (left.Zone is null != right.Zone is null)
            return null;
        return Utc(left) - Utc(right);
    }

    /// <summary>The implicit conversion of a date: midnight at its start, UTC.</summary>
    public static FeelValue AtMidnight(FeelValue date) =>
        FeelValue.OfDateTime(date.Raw * Gregorian.SecondsPerDay, FeelZone.Utc);

    private static decimal Utc(FeelValue value) =>
        value.Raw - (value.Zone?.OffsetAt(value.Kind == FeelKind.DateTime ? value.Raw : null) ?? 0);
}
