using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary>Timers as intermediate catch events: when they are due.</summary>
public class TimerTests
{
    private static Running Catch(string time) => new(Process(
        Start(), Timer("intermediateCatchEvent", "T", time), End(), Flows("S-T-E")));

    [Theory]
    [InlineData("timeDuration:PT5M", "2026-09-07T09:05:00+08:00")]
    [InlineData("timeDuration:P1M", "2026-10-07T09:00:00+08:00")]
    [InlineData("timeDuration:P2W", "2026-09-21T09:00:00+08:00")]
    [InlineData("timeDuration:P1DT1H", "2026-09-08T10:00:00+08:00")]
    [InlineData("timeDate:2026-10-09T08:00:00Z", "2026-10-09T16:00:00+08:00")]
    [InlineData("timeDate:2026-10-09T08:00:00", "2026-10-09T08:00:00+08:00")]
    [InlineData("timeDate:2026-10-09", "2026-10-09T17:30:00+08:00")]
    [InlineData("timeDate:=date(\"2026-10-09\")", "2026-10-09T17:30:00+08:00")]
    [InlineData("timeDate:=date and time(\"2026-10-09T08:00:00\")", "2026-10-09T08:00:00+08:00")]
    [InlineData("timeDate:=day", "2026-09-30T17:30:00+08:00")]
    [InlineData("timeDuration:=duration(\"P3D\")", "2026-09-10T09:00:00+08:00")]
    [InlineData("timeDuration:=duration(\"P1Y2M\")", "2027-11-07T09:00:00+08:00")]
    [InlineData("timeDuration:=\"PT\" + string(hours) + \"H\"", "2026-09-07T12:00:00+08:00")]
    [InlineData("timeCycle:R3/PT1H", "2026-09-07T10:00:00+08:00")]
    [InlineData("timeCycle:R/2026-03-10T00:00:00+08:00/P1Y", "2026-03-10T00:00:00+08:00")]
    public void It_is_due(string time, string due) => Assert.Equal(
        DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture),
        Assert.Single(Catch(time).Start(("day", "2026-09-30"), ("hours", 3)).Timers).Due);

    [Theory]
    [InlineData("timeDate:=5")]
    [InlineData("timeDate:=\"soon\"")]
    [InlineData("timeDate:=nothing")]
    [InlineData("timeDuration:=duration(\"-P3D\")")]
    [InlineData("timeDuration:=\"P3X\"")]
    [InlineData("timeCycle:=duration(\"P3D\")")]
    public void What_is_no_time_stops_the_token(string time)
    {
        var run = Catch(time).Start();
        Assert.Equal("bpmn.timer.does-not-read", Assert.Single(run.Incidents).Code);
        Assert.Empty(run.Timers);
    }

    [Fact]
    public void It_fires_once_and_the_token_goes_on()
    {
        var run = Catch("timeCycle:R3/PT1H").Start().Fire("T");
        run.AssertEnded();
    }

    [Fact]
    public void It_does_not_fire_before_it_is_due()
    {
        var run = Catch("timeDuration:PT5M").Start();
        Assert.Equal("bpmn.timer.not-due", run.Try(new FireTimer(run.Timers.First().Id)).Refusal!.Code);
    }

    [Fact]
    public void A_cancelled_case_takes_its_timers_back()
    {
        var run = Catch("timeDuration:PT5M").Start();
        var id = run.Timers.First().Id;
        run.Do(new CancelInstance("撤回"));
        Assert.Contains(new CancelTimer(id), run.Last.Effects);
        Assert.Equal("bpmn.instance.ended", run.Try(new FireTimer(id)).Refusal!.Code);
    }
}
