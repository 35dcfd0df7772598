using BalancedEdu.Web.Runtime.Clocks;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

public class WorkingDayCalendarTests
{
    private static readonly WorkingDayCalendar Calendar = WorkingDayCalendar.Shipped;

    [Theory]
    [InlineData("2026-09-28", 1, "2026-09-29")]
    [InlineData("2026-09-28", 5, "2026-10-10")] // National Day, then a working Saturday
    [InlineData("2026-09-28", 10, "2026-10-16")]
    [InlineData("2026-09-28", 20, "2026-10-30")]
    [InlineData("2026-09-18", 1, "2026-09-20")] // a working Sunday
    [InlineData("2026-02-13", 1, "2026-02-14")]
    [InlineData("2026-02-14", 1, "2026-02-24")] // nine days of Spring Festival
    [InlineData("2026-02-06", 10, "2026-02-27")]
    [InlineData("2026-01-01", 1, "2026-01-04")]
    [InlineData("2026-04-30", 1, "2026-05-06")]
    [InlineData("2026-04-30", 5, "2026-05-11")]
    [InlineData("2024-02-08", 1, "2024-02-09")] // New Year's Eve of 2024 was no holiday
    [InlineData("2024-02-08", 2, "2024-02-18")]
    [InlineData("2024-09-27", 5, "2024-10-10")]
    [InlineData("2025-01-24", 1, "2025-01-26")]
    [InlineData("2025-01-24", 10, "2025-02-13")]
    [InlineData("2025-09-26", 10, "2025-10-16")]
    [InlineData("2026-12-31", 1, "2027-01-04")]
    [InlineData("2026-12-21", 10, "2027-01-05")]
    [InlineData("2026-09-18", 45, "2026-11-26")]
    [InlineData("2026-09-18", 20, "2026-10-22")]
    [InlineData("2026-03-02", 20, "2026-03-30")]
    [InlineData("2026-03-02", 30, "2026-04-14")]
    [InlineData("2026-09-29", -1, "2026-09-28")]
    [InlineData("2026-09-29", -2, "2026-09-24")]
    [InlineData("2026-09-29", 3, "2026-10-09")]
    [InlineData("2026-09-29", 5, "2026-10-12")]
    [InlineData("2026-09-26", 0, "2026-09-26")]
    public void Working_days_are_counted_by_the_list_of_the_State_Council(string from, int n, string expected) =>
        Assert.Equal(Day(expected), Calendar.AddWorkingDays(Day(from), n).Date);

    [Theory]
    [InlineData("2026-09-01", 30, "2026-10-08")]
    [InlineData("2026-09-04", 30, "2026-10-08")]
    [InlineData("2026-01-16", 30, "2026-02-24")]
    [InlineData("2026-09-25", 15, "2026-10-10")] // a make-up working Saturday does not roll
    [InlineData("2026-11-06", 15, "2026-11-23")] // a plain Saturday does
    public void Natural_days_roll_off_holidays_and_weekends(string from, int n, string expected) =>
        Assert.Equal(Day(expected), Calendar.AddDays(Day(from), n).Date);

    [Theory]
    [InlineData("2026-03-16", 1, "2026-04-16")]
    [InlineData("2025-12-31", 2, "2026-02-28")] // no 31st: the month's last day, which is a working Saturday
    [InlineData("2026-08-31", 1, "2026-09-30")]
    [InlineData("2026-09-02", 1, "2026-10-08")]
    [InlineData("2026-11-28", 3, "2027-03-01")]
    public void Months_end_on_the_same_day_or_the_months_last_and_roll(string from, int n, string expected) =>
        Assert.Equal(Day(expected), Calendar.AddMonths(Day(from), n).Date);

    [Theory]
    [InlineData("2026-01-10", "2026-01-12", false)]
    [InlineData("2026-05-10", "2026-05-11", false)]
    [InlineData("2026-10-10", "2026-10-10", false)]
    [InlineData("2027-02-10", "2027-02-11", true)]
    public void The_tenth_of_a_month_rolls_to_a_working_day(string day, string expected, bool provisional) =>
        Assert.Equal(new CountedDate(Day(expected), provisional), Calendar.RollForward(Day(day)));

    [Theory]
    [InlineData("2026-09-10", "5 5 3 3", "2026-09-17 2026-09-23 2026-09-29 2026-10-09")] // funding
    [InlineData("2026-09-07", "3 10 5", "2026-09-10 2026-09-23 2026-10-08")] // opening of a large-class ticket
    public void A_chain_of_steps_counts_each_from_the_end_of_the_one_before(string start, string steps, string expected)
    {
        var day = Day(start);
        var ends = steps.Split(' ').Select(n => day = Calendar.AddWorkingDays(day, int.Parse(n, null)).Date);
        Assert.Equal(expected, string.Join(' ', ends.Select(d => d.ToString("yyyy-MM-dd", null))));
    }

    [Theory]
    [InlineData(2023, 249)]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    [InlineData(2027, 248)]
    public void A_year_has_as_many_working_days_as_were_announced(int year, int expected) =>
        Assert.Equal(expected, Calendar.WorkingDaysBetween(new(year - 1, 12, 31), new(year, 12, 31)));

    [Theory]
    [InlineData("2026-12-31", 1, true)]
    [InlineData("2026-12-30", 1, false)]
    [InlineData("2027-03-01", 1, true)]
    [InlineData("2022-12-01", 1, true)] // before the first year of the list
    [InlineData("2031-05-01", 1, true)]
    [InlineData("2027-01-04", -1, true)]
    public void Counting_through_a_year_without_an_official_list_is_provisional(string from, int n, bool expected) =>
        Assert.Equal(expected, Calendar.AddWorkingDays(Day(from), n).Provisional);

    [Fact]
    public void A_year_outside_of_the_list_counts_by_weekends_only()
    {
        Assert.True(Calendar.IsWorkingDay(Day("2031-10-01")));
        Assert.False(Calendar.IsWorkingDay(Day("2031-10-04")));
    }

    [Fact]
    public void Between_is_the_inverse_of_adding_and_negative_backwards()
    {
        Assert.Equal(5, Calendar.WorkingDaysBetween(Day("2026-09-28"), Day("2026-10-10")));
        Assert.Equal(-5, Calendar.WorkingDaysBetween(Day("2026-10-10"), Day("2026-09-28")));
        Assert.Equal(0, Calendar.WorkingDaysBetween(Day("2026-10-03"), Day("2026-10-05")));
    }

    [Fact]
    public void An_imported_year_replaces_the_old_one_and_changes_the_version()
    {
        var year = new CalendarYear(2027, CalendarYearStatus.Official, ["国办通知"],
            [new(Day("2027-02-11"), "春节")], [new(Day("2027-02-20"), "春节")]);
        var imported = Calendar.With([year]);
        Assert.False(imported.IsWorkingDay(Day("2027-02-11")));
        Assert.True(imported.IsWorkingDay(Day("2027-02-20")));
        Assert.True(imported.IsOfficial(2027));
        Assert.NotEqual(Calendar.Version, imported.Version);
        Assert.Equal(imported.Version, Calendar.With([year]).Version);
        Assert.StartsWith("2023-2027/", Calendar.Version, StringComparison.Ordinal);
    }

    [Fact]
    public void Counting_more_days_than_any_rule_has_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Calendar.AddWorkingDays(Day("2026-01-01"), 10_001));
}
