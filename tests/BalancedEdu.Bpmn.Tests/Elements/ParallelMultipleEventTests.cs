using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Bpmn.Tests.Simulation;
using BalancedEdu.Feel;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary><c>parallelMultiple</c>: all of several things must have come before the event is caught.</summary>
public class ParallelMultipleEventTests
{
    private const string Message = """<bpmn:messageEventDefinition messageRef="m"/>""";
    private const string Signal = """<bpmn:signalEventDefinition signalRef="s"/>""";
    private const string Escalation = """<bpmn:escalationEventDefinition escalationRef="x"/>""";
    private const string Condition =
        "<bpmn:conditionalEventDefinition><bpmn:condition>n</bpmn:condition></bpmn:conditionalEventDefinition>";
    private const string Hour =
        "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>";

    private static string All(string word, string id, string about, string attributes = "") =>
        $"""<bpmn:{word} id="{id}" parallelMultiple="true" {attributes}>{about}</bpmn:{word}>""";

    private static Running Caught(string about = Message + Signal + Hour + Condition) => new(Process(
        Start(), All("intermediateCatchEvent", "C", about), Task("A"), End(), Flows("S-C-A-E")));

    private static Running OnBorder(bool interrupts) => new(Process(
        Start(), Task("A"), All("boundaryEvent", "B", Message + Signal + Condition,
            $"attachedToRef=\"A\" cancelActivity=\"{(interrupts ? "true" : "false")}\""),
        Task("T"), End(), Flows("S-A-E", "B-T-E")));

    public static TheoryData<string> Orders => ["mstc", "cmst", "tcsm", "smct", "mcts"];

    [Theory, MemberData(nameof(Orders))]
    public void The_token_goes_on_when_all_have_come_in_any_order(string order)
    {
        var run = Caught().Start(("n", false));
        for (var i = 0; i < order.Length; i++)
        {
            Assert.Equal("", run.TaskIds);
            Assert.Equal(order.Length - i, run.Subscriptions.Count() + run.Timers.Count());
            Bring(run, order[i], "C");
        }
        Assert.Equal("A", run.TaskIds);
        Assert.Equal(["paid", "seen"], run.Variable("C").AsContext()!.Select(entry => entry.Key).Order());
        run.Complete("A").AssertEnded();
    }

    [Fact]
    public void One_that_has_come_is_not_waited_for_again()
    {
        var run = Caught(Message + Signal).Start().Message("m").Signal("s");
        Assert.Equal("A", run.TaskIds);
        run = Caught(Message + Signal).Start().Signal("s").Signal("s");
        Assert.Equal("", run.TaskIds);
        Assert.Equal("m", Assert.Single(run.Subscriptions).Name);
    }

    [Fact]
    public void What_has_come_is_forgotten_with_the_element()
    {
        var run = new Running(Process(
            Start(), All("intermediateCatchEvent", "C", Message + Signal), Task("A"), End(),
            Handler("H", "message:other"), Flows("S-C-A-E"))).Start().Signal("s");
        Assert.Contains("received", System.Text.Encoding.UTF8.GetString(run.State.ToJson()));
        run.Message("other");
        Assert.DoesNotContain("received", System.Text.Encoding.UTF8.GetString(run.State.ToJson()));
    }

    [Fact]
    public void On_a_border_that_interrupts_the_last_one_ends_the_activity()
    {
        var run = OnBorder(true).Start(("n", false)).Signal("s").Message("m", ("paid", 7));
        Assert.Equal("A", run.TaskIds);
        run.Set(("n", true));
        Assert.Equal("T", run.TaskIds);
        Assert.Equal("{paid: 7}", run.Variable("B").ToString());
        run.Complete("T").AssertEnded();
    }

    [Fact]
    public void An_activity_that_is_done_before_all_have_come_leaves_nothing_behind() =>
        OnBorder(true).Start(("n", false)).Signal("s").Complete("A").AssertEnded();

    [Fact]
    public void On_a_border_that_does_not_interrupt_all_are_waited_for_anew()
    {
        var run = OnBorder(false).Start(("n", false)).Signal("s").Message("m").Set(("n", true));
        Assert.Equal("A T", run.TaskIds);
        Assert.Equal(3, run.Subscriptions.Count());
        // The condition still holds: it must have been false in between.
        run.Signal("s").Message("m").Set(("n", true));
        Assert.Equal("A T", run.TaskIds);
        run.Set(("n", false)).Set(("n", true));
        Assert.Equal("A T T", run.TaskIds);
    }

