using BalancedEdu.Feel.Values;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>
/// What the product adds to FEEL about time, for <c>FeelEnvironment.HostFunctions</c>. Wrong arguments give null, as
/// FEEL's own functions do. Pure for one version of the calendar.
/// </summary>
public static class WorkingDayFunctions
{
    /// <summary>
    /// <c>working days after(date, n)</c>, <c>working days between(a, b)</c>, <c>is working day(date)</c>;
    /// <c>closing time(date)</c>, the end of a period's last day; <c>due after(start, "20WD")</c>, the end of a period.
    /// </summary>
    public static IReadOnlyDictionary<string, Func<IReadOnlyList<FeelValue>, FeelValue>> For(OfficeTime office)
    {
        return new Dictionary<string, Func<IReadOnlyList<FeelValue>, FeelValue>>
        {
            ["working days after"] = arguments => arguments is [var from, var n]
                && DateOf(from) is { } date && CountOf(n) is { } count
                    ? FeelValue.Of(office.Calendar.AddWorkingDays(date, count).Date) : FeelValue.Null,
            ["working days between"] = arguments => arguments is [var a, var b]
                && DateOf(a) is { } from && DateOf(b) is { } to
                    ? FeelValue.Of((decimal)office.Calendar.WorkingDaysBetween(from, to)) : FeelValue.Null,
            ["is working day"] = arguments => arguments is [var day] && DateOf(day) is { } date
                ? FeelValue.Of(office.Calendar.IsWorkingDay(date)) : FeelValue.Null,
            ["closing time"] = arguments => arguments is [var day] && DateOf(day) is { } date
                ? FeelValue.Of(office.ClosingOf(date)) : FeelValue.Null,
            ["due after"] = arguments => arguments is [var at, var text] && StartOf(at) is { } start
                && Budget.TryParse(text.AsString(), out _) is { } budget
                    ? FeelValue.Of(new Clock(budget, start).Read(office, start).DueAt!.Value) : FeelValue.Null,
        };
    }

    /// <summary>An instant is read as its day in Beijing.</summary>
    private static DateOnly? DateOf(FeelValue value) => value.Kind switch
    {
        FeelKind.Date => value.AsDate(),
        FeelKind.DateTime => value.AsInstant(OfficeTime.Offset) is { } instant ? OfficeTime.DateOf(instant) : null,
        _ => null,
    };

    /// <summary>A day without a time counts as received when it begins.</summary>
    private static DateTimeOffset? StartOf(FeelValue value) => value.Kind switch
    {
        FeelKind.Date => OfficeTime.At(value.AsDate()!.Value, TimeOnly.MinValue),
        FeelKind.DateTime => value.AsInstant(OfficeTime.Offset),
        _ => null,
    };

    private static int? CountOf(FeelValue value) =>
        value.AsNumber() is { } n && n == decimal.Truncate(n) && Math.Abs(n) <= WorkingDayCalendar.CountMax
            ? (int)n : null;
}
