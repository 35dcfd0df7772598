namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>What counting gave.</summary>
/// <param name="DueAt">The end of the period.</param>
/// <param name="Used">What has passed, today included, without pauses.</param>
/// <param name="Remaining">What is left after today; 0 on the last day and after it.</param>
/// <param name="Over">What has passed after the last day.</param>
internal sealed record ClockCount(DateTimeOffset DueAt, int Used, int Remaining, int Over)
{
    /// <summary>Counts a clock that has started; a pause that lasts is taken to end as of then.</summary>
    public static ClockCount Of(Clock clock, DateTimeOffset start, OfficeTime office, DateTimeOffset asOf)
    {
        var ledger = new PauseLedger(clock.Pauses, asOf);
        if (clock.Budget.Unit == BudgetUnit.WorkingHours)
            return OfHours(clock.Total.Amount, start, office, ledger, asOf);
        var first = office.ReceivedOn(start);
        var days = clock.Budget.Unit == BudgetUnit.WorkingDays
            ? new Days(ledger, office.Calendar.IsWorkingDay)
            : new Days(ledger, _ => true);
        var amount = clock.Budget.Unit == BudgetUnit.Months
            ? first.AddMonths(clock.Total.Amount).DayNumber - first.DayNumber
            : clock.Total.Amount;
        var last = office.Calendar.RollForward(days.Nth(first, amount)).Date;
        var today = OfficeTime.DateOf(asOf);
        return new(office.ClosingOf(last), days.Between(first, today),
            days.Between(today > first ? today : first, last), days.Between(last, today));
    }

    /// <summary>Hours count from the instant of the start; used and over are rounded down, what is left up.</summary>
    private static ClockCount OfHours(
        int hours, DateTimeOffset start, OfficeTime office, PauseLedger ledger, DateTimeOffset asOf)
    {
        var (budget, passed) = (TimeSpan.FromHours(hours), TimeSpan.Zero);
        var (used, over) = (TimeSpan.Zero, TimeSpan.Zero);
        DateTimeOffset? due = null;
        foreach (var stretch in office.WorkingHoursFrom(start).SelectMany(ledger.Outside))
        {
            if (due is not null && stretch.From >= asOf) break;
            var length = stretch.To - stretch.From;
            if (due is null && passed + length >= budget) due = stretch.From + (budget - passed);
            passed += length;
            if (stretch.From < asOf) used += (stretch.To < asOf ? stretch.To : asOf) - stretch.From;
        }
        if (used > budget) over = used - budget;
        var left = used < budget ? budget - used : TimeSpan.Zero;
        return new(due!.Value, (int)used.TotalHours, (int)Math.Ceiling(left.TotalHours), (int)over.TotalHours);
    }

    /// <summary>The days that a clock counts: those of its unit on which it does not stand still.</summary>
    private readonly struct Days(PauseLedger ledger, Func<DateOnly, bool> isOfUnit)
    {
        public int Between(DateOnly from, DateOnly to)
        {
            var count = 0;
            for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
                if (Counts(day)) count++;
            return count;
        }

        public DateOnly Nth(DateOnly from, int n)
        {
            var day = from;
            for (var left = n; left > 0;)
            {
                day = day.AddDays(1);
                if (Counts(day)) left--;
            }
            return day;
        }

        private bool Counts(DateOnly day) => isOfUnit(day) && !ledger.Covers(day);
    }
}
