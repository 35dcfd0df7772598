using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary>Signals within one instance; who gets one in others is the host's.</summary>
public class SignalEventTests
{
    [Fact]
    public void Throwing_tells_the_host_and_goes_on()
    {
        var run = new Running(Process(
            Start(), Throw("T", "signal:alert"), EndWith("E", "signal:done"), Flows("S-T-E"))).Start();
        run.AssertEnded();
        Assert.Equal("alert done", string.Join(" ", run.Signals.Select(signal => signal.Signal)));
    }

    [Fact]
    public void All_that_wait_get_it_at_once()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Catch("A", "signal:alert"), Task("B"), Border("B", "BS", "signal:alert", false),
            Catch("O", "signal:other"), Task("C"), Task("D"), End(),
            Flows("S-F-A-C-E", "F-B-E", "BS-D-E", "F-O-E"))).Start().Signal("alert", ("level", 2));
        Assert.Equal("B C D", run.TaskIds);
        Assert.Equal("BS O", run.Waits);
        Assert.Equal("{level: 2}", run.Variable("A").ToString());
        run.Signal("alert");
        Assert.Equal("B C D D", run.TaskIds);
    }

    [Fact]
    public void A_catcher_that_the_first_delivery_ends_is_passed_over()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Catch("A", "signal:alert"), Catch("B", "signal:alert"), Terminate("X"),
                Terminate("Y"),
            Flows("S-F-A-X", "F-B-Y"))).Start().Signal("alert");
        run.AssertEnded("X");
        Assert.Single(run.Events.OfType<EndEventReached>());
    }

    [Fact]
    public void A_border_that_the_first_delivery_takes_away_is_passed_over()
    {
        var run = new Running(Process(
            Start(), Sub("P", Start("s"), Task("A"), Border("A", "inner", "signal:alert"), Task("B"), End("e"),
                Flows("s-A-e", "inner-B-e")), Border("P", "outer", "signal:alert"), Task("C"), End(),
            Flows("S-P-E", "outer-C-E"))).Start().Signal("alert");
        Assert.Equal("C", run.TaskIds);
        run.Complete("C").AssertEnded();
    }

    [Fact]
    public void A_signal_that_nobody_awaits_is_no_error()
    {
        var run = new Running(Process(Start(), Task("A"), End(), Flows("S-A-E"))).Start();
        Assert.Empty(run.Try(new BroadcastSignal("alert", Running.Vars())).Events);
    }

    [Fact]
    public void A_signal_start_event_is_started_by_its_name() =>
        new Running(Process(Event("startEvent", "S", "signal:alert"), Task("A"), End(), Flows("S-A-E")))
            .Do(new StartInstance("S", Running.Vars())).Complete("A").AssertEnded();
}
