using BalancedEdu.Web.Runtime.Clocks;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

public class ClockTests
{
    [Theory]
    [InlineData("20WD", "2026-03-02", "2026-03-30 17:30")]
    [InlineData("30D", "2026-09-01", "2026-10-08 17:30")]
    [InlineData("15D", "2026-09-25", "2026-10-13 17:30")] // received on Mid-Autumn counts as received on 09-28
    [InlineData("5WD", "2026-11-20 17:30", "2026-11-27 17:30")]
    [InlineData("5WD", "2026-11-20 17:31", "2026-11-30 17:30")] // after closing: received on Monday
    [InlineData("5WD", "2026-11-21 09:00", "2026-11-30 17:30")] // a Saturday: received on Monday
    [InlineData("20WD", "2026-10-10 09:00", "2026-11-06 17:30")] // a working Saturday is a day like any other
    [InlineData("20WD", "2026-09-20 09:00", "2026-10-23 17:30")] // across National Day with its make-up days
    [InlineData("1M", "2026-09-02", "2026-10-08 17:30")]
    [InlineData("2WH", "2026-11-20 16:00", "2026-11-23 09:00")]
    [InlineData("8WH", "2026-11-19 08:30", "2026-11-19 17:30")]
    [InlineData("8WH", "2026-11-19 12:30", "2026-11-20 12:00")] // in the noon break: from 13:00
    [InlineData("1WH", "2026-09-30 17:00", "2026-10-08 09:00")]
    public void A_period_ends_at_closing_time_of_its_last_day(string budget, string start, string due) =>
        Assert.Equal(Time(due), Clock(budget, start).Read(start).DueAt);

    [Fact]
    public void A_pause_moves_the_end_by_the_working_days_paused_only()
    {
        var clock = Clock("20WD", "2026-03-02").PausedBy("task:9", Time("2026-03-10"), "补正", null);
        Assert.Equal(6, clock.Read("2026-03-10").Used);
        clock = clock.ResumedBy("task:9", Time("2026-03-25"));
        Assert.Equal(Time("2026-04-15 17:30"), clock.Read("2026-03-25").DueAt);
        Assert.Equal((6, 14), (clock.Read("2026-03-25").Used, clock.Read("2026-03-25").Remaining));
    }

    [Theory]
    [InlineData("2026-09-24", "2026-10-14", "2026-10-19")] // over two holidays: 9 paused
    [InlineData("2026-09-19 10:00", "2026-09-19 18:00", "2026-09-30")] // a day off costs nothing
    [InlineData("2026-10-01 09:00", "2026-10-07 20:00", "2026-09-30")] // after the end and on holidays: nothing
    [InlineData("2026-09-21 09:00", "2026-09-21 17:00", "2026-09-30")] // within one day: nothing
    [InlineData("2026-09-21 09:00", "2026-09-22 17:00", "2026-10-08")] // one day: past the holiday
    [InlineData("2026-09-22 00:00", "2026-09-23 00:00", "2026-10-08")] // half-open: the 22nd only
    public void A_pause_across_holidays_costs_what_it_takes_in_working_days(string from, string to, string due) =>
        Assert.Equal(Day(due), Clock("8WD", "2026-09-18", Pause(from, to)).Read("2026-10-15").DueOn);

    [Fact]
    public void Overlapping_pauses_count_once()
    {
        Pause[] apart =
        [
            Pause("2026-03-10", "2026-03-20"), Pause("2026-03-16", "2026-03-25"), Pause("2026-03-12", "2026-03-13"),
        ];
        var merged = Clock("20WD", "2026-03-02", Pause("2026-03-10", "2026-03-25"));
        foreach (Pause[] order in (Pause[][])[apart, [.. apart.Reverse()]])
            Assert.Equal(merged.Read("2026-03-26").DueAt, Clock("20WD", "2026-03-02", order).Read("2026-03-26").DueAt);
    }

    [Fact]
    public void Two_sources_pause_and_the_clock_goes_on_when_both_have_ended()
    {
        var clock = Clock("20WD", "2026-03-02")
            .PausedBy("task:1", Time("2026-03-10"), "补正", null).PausedBy("task:2", Time("2026-03-12"), "听证", null)
            .PausedBy("task:1", Time("2026-03-13"), "补正", null);
        Assert.Equal(2, clock.Pauses.Count);
        clock = clock.ResumedBy("task:1", Time("2026-03-17"));
        Assert.Equal(ClockState.Paused, clock.Read("2026-03-18").State);
        clock = clock.ResumedBy("task:2", Time("2026-03-25"));
        Assert.Equal(Day("2026-04-15"), clock.Read("2026-03-25").DueOn);
        Assert.Equal(clock, clock.ResumedBy("task:3", Time("2026-03-26")) with { Pauses = clock.Pauses });
    }

