using BalancedEdu.Web.Runtime.Clocks;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

public class DeadlineTests
{
    [Theory]
    [InlineData("7WD", "2026-11-17", "2026-11-23", "剩 3 个工作日", DeadlineTone.Plain, 57)]
    [InlineData("7WD", "2026-11-17", "2026-11-24", "剩 2 个工作日", DeadlineTone.Near, 71)]
    [InlineData("7WD", "2026-11-17", "2026-11-25", "剩 1 个工作日", DeadlineTone.Near, 86)]
    [InlineData("7WD", "2026-11-17", "2026-11-26 17:30", "今日 17:30", DeadlineTone.Today, 100)]
    [InlineData("7WD", "2026-11-17", "2026-11-26 17:31", "超 不满 1 个工作日", DeadlineTone.Over, 100)]
    [InlineData("7WD", "2026-11-17", "2026-11-27", "超 1 个工作日", DeadlineTone.Over, 100)]
    [InlineData("7WD", "2026-11-17", "2026-11-29", "超 1 个工作日", DeadlineTone.Over, 100)] // a Sunday adds nothing
    [InlineData("7WD", "2026-11-17", "2026-11-30", "超 2 个工作日", DeadlineTone.Over, 100)]
    [InlineData("7WD", "2026-11-17 18:00", "2026-11-17 18:00", "剩 7 个工作日", DeadlineTone.Plain, 0)]
    [InlineData("30D", "2026-09-01", "2026-09-11", "剩 27 日", DeadlineTone.Plain, 27)]
    [InlineData("30D", "2026-09-01", "2026-09-30", "剩 8 日", DeadlineTone.Near, 78)] // before a holiday
    [InlineData("2M", "2026-03-02", "2026-05-07", "超 1 日", DeadlineTone.Over, 100)] // 05-02 rolled to 05-06
    [InlineData("8WH", "2026-11-19 08:30", "2026-11-18 09:00", "剩 8 个工作小时", DeadlineTone.Plain, 0)]
    [InlineData("9WH", "2026-11-19 08:30", "2026-11-19 17:00", "剩 2 个工作小时", DeadlineTone.Near, 78)]
    [InlineData("9WH", "2026-11-19 08:30", "2026-11-20 09:00", "今日 09:30", DeadlineTone.Today, 89)]
    public void A_deadline_is_said_in_words(
        string budget, string start, string now, string text, DeadlineTone tone, int percent)
    {
        var deadline = Deadline.Of(Clock(budget, start).Read(now));
        Assert.Equal((text, tone, percent), (deadline.Text, deadline.Tone, deadline.PercentUsed));
    }

    [Theory]
    [InlineData("10WD", "2026-11-26", "停表 补正第4/10日")]
    [InlineData(null, "2026-11-26", "停表 补正第4日")]
    [InlineData(null, "2026-11-20 11:00", "停表 补正今日起")]
    [InlineData("15D", "2026-11-26", "停表 补正第6/15日")]
    public void A_pause_says_why_and_which_day(string? limit, string now, string text)
    {
        var deadline = Deadline.Of(Clock("20WD", "2026-11-02", Pause("2026-11-20", null, "补正", limit)).Read(now));
        Assert.Equal((text, DeadlineTone.Stop, "恢复后顺延"), (deadline.Text, deadline.Tone, deadline.DueText));
    }

    [Fact]
    public void A_provisional_date_carries_the_word_and_its_reason()
    {
        var deadline = Deadline.Of(Clock("30WD", "2026-12-01").Read("2026-12-03"));
        Assert.Equal(("剩 28 个工作日", DeadlineTone.Estimated, true), (deadline.Text, deadline.Tone, deadline.Estimated));
        Assert.Equal("限 30 个工作日，已用 2，无停表。2027 年放假安排未公布，日期为暂估", deadline.Tooltip);
        Assert.Equal("截至 01-13 周三", deadline.DueText);
    }

    [Fact]
    public void The_tooltip_gives_budget_used_pauses_and_rule()
    {
        var clock = Clock("20WD", "2026-03-02", Pause("2026-03-10", "2026-03-25")) with
        {
            Law = "行政许可法第四十二条",
            Extension = new(Budget.Parse("10WD"), "gu", "案情复杂", Time("2026-03-26")),
        };
        Assert.Equal("限 20 个工作日，延长 10 个工作日，已用 7，停表 11 个工作日。依据：行政许可法第四十二条",
            Deadline.Of(clock.Read("2026-03-26")).Tooltip);
    }

    [Fact]
    public void What_was_met_says_how_long_it_took_and_stays_so()
    {
        var clock = Clock("7WD", "2026-11-02") with { EndedAt = Time("2026-11-10 16:00") };
        Assert.Equal(ClockState.Met, clock.Read("2027-03-01").State);
        Assert.Equal("已办结，用 6 个工作日", Deadline.Of(clock.Read("2027-03-01")).Text);
    }

    [Fact]
    public void What_has_not_started_has_no_end()
    {
        var reading = new Clock(Budget.Parse("20WD"), null).Read("2026-11-02");
        Assert.Equal((ClockState.NotStarted, null, 0), (reading.State, reading.DueAt, reading.PercentUsed));
        Assert.Equal("未起算", Deadline.Of(reading).Text);
    }

    [Fact]
    public void How_much_left_counts_as_near_can_be_set() =>
        Assert.Equal(ClockState.Near,
            (Clock("20WD", "2026-11-02") with { Warn = Budget.Parse("5WD") }).Read("2026-11-23").State);
}
