using System.Globalization;
using BalancedEdu.Web.Features.Account;
using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Tests.Features.Account;

public sealed class WorkingYearTests
{
    private static readonly WorkingYear Year = WorkingYear.Of(new DateOnly(2026, 11, 24), WorkingDayCalendar.Shipped);

    [Theory]
    [InlineData("2026-01-01", YearDay.Off, 3, 0)] // a holiday on a Thursday
    [InlineData("2026-01-04", YearDay.MakeUp, 6, 0)] // a Sunday that is worked
    [InlineData("2026-01-05", YearDay.Past, 0, 1)]
    [InlineData("2026-11-24", YearDay.Today, 1, 4)]
    [InlineData("2026-11-25", YearDay.Future, 2, 4)]
    [InlineData("2026-11-28", YearDay.Off, 5, 4)]
    public void A_day_stands_at_its_weekday_and_is_what_the_calendar_says(
        string date, YearDay kind, int column, int week)
    {
        var day = Year.Days.Single(d => d.Date == DateOnly.Parse(date, CultureInfo.InvariantCulture));
        Assert.Equal((kind, column, week), (day.Kind, day.Column, day.WeekOfMonth));
    }

    [Fact]
    public void The_year_2026_has_248_working_days_of_which_six_are_made_up() =>
        Assert.Equal((221, 248, 6, false), (
            Year.Number, Year.Total, Year.Days.Count(d => d.Kind == YearDay.MakeUp), Year.Provisional));

    [Fact]
    public void A_year_without_an_official_calendar_is_provisional() =>
        Assert.True(WorkingYear.Of(new DateOnly(2027, 3, 1), WorkingDayCalendar.Shipped).Provisional);
}