    [Fact]
    public void A_changed_budget_during_a_pause_keeps_the_ledger()
    {
        var clock = Clock("20WD", "2026-03-02", Pause("2026-03-10", null));
        var changed = clock with { Budget = Budget.Parse("25WD") };
        changed = changed.ResumedBy("task:1", Time("2026-03-25"));
        Assert.Equal(Day("2026-04-22"), changed.Read("2026-03-25").DueOn);
        Assert.Equal(11, changed.Read("2026-03-25").PausedWorkingDays);
    }

    [Fact]
    public void The_third_pause_is_not_overdue()
    {
        var clock = Clock("5WD", "2026-03-02", Pause("2026-03-03", "2026-03-20"), Pause("2026-03-23", "2026-04-10"))
            .PausedBy("task:7", Time("2026-04-13"), "补正", Budget.Parse("10WD"));
        var reading = clock.Read("2026-04-24");
        Assert.Equal(ClockState.Paused, reading.State);
        Assert.Equal("停表 补正第9/10日", Deadline.Of(reading).Text);
    }

    [Fact]
    public void Natural_days_are_paused_in_natural_days() =>
        Assert.Equal(Day("2026-11-23"), // 10-31 + 22 days = 11-22, a Sunday
            Clock("30D", "2026-10-01 09:00", Pause("2026-10-10", "2026-10-25")).Read("2026-10-26").DueOn);

    [Fact]
    public void Working_hours_are_paused_to_the_minute() =>
        Assert.Equal(Time("2026-11-20 10:15"),
            Clock("8WH", "2026-11-19 08:30", Pause("2026-11-19 10:00", "2026-11-19 11:45"))
                .Read("2026-11-19 12:00").DueAt);

    [Fact]
    public void An_extension_is_granted_once_with_approver_and_reason()
    {
        var clock = Clock("20WD", "2026-03-02");
        Extension Ten(string by, string reason, string added = "10WD") =>
            new(Budget.Parse(added), by, reason, Time("2026-03-20"));
        Assert.Null(clock.ExtendedBy(Ten("", "案情复杂"), out var refusal));
        Assert.Equal("clock.extension.approver", refusal!.Code);
        Assert.Null(clock.ExtendedBy(Ten("gu", " "), out refusal));
        Assert.Equal("clock.extension.reason", refusal!.Code);
        Assert.Null(clock.ExtendedBy(Ten("gu", "案情复杂", "10D"), out refusal));
        Assert.Equal("clock.extension.unit", refusal!.Code);
        var extended = clock.ExtendedBy(Ten("gu", "案情复杂"), out refusal)!;
        Assert.Null(refusal);
        Assert.Equal(Day("2026-04-14"), extended.Read("2026-03-20").DueOn);
        Assert.Null(extended.ExtendedBy(Ten("gu", "再延"), out refusal));
        Assert.Equal("clock.extension.twice", refusal!.Code);
        Assert.Null((clock with { EndedAt = Time("2026-03-05") }).ExtendedBy(Ten("gu", "案情复杂"), out refusal));
        Assert.Equal("clock.extension.ended", refusal!.Code);
    }

    [Fact]
    public void A_date_beyond_the_official_calendar_is_provisional_until_it_is_published()
    {
        var clock = Clock("20WD", "2026-12-21");
        Assert.True(clock.Read("2026-12-21").Provisional);
        var official = new CalendarYear(
            2027, CalendarYearStatus.Official, ["国办通知"], [new(Day("2027-01-01"), "元旦")], []);
        var office = new OfficeTime(WorkingDayCalendar.Shipped.With([official]), new());
        Assert.False(clock.Read(office, Time("2026-12-21")).Provisional);
    }

    [Fact]
    public void Late_work_counts_on_the_same_day_where_the_office_says_so()
    {
        var office = new OfficeTime(WorkingDayCalendar.Shipped, new() { LateCountsAsNextDay = false });
        Assert.Equal(Day("2026-11-27"), Clock("5WD", "2026-11-20 18:00").Read(office, Time("2026-11-20 18:00")).DueOn);
    }

    [Fact]
    public void Office_hours_out_of_order_are_refused() =>
        Assert.Throws<ArgumentException>(
            () => new OfficeTime(WorkingDayCalendar.Shipped, new() { ClosingTime = new(8, 0) }));
}
