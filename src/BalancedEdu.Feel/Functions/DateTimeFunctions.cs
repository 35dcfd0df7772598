using BalancedEdu.Feel.Evaluating;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Functions;

/// <summary>
/// Dates and times: making them, today and now, and what a day is called (DMN 1.5, 10.3.4.1, 10.3.4.6).
/// </summary>
internal static class DateTimeFunctions
{
    private static readonly string[] DayNames =
    [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ];

    private static readonly string[] MonthNames =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ];

    public static void Add(FunctionTable table)
    {
        table.Add("date", "from: string", (e, a) => Read(e, TemporalParser.Date(a[0].AsString()!), "不是日期"));
        table.Add("date", "from: date|dateTime", (_, a) => FeelValue.OfDay(a[0].LocalDay!.Value));
        table.Add("date", "year: number, month: number, day: number", Date);
        table.Add("time", "from: string", (e, a) => Read(e, Time(a[0].AsString()!), "不是时间"));
        table.Add("time", "from: time|dateTime", (_, a) => FeelValue.OfTime(a[0].SecondOfDay!.Value, a[0].Zone));
        table.Add("time", "hour: number, minute: number, second: number, offset?: duration|null", TimeOf);
        table.Add("date and time", "from: string", (e, a) =>
            Read(e, TemporalParser.DateTime(a[0].AsString()!), "不是日期时间"));
        table.Add("date and time", "from: dateTime", (_, a) => a[0]);
        table.Add("date and time", "date: date|dateTime, time: time", (_, a) =>
            FeelValue.OfDateTime(a[0].LocalDay!.Value * (decimal)Gregorian.SecondsPerDay + a[1].Raw, a[1].Zone));
        table.Add("date and time", "from: dateTime, timezone: string", InZone);
        const string parts = "year: number, month: number, day: number, hour: number, minute: number, second: number";
        table.Add("date and time", parts + ", offset?: duration|null", DateTimeOf);
        table.Add("date and time", parts + ", timezone: string", DateTimeOf);
        table.Add("now", "", (e, _) => Now(e));
        table.Add("today", "", (e, _) => FeelValue.OfDay(Now(e).LocalDay!.Value));
        table.Add("day of year", "date: date|dateTime", (_, a) =>
            FeelValue.Of((decimal)Gregorian.DayOfYear(a[0].LocalDay!.Value)));
        table.Add("week of year", "date: date|dateTime", (_, a) =>
            FeelValue.Of((decimal)Gregorian.WeekOfYear(a[0].LocalDay!.Value)));
        table.Add("day of week", "date: date|dateTime", (_, a) =>
            FeelValue.Of(DayNames[Gregorian.DayOfWeek(a[0].LocalDay!.Value) - 1]));
        table.Add("month of year", "date: date|dateTime",
            (_, a) => FeelValue.Of(MonthNames[Gregorian.FromDay(a[0].LocalDay!.Value).Month - 1]));
    }

    private static FeelValue Read(Evaluation evaluation, FeelValue value, string reason) =>
        value.IsNull ? evaluation.Fail(reason) : value;

    /// <summary>A time of day from its own text or that of a date and time.</summary>
    private static FeelValue Time(string text)
    {
        var time = TemporalParser.Time(text);
        if (!time.IsNull || !text.Contains('T', StringComparison.Ordinal))
            return time;
        var dateTime = TemporalParser.DateTime(text);
        return dateTime.SecondOfDay is { } seconds ? FeelValue.OfTime(seconds, dateTime.Zone) : FeelValue.Null;
    }

    private static FeelValue Now(Evaluation evaluation)
    {
        var utc = FeelValue.Of(evaluation.Now.ToUniversalTime()).Raw;
        var offset = evaluation.Environment.Zone.OffsetAtInstant(utc);
        return FeelValue.OfDateTime(utc + offset, FeelZone.FromOffset(offset));
    }

    private static FeelValue Date(Evaluation evaluation, FeelValue[] a) =>
        DayOf(a) is { } day ? FeelValue.OfDay(day) : evaluation.Fail("没有这一天");

    private static long? DayOf(FeelValue[] a)
    {
        if (a.Take(3).Any(n => n.Raw != decimal.Truncate(n.Raw) || Math.Abs(n.Raw) > Gregorian.MaxYear))
            return null;
        return Gregorian.IsDate((long)a[0].Raw, (long)a[1].Raw, (long)a[2].Raw)
            ? Gregorian.ToDay((long)a[0].Raw, (int)a[1].Raw, (int)a[2].Raw)
            : null;
    }

    private static decimal? SecondsOf(FeelValue hour, FeelValue minute, FeelValue second)
    {
        var isTime = hour.Raw is >= 0 and < 24 && minute.Raw is >= 0 and < 60 && second.Raw is >= 0 and < 60
            && hour.Raw == decimal.Truncate(hour.Raw) && minute.Raw == decimal.Truncate(minute.Raw);
        return isTime ? hour.Raw * 3600 + minute.Raw * 60 + second.Raw : null;
    }

    private static FeelValue TimeOf(Evaluation evaluation, FeelValue[] a)
    {
        if (SecondsOf(a[0], a[1], a[2]) is not { } seconds)
            return evaluation.Fail("没有这个时间");
        return TryZone(a[3], out var zone) ? FeelValue.OfTime(seconds, zone) : evaluation.Fail("没有这个时区");
    }

    private static FeelValue DateTimeOf(Evaluation evaluation, FeelValue[] a)
    {
        if (DayOf(a) is not { } day || SecondsOf(a[3], a[4], a[5]) is not { } seconds)
            return evaluation.Fail("没有这个日期时间");
        return TryZone(a[6], out var zone)
            ? FeelValue.OfDateTime(day * (decimal)Gregorian.SecondsPerDay + seconds, zone)
            : evaluation.Fail("没有这个时区");
    }

    private static bool TryZone(FeelValue value, out FeelZone? zone)
    {
        zone = value.AsString() is { } id ? FeelZone.Named(id) : value.IsNull
            ? null
            : FeelZone.FromOffset((long)value.Raw);
        return value.IsNull || zone is not null;
    }

    /// <summary>The same instant as it is told in a named zone.</summary>
    private static FeelValue InZone(Evaluation evaluation, FeelValue[] a)
    {
        if (FeelZone.Named(a[1].AsString()!) is not { } zone)
            return evaluation.Fail("没有这个时区");
        if (a[0].Zone is not { } from)
            return FeelValue.OfDateTime(a[0].Raw, zone);
        var utc = a[0].Raw - from.OffsetAt(a[0].Raw);
        return FeelValue.OfDateTime(utc + zone.OffsetAtInstant(utc), zone);
    }
}