    [Theory]
    [InlineData(true, "H_t")]
    [InlineData(false, "A H_t")]
    public void All_of_them_start_an_event_sub_process(bool interrupts, string open)
    {
        var run = new Running(Process(
            Start(), Task("A"), End(), EventSub("H", All("startEvent", "H_s", Message + Signal,
                $"isInterrupting=\"{(interrupts ? "true" : "false")}\""), Task("H_t"), End("H_e"), Flows("H_s-H_t-H_e")),
            Flows("S-A-E"))).Start().Message("m");
        Assert.Equal("A", run.TaskIds);
        run.Signal("s");
        Assert.Equal(open, run.TaskIds);
        Assert.Equal(interrupts ? 0 : 2, run.Subscriptions.Count());
    }

    [Fact]
    public void Behind_an_event_gateway_the_other_events_are_waited_for_until_all_have_come()
    {
        var run = new Running(Process(
            Start(), EventGateway("G"), All("intermediateCatchEvent", "C", Message + Signal),
            Timer("intermediateCatchEvent", "T", "timeDuration:PT1H"), Task("A"), Task("B"), End(),
            Flows("S-G-C-A-E", "G-T-B-E"))).Start().Message("m");
        Assert.Single(run.Timers);
        run.Signal("s");
        Assert.Equal("A", run.TaskIds);
        Assert.Empty(run.Timers);
    }

    [Fact]
    public void What_comes_first_starts_the_process_and_the_others_are_waited_for()
    {
        var network = new Network(("p", All("startEvent", "S", Message + Signal) + Task("A") + End() + Flows("S-A-E")));
        network.Publish("paid", payload: ("sum", 7));
        Assert.Equal("p ", network.Shows());
        network.Signal();
        // The signal is for the one that waits, and begins another one that waits for the message.
        Assert.Equal("p A, p ", network.Shows());
        Assert.True(network.Host.Instances.First().State.Variables.TryGet("sum", out _));
        network.Publish("paid");
        Assert.Equal("p A, p A", network.Shows());
    }

    [Fact]
    public void By_hand_it_must_be_said_what_has_come()
    {
        var run = new Running(Process(All("startEvent", "S", Message + Signal) + Task("A") + End() + Flows("S-A-E")));
        Assert.Equal(
            "bpmn.start-event.part-missing", run.Try(new StartInstance("S", Running.Vars())).Refusal?.Code);
        var (_, trigger) = run.Definition.StartTriggers.First();
        run.Do(new StartInstance("S", Running.Vars()) { Trigger = trigger }).Signal("s");
        Assert.Equal("A", run.TaskIds);
    }

    [Theory]
    [InlineData("intermediateCatchEvent", Message + Message, "")]
    [InlineData("intermediateCatchEvent", Hour + Hour, "")]
    [InlineData("boundaryEvent", Message + Escalation, "attachedToRef=\"A\"")]
    [InlineData("boundaryEvent", Message + Hour, "attachedToRef=\"A\" cancelActivity=\"false\"")]
    public void What_can_not_be_waited_for_together_is_refused(string word, string about, string attributes)
    {
        var flows = word == "boundaryEvent" ? Flows("S-A-E", "C-E") : Flows("S-C-A-E");
        var compiled = DefinitionCompiler.Compile(
            File($"""
                <bpmn:message id="m" name="paid"/><bpmn:signal id="s" name="alert"/>
                <bpmn:escalation id="x" escalationCode="late"/>
                <bpmn:process id="p" isExecutable="true">{Start()}{Task("A")}{All(word, "C", about, attributes)}{End()}
                {flows}</bpmn:process>
                """), FeelEnvironment.Default, null);
        Assert.Contains(compiled.Findings, finding => finding is { Code: "bpmn.element.unsupported", ElementId: "C" });
    }

    [Fact]
    public void The_explorer_walks_through_it() => Assert.Empty(PathExplorer.Explore(Process(
        Start(), All("intermediateCatchEvent", "C", Message + Signal + Hour), Task("A"), End(), Flows("S-C-A-E")))
        .Findings);

    private static void Bring(Running run, char what, string element)
    {
        switch (what)
        {
            case 'm':
                run.Message("m", ("paid", 7));
                break;
            case 's':
                run.Signal("s", ("seen", true));
                break;
            case 't':
                run.Fire(element);
                break;
            default:
                run.Set(("n", true));
                break;
        }
    }
}
