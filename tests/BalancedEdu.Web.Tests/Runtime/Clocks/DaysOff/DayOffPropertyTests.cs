using BalancedEdu.Web.Runtime.Clocks;
using CsCheck;

namespace BalancedEdu.Web.Tests.Runtime.Clocks.DaysOff;

/// <summary>Random days off against a model that knows each day by itself.</summary>
public class DayOffPropertyTests
{
    private static readonly DateOnly First = new(2023, 1, 1);

    /// <summary>Any days, those that are off already and make-up Saturdays among them.</summary>
    private static readonly Gen<DateOnly[]> DaysOff = Gen.Int[0, 4 * 365].Select(First.AddDays).Array[0, 80];

    private static readonly Gen<(DateOnly[] Off, DateOnly Start, int Budget)> Periods =
        Gen.Select(DaysOff, Gen.Int[0, 3 * 365].Select(First.AddDays), Gen.Int[1, 60]);

    [Fact]
    public void A_day_works_when_the_city_works_and_the_organisation_is_not_closed() =>
        DaysOff.Sample(off =>
        {
            var (office, closed) = (OfficeOf(off), off.ToHashSet());
            return Enumerable.Range(0, 4 * 365).Select(First.AddDays).All(day =>
                office.Of("own").Calendar.IsWorkingDay(day) == (ShippedDays.Works(day) && !closed.Contains(day))
                && office.Of("other").Calendar.IsWorkingDay(day) == ShippedDays.Works(day)
                && office.Of(null).Calendar.IsWorkingDay(day) == ShippedDays.Works(day));
        }, iter: 200);

    [Fact]
    public void A_period_ends_where_a_walk_day_by_day_ends_and_never_earlier_than_the_citys() =>
        Periods.Sample(p =>
        {
            var office = OfficeOf(p.Off);
            var clock = new Clock(
                new(p.Budget, BudgetUnit.WorkingDays), OfficeTime.At(p.Start, new TimeOnly(9, 0)));
            var now = clock.Start!.Value;
            var own = clock.Read(office.Of("own"), now).DueOn;
            return own == Walk(p.Off.ToHashSet(), p.Start, p.Budget) && own >= clock.Read(office, now).DueOn;
        });

    [Fact]
    public void Order_and_repetition_of_days_off_change_nothing_and_another_day_makes_another_version() =>
        DaysOff.Sample(off =>
        {
            var one = WorkingDayCalendar.Shipped.Without(off);
            var extra = new DateOnly(2027, 3, 1);
            return one.Version == WorkingDayCalendar.Shipped.Without(off.OrderDescending().Concat(off)).Version
                && one.Version != one.Without([extra]).Version
                && one.Without([extra]).Version == WorkingDayCalendar.Shipped.Without([extra, .. off]).Version;
        });

    private static OfficeTime OfficeOf(DateOnly[] off)
    {
        var office = new OfficeTime(WorkingDayCalendar.Shipped, new());
        office.Adopt(new OfficeCalendars(WorkingDayCalendar.Shipped, off.Select(d => ("own", d))));
        return office;
    }

    /// <summary>What came on a day off was received on the next day that works, which is not counted.</summary>
    private static DateOnly Walk(HashSet<DateOnly> closed, DateOnly start, int budget)
    {
        bool Works(DateOnly day) => ShippedDays.Works(day) && !closed.Contains(day);
        var day = start;
        while (!Works(day))
            day = day.AddDays(1);
        for (var left = budget; left > 0;)
        {
            day = day.AddDays(1);
            if (Works(day))
                left--;
        }
        return day;
    }
}
