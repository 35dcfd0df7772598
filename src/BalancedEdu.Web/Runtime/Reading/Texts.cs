using System.Globalization;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>Days and instants as they are written on screen and paper, in Beijing time.</summary>
public static class Texts
{
    private static readonly string[] WeekDays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

    /// <summary>UTC+8, all year: China has no daylight saving time.</summary>
    public static TimeSpan ChinaOffset { get; } = TimeSpan.FromHours(8);

    /// <summary>2026-11-27 周五.</summary>
    public static string Day(DateOnly day) =>
        $"{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\u00a0{WeekDays[(int)day.DayOfWeek]}";

    /// <summary>2026-11-27 周五.</summary>
    public static string Day(DateTimeOffset at) => Day(LocalDay(at));

    /// <summary>In lists: 11-27 周五, with the year where it is not this one.</summary>
    public static string ShortDay(DateTimeOffset at, DateTimeOffset now)
    {
        var day = LocalDay(at);
        var format = day.Year == LocalDay(now).Year ? "MM-dd" : "yyyy-MM-dd";
        return $"{day.ToString(format, CultureInfo.InvariantCulture)}\u00a0{WeekDays[(int)day.DayOfWeek]}";
    }

    /// <summary>In lists: 11-20 16:48, with the year where it is not this one.</summary>
    public static string ShortInstant(DateTimeOffset at, DateTimeOffset now)
    {
        var local = at.ToOffset(ChinaOffset);
        var format = local.Year == now.ToOffset(ChinaOffset).Year ? "MM-dd HH:mm" : "yyyy-MM-dd HH:mm";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>2026-11-20 16:48.</summary>
    public static string Instant(DateTimeOffset at) =>
        at.ToOffset(ChinaOffset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day in Beijing.</summary>
    public static DateOnly LocalDay(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(ChinaOffset).DateTime);
}
