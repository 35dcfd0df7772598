using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Tests.Simulation;
using BalancedEdu.Feel;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary>Events that are about several things: one of them is enough to catch, all are thrown.</summary>
public class MultipleEventTests
{
    private const string Message = """<bpmn:messageEventDefinition messageRef="m"/>""";
    private const string Signal = """<bpmn:signalEventDefinition signalRef="s"/>""";
    private const string Escalation = """<bpmn:escalationEventDefinition escalationRef="x"/>""";
    private const string Error = """<bpmn:errorEventDefinition errorRef="e"/>""";
    private const string Hour =
        "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>";

    private static readonly string Catching =
        Start() + Event("intermediateCatchEvent", "C", Message + Signal + Hour) + Task("A") + End() + Flows("S-C-A-E");

    private static string Event(string word, string id, string about, string attributes = "") =>
        $"""<bpmn:{word} id="{id}" {attributes}>{about}</bpmn:{word}>""";

    [Fact]
    public void The_first_of_several_takes_the_token_and_the_others_are_forgotten()
    {
        var network = new Network(("p", Catching));
        var (one, other) = (network.Start("p"), network.Start("p"));
        Assert.Equal((2, 1), (one.State.Subscriptions.Count, one.State.Timers.Count));
        network.Signal();
        Assert.Equal("p A, p A", network.Shows());
        Assert.Empty(one.State.Subscriptions);
        Assert.Empty(other.State.Timers);
        var third = network.Start("p");
        network.Advance(TimeSpan.FromHours(1));
        Assert.Equal("A", Network.Tasks(third));
        var fourth = network.Start("p");
        network.Publish("paid");
        Assert.Equal("A", Network.Tasks(fourth));
    }

    [Fact]
    public void On_a_border_that_does_not_interrupt_each_brings_a_token()
    {
        var network = new Network(("p", Start() + Task("A") + Event("boundaryEvent", "B", Message + Signal,
            "attachedToRef=\"A\" cancelActivity=\"false\"") + Task("T") + End() + Flows("S-A-E", "B-T-E")));
        var instance = network.Start("p");
        network.Signal();
        network.Publish("paid");
        Assert.Equal("A T T", Network.Tasks(instance));
    }

    [Fact]
    public void An_error_is_caught_by_an_event_that_catches_other_things_too()
    {
        var network = new Network(("p", Start() + Sub("P", Start("s"), Event("endEvent", "x", Error), Flows("s-x"))
            + Event("boundaryEvent", "B", Signal + Error, "attachedToRef=\"P\"") + Task("T") + End()
            + Flows("S-P-E", "B-T-E")));
        var instance = network.Start("p");
        Assert.Equal("T", Network.Tasks(instance));
        Assert.Empty(instance.State.Subscriptions);
    }

    [Fact]
    public void All_of_several_are_thrown()
    {
        var network = new Network(
            ("p", Catching),
            ("q", Start() + Sub("P", Start("s"), Event("intermediateThrowEvent", "t", Escalation + Message + Signal),
                    Task("a"), End("e"), Flows("s-t-a-e"))
                + Event("boundaryEvent", "B", Escalation, "attachedToRef=\"P\"") + Task("T") + End()
                + Flows("S-P-E", "B-T-E")));
        network.Start("p");
        network.Start("q");
        Assert.Equal("p A, q T", network.Shows());
        // The message came first; the signal found nobody who still waited.
        Assert.Empty(network.Host.Buffered);
    }

    [Fact]
    public void One_that_terminates_too_ends_its_scope_after_it_has_sent()
    {
        var network = new Network(
            ("p", Start() + Parallel("F") + Task("A")
                + Event("endEvent", "X", Signal + "<bpmn:terminateEventDefinition/>") + End() + Flows("S-F-X", "F-A-E")),
            ("q", Event("startEvent", "S", Message + Signal + Hour) + Task("T") + End() + Flows("S-T-E")));
        network.Start("p");
        network.Publish("paid");
        network.Advance(TimeSpan.FromHours(1));
        Assert.Equal("p ended, q T, q T, q T", network.Shows());
    }

    [Theory]
    [InlineData("intermediateCatchEvent", Hour + Hour, "")]
    [InlineData("intermediateCatchEvent", Message + Error, "")]
    [InlineData("intermediateThrowEvent", Signal + "<bpmn:compensateEventDefinition/>", "")]
    public void What_can_not_stand_together_is_refused(string word, string about, string attributes)
    {
        var compiled = DefinitionCompiler.Compile(
            File("""
                <bpmn:message id="m" name="paid"/><bpmn:signal id="s" name="alert"/><bpmn:error id="e"/>
                """ + $"""
                <bpmn:process id="p" isExecutable="true">{Start()}{Event(word, "C", about, attributes)}{End()}
                {Flows("S-C-E")}</bpmn:process>
                """), FeelEnvironment.Default, null);
        Assert.Contains(compiled.Findings, finding => finding is { Code: "bpmn.element.unsupported", ElementId: "C" });
    }

    [Fact]
    public void Nothing_is_thrown_before_the_key_of_a_message_is_known_nor_twice_after()
    {
        var run = new Running(Process(
            Start(), """
            <bpmn:intermediateThrowEvent id="T" be:correlationKey="k">
              <bpmn:signalEventDefinition signalRef="s"/><bpmn:messageEventDefinition messageRef="m"/>
            </bpmn:intermediateThrowEvent>
            """, End(), Flows("S-T-E"))).Start();
        Assert.Empty(run.Signals);
        run.Set(("k", "A1")).Resolve("T").AssertEnded();
        Assert.Single(run.Signals);
        Assert.Single(run.Messages);
    }
}
