using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Tests.Simulation;
using BalancedEdu.Feel;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary>A process that starts when a condition over its surroundings comes true.</summary>
public class ConditionalStartTests
{
    private static string Watching(string condition) =>
        Event("startEvent", "S", "conditional:" + condition) + Task("A") + End() + Flows("S-A-E");

    private static void Change(Network network, object? level) =>
        Assert.Null(network.Host.Change(Running.Vars(("level", level))));

    [Fact]
    public void It_starts_each_time_that_the_condition_comes_true()
    {
        var network = new Network(("p", Watching("level > 5")));
        Assert.Equal("", network.Shows());
        Change(network, 6);
        Change(network, 7);
        Assert.Equal("p A", network.Shows());
        Change(network, null);
        Change(network, 9);
        Assert.Equal("p A, p A", network.Shows());
    }

    [Fact]
    public void The_clock_may_make_it_true()
    {
        var network = new Network(("p", Watching("now() >= date and time(\"2026-09-07T12:00:00+08:00\")")));
        network.Advance(TimeSpan.FromHours(2));
        Assert.Equal("", network.Shows());
        network.Advance(TimeSpan.FromHours(2));
        network.Advance(TimeSpan.FromHours(2));
        Assert.Equal("p A", network.Shows());
    }

    [Fact]
    public void What_gives_no_truth_is_told_and_starts_nothing()
    {
        var network = new Network(("p", Watching("level")));
        Change(network, 5);
        Assert.Equal("bpmn.condition.not-boolean", Assert.Single(network.Host.Problems).Code);
        Change(network, true);
        Assert.Equal("p A", network.Shows());
    }

    [Fact]
    public void Only_a_start_event_with_a_condition_is_looked_at()
    {
        var plain = Process(Start(), Task("A"), End(), Flows("S-A-E"));
        Assert.Empty(plain.ConditionalStartEvents);
        Assert.Throws<ArgumentException>(() => new StartCondition().Look(
            (Model.StartEvent)plain.Find("S")!, Running.Vars(), DateTimeOffset.UnixEpoch));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_host_that_does_not_watch_conditions_does_not_publish_it(bool watches)
    {
        var none = new HashSet<string>();
        var compiled = DefinitionCompiler.Compile(
            Bytes(Watching("true")), FeelEnvironment.Default,
            new(none, none, none, new HashSet<string> { "edu.basic" }) { WatchesStarts = watches });
        Assert.Equal(watches, compiled.Definition is not null);
        Assert.Equal(watches, !compiled.Findings.Any(finding => finding.Code == "bpmn.start-event.not-watched"));
    }
}
