using BalancedEdu.Web.Runtime.Clocks;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

public class LadderTests
{
    private const string Reminders = "-2WD,-1WD,0";
    private const string Escalate = "+1WD:L1,+5WD:L2,+10WD:L3,+20WD:L4";

    [Fact]
    public void Rungs_stand_at_nine_of_their_working_day()
    {
        var rungs = Ladder.Parse(Reminders, Escalate)
            .Rungs(Time("2026-09-10"), Time("2026-09-29 17:30"), hasTimeout: true, OfficeTime.Default);
        Assert.Equal(
        [
            new("-2WD", "", Time("2026-09-24 09:00")), new("-1WD", "", Time("2026-09-28 09:00")),
            new("0", "", Time("2026-09-29 09:00")), new(Ladder.Timeout, "", Time("2026-09-29 17:30")),
            new("+1WD", "L1", Time("2026-09-30 09:00")), new("+5WD", "L2", Time("2026-10-12 09:00")),
            new("+10WD", "L3", Time("2026-10-19 09:00")), new("+20WD", "L4", Time("2026-11-02 09:00")),
        ], rungs);
    }

    [Fact]
    public void Nobody_is_reminded_of_work_that_just_arrived()
    {
        var rungs = Ladder.Parse(Reminders, "")
            .Rungs(Time("2026-11-23"), Time("2026-11-25 17:30"), hasTimeout: false, OfficeTime.Default);
        Assert.Equal(["-1WD", "0"], rungs.Select(r => r.Key));
    }

    [Fact]
    public void A_moved_end_moves_the_rungs_and_keeps_their_keys()
    {
        var ladder = Ladder.Parse(Reminders, Escalate);
        var clock = Clock("20WD", "2026-03-02");
        var paused = Clock("20WD", "2026-03-02", Pause("2026-03-10", "2026-03-25"));
        IReadOnlyList<LadderRung> RungsOf(Clock c) =>
            ladder.Rungs(c.Start!.Value, c.Read("2026-03-25").DueAt!.Value, false, OfficeTime.Default);
        var (before, after) = (RungsOf(clock), RungsOf(paused));
        Assert.Equal(before.Select(r => r.Key), after.Select(r => r.Key));
        Assert.All(before.Zip(after), pair => Assert.True(pair.First.DueAt < pair.Second.DueAt));
        Assert.Equal(Time("2026-04-16 09:00"), after.Single(r => r.Key == "+1WD").DueAt);
    }

    [Theory]
    [InlineData(null, null, "")]
    [InlineData(" -1WD , 0 ", "+03WD:L1", "-1WD 0 +3WD")]
    [InlineData("0,-2WD", "+5WD:L2,+1WD:L1", "-2WD 0 +1WD +5WD")]
    public void A_ladder_is_read_in_any_order_and_its_keys_are_normal(
        string? reminders, string? escalate, string keys) =>
        Assert.Equal(keys, string.Join(' ', Ladder.Parse(reminders, escalate).Steps.Select(s => s.Key)));

    [Theory]
    [InlineData("+1WD", "", "clock.ladder.reminder-after-due")]
    [InlineData("-P2WD", "", "clock.ladder.iso-period")]
    [InlineData("-2D", "", "clock.ladder.offset")]
    [InlineData("-2", "", "clock.ladder.offset")]
    [InlineData("2WD", "", "clock.ladder.offset")]
    [InlineData("-WD", "", "clock.ladder.offset")]
    [InlineData("-1WD,,0", "", "clock.ladder.offset")]
    [InlineData("-2.5WD", "", "clock.ladder.offset")]
    [InlineData("-251WD", "", "clock.ladder.range")]
    [InlineData("-1WD,-01WD", "", "clock.ladder.twice")]
    [InlineData("-1WD,0,0", "", "clock.ladder.twice")]
    [InlineData("", "+1WD", "clock.ladder.no-level")]
    [InlineData("", "L1@P1WD", "clock.ladder.iso-period")]
    [InlineData("", "+1WD:L5", "clock.ladder.level")]
    [InlineData("", "+1WD:", "clock.ladder.level")]
    [InlineData("", "-1WD:L1", "clock.ladder.escalation-before-due")]
    [InlineData("", "0:L1", "clock.ladder.escalation-before-due")]
    [InlineData("", "+999WD:L1", "clock.ladder.range")]
    [InlineData("", "+1WD:L1,+1WD:L2", "clock.ladder.twice")]
    public void A_text_that_is_no_ladder_is_refused_with_what_to_write(string reminders, string escalate, string code)
    {
        Assert.Null(Ladder.TryParse(reminders, escalate, out var refusal));
        Assert.Equal(code, refusal!.Code);
        Assert.NotEmpty(refusal.Remedy);
    }
}
