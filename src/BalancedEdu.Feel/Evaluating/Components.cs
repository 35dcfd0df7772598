using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Evaluating;

/// <summary>The components of temporal values and ranges (DMN 1.5, table 65).</summary>
internal static class Components
{
    public static bool TryGet(FeelValue value, string name, out FeelValue component)
    {
        var found = value.Kind switch
        {
            FeelKind.Date => OfDate(value, name),
            FeelKind.Time => OfTime(value, name),
            FeelKind.DateTime => OfDate(value, name) ?? OfTime(value, name),
            FeelKind.DaysTimeDuration => OfSeconds(value.Raw, name),
            FeelKind.YearsMonthsDuration => OfMonths(value.Raw, name),
            FeelKind.Range => OfRange(value.AsRange()!, name),
            _ => null,
        };
        component = found ?? FeelValue.Null;
        return found is not null;
    }

    private static FeelValue? OfDate(FeelValue value, string name)
    {
        var day = value.LocalDay!.Value;
        var (year, month, dayOfMonth) = Gregorian.FromDay(day);
        return name switch
        {
            "year" => FeelValue.Of((decimal)year),
            "month" => FeelValue.Of((decimal)month),
            "day" => FeelValue.Of((decimal)dayOfMonth),
            "weekday" => FeelValue.Of((decimal)Gregorian.DayOfWeek(day)),
            _ => null,
        };
    }

    private static FeelValue? OfTime(FeelValue value, string name)
    {
        var seconds = value.SecondOfDay!.Value;
        var whole = decimal.Floor(seconds);
        return name switch
        {
            "hour" => FeelValue.Of(decimal.Floor(whole / 3600)),
            "minute" => FeelValue.Of(decimal.Floor(whole / 60) % 60),
            "second" => FeelValue.Of(whole % 60),
            "time offset" =>
                value.Zone is { } zone ? FeelValue.OfSeconds(zone.OffsetAt(LocalSeconds(value))) : FeelValue.Null,
            "timezone" => FeelValue.Of(value.Zone?.Id),
            _ => null,
        };
    }

    private static decimal? LocalSeconds(FeelValue value) => value.Kind == FeelKind.DateTime ? value.Raw : null;

    /// <summary>All parts of a negative duration are negative.</summary>
    private static FeelValue? OfSeconds(decimal seconds, string name)
    {
        var whole = decimal.Truncate(seconds);
        return name switch
        {
            "days" => FeelValue.Of(decimal.Truncate(whole / Gregorian.SecondsPerDay)),
            "hours" => FeelValue.Of(decimal.Truncate(whole / 3600) % 24),
            "minutes" => FeelValue.Of(decimal.Truncate(whole / 60) % 60),
            "seconds" => FeelValue.Of(seconds % 60),
            _ => null,
        };
    }

    private static FeelValue? OfMonths(decimal months, string name) => name switch
    {
        "years" => FeelValue.Of(decimal.Truncate(months / 12)),
        "months" => FeelValue.Of(months % 12),
        _ => null,
    };

    private static FeelValue? OfRange(FeelRange range, string name) => name switch
    {
        "start" => range.Start,
        "end" => range.End,
        "start included" => FeelValue.Of(range.StartIncluded),
        "end included" => FeelValue.Of(range.EndIncluded),
        _ => null,
    };
}
