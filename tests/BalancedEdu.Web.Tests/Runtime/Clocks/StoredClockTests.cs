using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

public class StoredClockTests
{
    [Fact]
    public void A_clock_comes_back_from_its_row_as_it_was()
    {
        var clock = Clock("20WD", "2026-12-01") with
        {
            Pauses = [Pause("2026-12-10", "2026-12-15", "听证"), Pause("2026-12-20", null, "补正", "10WD")],
            Law = "行政许可法第四十二条",
            Extension = new(Budget.Parse("10WD"), "gu", "案情复杂", Time("2026-12-16")),
        };
        var row = new ClockRow { Name = "总时限", Budget = "", CalendarVersion = "" };
        clock.WriteTo(row, OfficeTime.Default, Time("2026-12-24"));
        var back = row.ToClock();
        Assert.Equal(clock.Pauses, back.Pauses);
        Assert.Equal(clock, back with { Pauses = clock.Pauses });
        Assert.Equal(("20WD", true, true), (row.Budget, row.Paused, row.Provisional));
        Assert.Equal(clock.Read("2026-12-24").DueAt, row.DueAt);
        Assert.Equal(WorkingDayCalendar.Shipped.Version, row.CalendarVersion);
        Assert.Contains("补正", row.Pauses, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_without_a_start_has_no_row() =>
        Assert.Throws<ArgumentException>(() => new Clock(Budget.Parse("5WD"), null).WriteTo(
            new ClockRow { Name = "", Budget = "", CalendarVersion = "" }, OfficeTime.Default, Time("2026-12-24")));
}
