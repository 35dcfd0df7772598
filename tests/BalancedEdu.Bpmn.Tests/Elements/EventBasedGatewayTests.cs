using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Tests.Simulation;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class EventBasedGatewayTests
{
    private static Running Gateway() => new(Process(
        Start(), EventGateway("G"), Catch("A", "signal:alert"),
        Timer("intermediateCatchEvent", "T", "timeCycle:R3/PT1H"), Receive("R", "paid"), Catch("C", "conditional:flag"),
        Task("afterSignal"), Task("afterTimer"), Task("afterMessage"), Task("afterCondition"), End(),
        Flows("S-G-A-afterSignal-E", "G-T-afterTimer-E", "G-R-afterMessage-E", "G-C-afterCondition-E")));

    [Fact]
    public void It_waits_for_all_events_behind_it()
    {
        var run = Gateway().Start(("flag", false));
        Assert.Equal("A C R", run.Waits);
        Assert.Equal("T", Assert.Single(run.Timers).ElementId);
    }

    [Fact]
    public void The_first_event_takes_the_token_and_the_others_are_forgotten()
    {
        Assert.Equal("afterSignal", AssertNothingWaits(Gateway().Start().Signal("alert")));
        Assert.Equal("afterTimer", AssertNothingWaits(Gateway().Start().Fire("T")));
        Assert.Equal("afterMessage", AssertNothingWaits(Gateway().Start().Message("paid", ("sum", 5))));
        Assert.Equal("afterCondition", AssertNothingWaits(Gateway().Start(("flag", false)).Set(("flag", true))));
    }

    [Fact]
    public void What_came_with_the_message_is_kept()
    {
        var run = Gateway().Start().Message("paid", ("sum", 5));
        Assert.Equal("{sum: 5}", run.Variable("R").ToString());
        run.Complete("afterMessage").AssertEnded();
    }

    [Fact]
    public void A_second_event_finds_nobody()
    {
        var run = Gateway().Start();
        var message = run.Subscriptions.First(s => s.Name == "paid").Id;
        var timer = run.Timers.First().Id;
        run.Signal("alert");
        run.Now = run.Now.AddDays(1);
        Assert.Equal("bpmn.message.not-awaited", run.Try(new CorrelateMessage(message, Running.Vars())).Refusal!.Code);
        Assert.Equal("bpmn.timer.not-running", run.Try(new FireTimer(timer)).Refusal!.Code);
    }

    [Fact]
    public void An_incident_of_its_condition_does_not_stop_the_other_events()
    {
        var run = Gateway().Start(("flag", false)).Set(("flag", 1));
        Assert.Equal("bpmn.condition.not-boolean", Assert.Single(run.Incidents).Code);
        run.Signal("alert");
        Assert.Empty(run.Incidents);
        run.Complete("afterSignal").AssertEnded();
    }

    private static string AssertNothingWaits(Running run)
    {
        Assert.Empty(run.Subscriptions);
        Assert.Empty(run.Timers);
        return run.TaskIds;
    }

    [Fact]
    public void A_parallel_one_waits_for_all_and_each_goes_its_way()
    {
        var run = new Running(Process(
            Start(), EventGateway("G").Replace("/>", " eventGatewayType=\"Parallel\"/>"), Catch("A", "signal:alert"),
            Receive("R", "paid"), Task("a"), Task("r"), End(), Flows("S-G-A-a-E", "G-R-r-E"))).Start().Signal("alert");
        Assert.Equal("a", run.TaskIds);
        Assert.Equal("R", run.Waits);
        run.Message("paid").Complete("a").Complete("r").AssertEnded();
    }

    [Fact]
    public void One_that_starts_instances_and_is_parallel_waits_for_the_others_in_the_same_instance()
    {
        var network = new Network(("p",
            """<bpmn:eventBasedGateway id="G" instantiate="true" eventGatewayType="Parallel"/>"""
            + Network.On("intermediateCatchEvent", "M", "message:m") + Network.Receive("R", "m2")
            + Parallel("J") + Task("A") + End() + Flows("G-M-J-A-E", "G-R-J")));
        network.Publish("withdrawn");
        Assert.Equal("p ", network.Shows());
        network.Publish("paid");
        Assert.Equal("p A", network.Shows());
    }
}
