namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>When little time is left of a clock: the default, or what the clock says itself (<c>warn</c>).</summary>
internal static class Nearness
{
    /// <summary>Whether little is left at an instant before the end.</summary>
    public static bool Holds(Clock clock, ClockCount count, OfficeTime office, DateTimeOffset asOf)
    {
        var warn = clock.Warn ?? office.NearOf(clock.Budget.Unit);
        var (today, last) = (OfficeTime.DateOf(asOf), OfficeTime.DateOf(count.DueAt));
        return warn.Unit switch
        {
            BudgetUnit.WorkingDays => office.Calendar.WorkingDaysBetween(today, last) <= warn.Amount,
            BudgetUnit.Days => last <= today.AddDays(warn.Amount),
            BudgetUnit.Months => last <= today.AddMonths(warn.Amount),
            _ when clock.Budget.Unit == BudgetUnit.WorkingHours => count.Remaining <= warn.Amount,
            _ => ClockCount.Of(new(warn, asOf), asOf, office, asOf).DueAt >= count.DueAt,
        };
    }

    /// <summary>
    /// The first instant at which little is left when nothing stops the clock any more: the beginning of a day, of a
    /// clock in hours the instant itself.
    /// </summary>
    public static DateTimeOffset Begins(ClockReading reading, OfficeTime office)
    {
        var clock = reading.Clock;
        var warn = clock.Warn ?? office.NearOf(clock.Budget.Unit);
        if (clock.Budget.Unit == BudgetUnit.WorkingHours && warn.Unit == BudgetUnit.WorkingHours)
            return HoursBegin(clock, warn.Amount, office, reading.AsOf);
        var last = reading.DueOn!.Value;
        return OfficeTime.At(warn.Unit switch
        {
            BudgetUnit.WorkingDays => office.Calendar.AddWorkingDays(last, -warn.Amount).Date,
            BudgetUnit.Days => last.AddDays(-warn.Amount),
            BudgetUnit.Months => MonthsBefore(last, warn.Amount),
            _ => last,
        }, TimeOnly.MinValue);
    }

    private static DateTimeOffset HoursBegin(Clock clock, int left, OfficeTime office, DateTimeOffset asOf)
    {
        var start = clock.Start!.Value;
        if (clock.Total.Amount <= left)
            return start;
        var shorter = clock with { Extension = null, Budget = clock.Total with { Amount = clock.Total.Amount - left } };
        return ClockCount.Of(shorter, start, office, asOf).DueAt;
    }

    /// <summary>Months end on the last of a shorter one, so that the way back may be some days too far.</summary>
    private static DateOnly MonthsBefore(DateOnly last, int months)
    {
        var day = last.AddMonths(-months);
        while (day.AddMonths(months) < last) day = day.AddDays(1);
        return day;
    }
}
