using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Features.Account;

/// <summary>How a day of the year is drawn.</summary>
public enum YearDay
{
    /// <summary>A day off.</summary>
    Off,

    /// <summary>A working day that is over.</summary>
    Past,

    /// <summary>A working day on a weekend that is over or to come: 调休上班.</summary>
    MakeUp,

    /// <summary>Today, whatever it is.</summary>
    Today,

    /// <summary>A working day to come.</summary>
    Future,
}

/// <summary>A day at its place.</summary>
/// <param name="Date">The day.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Column">0 Monday to 6 Sunday.</param>
/// <param name="WeekOfMonth">The row in its month, from 0.</param>
/// <param name="WeekOfYear">The column in the year, from 0.</param>
public sealed record DrawnDay(DateOnly Date, YearDay Kind, int Column, int WeekOfMonth, int WeekOfYear);

/// <summary>This year in working days, as the login page draws it.</summary>
/// <param name="Today">The day in Beijing.</param>
/// <param name="Days">All days of the year.</param>
/// <param name="Number">How many working days have begun, today included.</param>
/// <param name="Total">How many the year has.</param>
/// <param name="Provisional">Whether the year's arrangement is not published yet.</param>
public sealed record WorkingYear(DateOnly Today, IReadOnlyList<DrawnDay> Days, int Number, int Total, bool Provisional)
{
    /// <summary>The year of today, by the calendar in force.</summary>
    public static WorkingYear Of(TimeProvider time, OfficeTime office)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(office);
        return Of(OfficeTime.DateOf(time.GetUtcNow()), office.Calendar);
    }

    /// <summary>The year of a day.</summary>
    public static WorkingYear Of(DateOnly today, WorkingDayCalendar calendar)
    {
        var first = new DateOnly(today.Year, 1, 1);
        var dates = Enumerable.Range(0, DateTime.IsLeapYear(today.Year) ? 366 : 365).Select(first.AddDays).ToList();
        var working = dates.Where(calendar.IsWorkingDay).ToHashSet();
        return new(
            today, [.. dates.Select(date => Draw(date, today, working.Contains(date)))],
            working.Count(date => date <= today), working.Count, !calendar.IsOfficial(today.Year));
    }

    private static DrawnDay Draw(DateOnly date, DateOnly today, bool works)
    {
        var column = Column(date);
        var kind = date == today ? YearDay.Today
            : !works ? YearDay.Off
            : column > 4 ? YearDay.MakeUp
            : date < today ? YearDay.Past : YearDay.Future;
        var monthBegins = Column(new DateOnly(date.Year, date.Month, 1));
        var yearBegins = Column(new DateOnly(date.Year, 1, 1));
        return new(date, kind, column, (date.Day - 1 + monthBegins) / 7, (date.DayOfYear - 1 + yearBegins) / 7);
    }

    private static int Column(DateOnly date) => ((int)date.DayOfWeek + 6) % 7;
}
