namespace BalancedEdu.Feel.Values;

/// <summary>
/// Day arithmetic on the proleptic Gregorian calendar with years of up to nine digits, as XML Schema and so DMN asks
/// for; <see cref="DateOnly"/> ends at the year 9999. Day 0 is 1970-01-01.
/// </summary>
internal static class Gregorian
{
    public const int MaxYear = 999_999_999;
    public const int SecondsPerDay = 86_400;

    /// <summary>Day numbers of a <see cref="DateOnly"/> count from 0001-01-01; this is 1970-01-01 among them.</summary>
    public const int DateOnlyEpoch = 719_162;

    public static bool IsDate(long year, long month, long day) =>
        year is >= -MaxYear and <= MaxYear && month is >= 1 and <= 12 && day >= 1
            && day <= DaysInMonth(year, (int)month);

    public static int DaysInMonth(long year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <summary>The day number of a date; the year counts from March so that the leap day is the last one.</summary>
    public static long ToDay(long year, int month, int day)
    {
        var marchYear = month <= 2 ? year - 1 : year;
        var era = FloorDiv(marchYear, 400);
        var yearOfEra = marchYear - era * 400;
        var dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    /// <summary>The date of a day number.</summary>
    public static (long Year, int Month, int Day) FromDay(long day)
    {
        var shifted = day + 719_468;
        var era = FloorDiv(shifted, 146_097);
        var dayOfEra = shifted - era * 146_097;
        var yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var month = (5 * dayOfYear + 2) / 153;
        var dayOfMonth = (int)(dayOfYear - (153 * month + 2) / 5 + 1);
        var civilMonth = (int)(month < 10 ? month + 3 : month - 9);
        return (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, dayOfMonth);
    }

    /// <summary>Adds months and keeps the day where the month has it, else takes the month's last day.</summary>
    public static long? AddMonths(long day, decimal months)
    {
        var (year, month, dayOfMonth) = FromDay(day);
        var total = year * 12m + (month - 1) + months;
        var newYear = decimal.Floor(total / 12);
        if (newYear is < -MaxYear or > MaxYear)
            return null;
        var newMonth = (int)(total - newYear * 12) + 1;
        return ToDay((long)newYear, newMonth, Math.Min(dayOfMonth, DaysInMonth((long)newYear, newMonth)));
    }

    /// <summary>Monday is 1, Sunday is 7.</summary>
    public static int DayOfWeek(long day) => (int)(day + 3 - FloorDiv(day + 3, 7) * 7) + 1;

    public static int DayOfYear(long day) => (int)(day - ToDay(FromDay(day).Year, 1, 1)) + 1;

    /// <summary>The week by ISO 8601: week 1 is the one that holds the year's first Thursday.</summary>
    public static int WeekOfYear(long day)
    {
        var thursday = day + 4 - DayOfWeek(day);
        return (DayOfYear(thursday) - 1) / 7 + 1;
    }

    /// <summary>The range of day numbers that dates may take.</summary>
    public static bool IsDay(decimal day) => day >= MinDay && day <= MaxDay;

    private static readonly long MinDay = ToDay(-MaxYear, 1, 1);
    private static readonly long MaxDay = ToDay(MaxYear, 12, 31);

    private static long FloorDiv(long value, long by) => value >= 0 ? value / by : -((-value + by - 1) / by);
}
