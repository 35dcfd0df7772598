using BalancedEdu.Web.Runtime.Clocks;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

public class ClockRulerTests
{
    [Theory]
    [InlineData("2026-11-20", "uuut...", "共 7 个工作日，已用 4，剩 3", 3)]
    [InlineData("2026-11-22", "uuuu...", "共 7 个工作日，已用 4，剩 3", 3)] // a Sunday has no cell
    [InlineData("2026-11-16", ".......", "共 7 个工作日，已用 0，剩 7", -1)]
    [InlineData("2026-11-27", "uuuuuuuoo", "共 7 个工作日，已用 9，超 2", 8)]
    public void There_is_one_cell_a_working_day(string now, string cells, string label, int today)
    {
        var ruler = ClockRuler.Of(Clock("7WD", "2026-11-16").Read(now), OfficeTime.Default);
        Assert.Equal(cells, Draw(ruler));
        Assert.Equal((label, today, Day("2026-11-16")), (ruler.Label, ruler.TodayIndex, ruler.From));
    }

    [Fact]
    public void Paused_days_have_cells_of_their_own()
    {
        var clock = Clock("20WD", "2026-03-02", Pause("2026-03-10", "2026-03-25"));
        var ruler = ClockRuler.Of(clock.Read("2026-03-27"), OfficeTime.Default);
        Assert.Equal("uuuuuu" + "ppppppppppp" + "ut" + "............", Draw(ruler));
        Assert.Equal("共 20 个工作日，已用 8，停表 11 个工作日，剩 12", ruler.Label);
        Assert.Equal(
        [
            (RulerCell.Used, 6), (RulerCell.Paused, 11), (RulerCell.Used, 1), (RulerCell.Today, 1),
            (RulerCell.Left, 12),
        ], ruler.Segments());
        Assert.False(ruler.IsBar);
    }

    [Fact]
    public void A_long_clock_is_drawn_as_a_bar_and_one_not_started_not_at_all()
    {
        Assert.True(ClockRuler.Of(Clock("61WD", "2026-03-02").Read("2026-03-03"), OfficeTime.Default).IsBar);
        Assert.Empty(ClockRuler.Of(new Clock(Budget.Parse("5WD"), null).Read("2026-03-03"), OfficeTime.Default).Cells);
    }

    private static string Draw(ClockRuler ruler) =>
        string.Concat(ruler.Cells.Select(c => ClockRuler.ClassOf(c) is { Length: > 0 } name ? name : "."));
}
