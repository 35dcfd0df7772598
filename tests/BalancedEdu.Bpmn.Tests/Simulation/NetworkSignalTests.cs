using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.Simulation.Network;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>Signals to all instances, and what the clock starts.</summary>
public class NetworkSignalTests
{
    private static readonly string Catching =
        Start() + On("intermediateCatchEvent", "C", "signal:s") + Task("A") + End() + Flows("S-C-A-E");

    private static readonly string Throwing =
        Start() + On("intermediateThrowEvent", "T", "signal:s") + End() + Flows("S-T-E");

    [Fact]
    public void A_signal_reaches_all_that_wait_and_starts_what_it_starts()
    {
        var network = new Network(("p", Catching), ("q", Throwing),
            ("r", On("startEvent", "R", "signal:s") + Task("B") + End() + Flows("R-B-E")));
        network.Start("p");
        network.Start("p");
        network.Start("q");
        Assert.Equal("p A, p A, q ended, r B", network.Shows());
        network.Start("p");
        Assert.Equal("p A, p A, q ended, r B, p ", network.Shows());
    }

    [Fact]
    public void It_reaches_the_instance_that_sends_it_too()
    {
        var network = new Network(("p", Start() + Parallel("F") + On("intermediateThrowEvent", "T", "signal:s")
            + On("intermediateCatchEvent", "C", "signal:s") + Task("A") + End() + Flows("S-F-T-E", "F-C-A-E")));
        Assert.Equal("A", Tasks(network.Start("p")));
    }

    [Fact]
    public void When_the_first_delivery_ends_the_instance_the_second_is_dropped()
    {
        var network = new Network(
            ("p", Start() + Parallel("F") + On("intermediateCatchEvent", "C1", "signal:s")
                + On("intermediateCatchEvent", "C2", "signal:s") + Terminate("X1") + Terminate("X2")
                + Flows("S-F-C1-X1", "F-C2-X2")),
            ("q", Throwing));
        var instance = network.Start("p");
        network.Start("q");
        Assert.True(instance.State.Ended);
        Assert.Empty(network.Host.Problems);
    }

    [Fact]
    public void Ten_thousand_instances_get_it_each_once()
    {
        var network = new Network(("p", Catching));
        for (var i = 0; i < 10_000; i++)
            network.Start("p");
        network.Signal();
        Assert.All(network.Host.Instances, instance => Assert.Equal("A", Tasks(instance)));
        var moves = network.Host.Instances.Sum(instance => instance.Events.Count);
        network.Signal();
        Assert.Equal(moves, network.Host.Instances.Sum(instance => instance.Events.Count));
        Assert.Equal(10_000, network.Host.Instances.Count);
    }

    [Fact]
    public void A_new_version_takes_over_the_timer_start_of_the_one_before()
    {
        static string Daily(string task) =>
            Timer("startEvent", "S", "timeCycle:R/P1D") + Task(task) + End() + Flows($"S-{task}-E");
        var network = new Network(("p", Daily("A")));
        network.Advance(TimeSpan.FromDays(1));
        Assert.Null(network.Host.Deploy(Definition("p", Daily("B"))));
        network.Advance(TimeSpan.FromDays(2));
        Assert.Equal("p A, p B, p B", network.Shows());
    }

    [Theory]
    [InlineData("timeCycle:R2/PT1H", 2)]
    [InlineData("timeDuration:PT1H", 1)]
    [InlineData("timeDate:2026-09-07T12:00:00+08:00", 1)]
    [InlineData("timeDuration:=duration(\"PT30M\")", 1)]
    public void A_timer_starts_instances_as_often_as_it_says(string time, int count)
    {
        var network = new Network(("p", Timer("startEvent", "S", time) + Task("A") + End() + Flows("S-A-E")));
        network.Advance(TimeSpan.FromDays(1));
        Assert.Equal(count, network.Host.Instances.Count);
    }
}
