using BalancedEdu.Web.Runtime.Clocks;
using CsCheck;
using static BalancedEdu.Web.Tests.Runtime.Clocks.ShippedDays;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

/// <summary>Random clocks against a model that walks by days and by minutes and reads the file by itself.</summary>
public class ClockPropertyTests
{
    private static readonly DateTimeOffset Epoch = new(2023, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static readonly Gen<DateTimeOffset> Instants =
        Gen.Int[0, 4 * 365 * 24 * 60].Select(m => Epoch.AddMinutes(m));

    private static readonly Gen<Pause[]> Pauses = Gen.Select(Gen.Int[0, 60 * 24 * 60], Gen.Int[0, 20 * 24 * 60])
        .Select(p => new Pause("s", Epoch.AddMinutes(p.Item1), Epoch.AddMinutes(p.Item1 + p.Item2), "补正", null))
        .Array[0, 4];

    private static readonly Gen<Clock> DayClocks = Gen.Select(Instants, Pauses, Gen.Int[1, 60], Gen.Bool)
        .Select((start, pauses, n, wd) => new Clock(new(n, wd ? BudgetUnit.WorkingDays : BudgetUnit.Days), start)
        {
            Pauses = Shift(pauses, start),
        });

    [Fact]
    public void The_end_of_a_period_is_where_a_walk_day_by_day_ends() => DayClocks.Sample(clock =>
        clock.Read(OfficeTime.Default, clock.Start!.Value.AddDays(400)).DueOn == WalkDays(clock));

    [Fact]
    public void Used_and_left_make_the_budget_before_the_end_and_used_less_over_after_it() =>
        Gen.Select(DayClocks, Gen.Int[0, 150 * 24]).Sample((clock, hours) =>
        {
            if (clock.Budget.Unit == BudgetUnit.Days) return true; // rolling adds days that the budget does not have
            var reading = clock.Read(OfficeTime.Default, clock.Start!.Value.AddHours(hours));
            return reading.Used + reading.Remaining - reading.Over == clock.Budget.Amount;
        });

    [Fact]
    public void The_order_of_pauses_and_their_repetition_change_nothing() => DayClocks.Sample(clock =>
        (clock with { Pauses = [.. clock.Pauses.Reverse(), .. clock.Pauses] }).Read(OfficeTime.Default, Epoch).DueAt
            == clock.Read(OfficeTime.Default, Epoch).DueAt);

    [Fact]
    public void Working_hours_end_where_a_walk_minute_by_minute_ends() =>
        Gen.Select(Instants, Pauses, Gen.Int[1, 40]).Sample((start, pauses, hours) =>
        {
            var clock = new Clock(new(hours, BudgetUnit.WorkingHours), start) { Pauses = Shift(pauses, start) };
            return clock.Read(OfficeTime.Default, start.AddDays(400)).DueAt == WalkMinutes(clock);
        }, iter: 60);

    [Fact]
    public void Counting_back_undoes_counting_forward() =>
        Gen.Select(Gen.Int[0, 1500], Gen.Int[0, 80]).Sample((day, n) =>
        {
            var from = WorkingDayCalendar.Shipped.RollForward(new DateOnly(2023, 1, 1).AddDays(day)).Date;
            var to = WorkingDayCalendar.Shipped.AddWorkingDays(from, n).Date;
            return WorkingDayCalendar.Shipped.AddWorkingDays(to, -n).Date == from
                && WorkingDayCalendar.Shipped.WorkingDaysBetween(from, to) == n;
        });

    private static Pause[] Shift(Pause[] pauses, DateTimeOffset start) =>
        [.. pauses.Select(p => p with { From = start + (p.From - Epoch), To = start + (p.To!.Value - Epoch) })];

    private static DateOnly WalkDays(Clock clock)
    {
        var local = clock.Start!.Value.ToOffset(TimeSpan.FromHours(8));
        var day = DateOnly.FromDateTime(local.DateTime);
        if (local.TimeOfDay > new TimeSpan(17, 30, 0)) day = day.AddDays(1);
        while (!Works(day)) day = day.AddDays(1);
        for (var left = clock.Budget.Amount; left > 0;)
        {
            day = day.AddDays(1);
            var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));
            var stands = clock.Pauses.Any(p => p.From <= midnight && midnight < p.To);
            if (!stands && (clock.Budget.Unit == BudgetUnit.Days || Works(day))) left--;
        }
        while (!Works(day)) day = day.AddDays(1);
        return day;
    }

    private static DateTimeOffset WalkMinutes(Clock clock)
    {
        var (minute, left) = (clock.Start!.Value, clock.Budget.Amount * 60);
        for (; left > 0; minute = minute.AddMinutes(1))
        {
            var at = minute.ToOffset(TimeSpan.FromHours(8));
            var time = at.TimeOfDay.TotalMinutes;
            var open = time is >= 510 and < 720 or >= 780 and < 1050;
            if (open && Works(DateOnly.FromDateTime(at.DateTime))
                && !clock.Pauses.Any(p => p.From <= minute && minute < p.To)) left--;
        }
        return minute;
    }
}
