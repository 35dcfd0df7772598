using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Feel;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary><c>behavior</c>: what the end of each instance throws to the border of the activity.</summary>
public class MultiInstanceBehaviorTests
{
    private const string Each = """behavior="None" noneBehaviorEventRef="def" """;
    private const string First = """behavior="One" oneBehaviorEventRef="def" """;

    private static string Complex(string condition, string thrown = """<bpmn:signalEventDefinition signalRef="done"/>""") =>
        $"""
        <bpmn:complexBehaviorDefinition><bpmn:condition>{Escape(condition)}</bpmn:condition>
        <bpmn:event>{thrown}</bpmn:event></bpmn:complexBehaviorDefinition>
        """;

    /// <summary>A task for each of four; beside it, what is thrown, shared, and the border that hears it.</summary>
    private static Running Votes(
        string behavior, string inside = "", string about = "signal:done", bool interrupts = false,
        string thrown = "signal", bool sequential = false, string until = "")
    {
        var loop = $"""
            <bpmn:multiInstanceLoopCharacteristics isSequential="{(sequential ? "true" : "false")}"
              be:collection="[&quot;a&quot;,&quot;b&quot;,&quot;c&quot;,&quot;d&quot;]" be:item="who"
              {behavior}>{inside}
              {(until.Length == 0 ? "" : $"<bpmn:completionCondition>{Escape(until)}</bpmn:completionCondition>")}
            </bpmn:multiInstanceLoopCharacteristics>
            """;
        var shared = behavior.Contains("EventRef", StringComparison.Ordinal)
            ? $"""<bpmn:dataObject id="data"/><bpmn:group id="g"><bpmn:{thrown}EventDefinition id="def" {thrown}Ref="done"/></bpmn:group>"""
            : "";
        return new(Process(
            Start(), Task("V", loop), Border("V", "B", about, interrupts), Task("N"), Task("T"), End(), shared,
            Flows("S-V-N-E", "B-T-E")));
    }

    [Fact]
    public void None_throws_when_each_is_done_and_the_border_hears_it_each_time()
    {
        var run = Votes(Each).Start().Complete("V", loop: 2).Complete("V", loop: 1);
        Assert.Equal("T T V V", run.TaskIds);
        run.Complete("V", loop: 3).Complete("V", loop: 4);
        Assert.Equal("N T T T T", run.TaskIds);
        Assert.Empty(run.Signals);
    }

    [Fact]
    public void One_throws_when_the_first_is_done()
    {
        var run = Votes(First).Start().Complete("V", loop: 3).Complete("V", loop: 1);
        Assert.Equal("T V V", run.TaskIds);
        run.Complete("V", loop: 2).Complete("V", loop: 4);
        Assert.Equal("N T", run.TaskIds);
    }

    [Fact]
    public void What_is_heard_tells_which_instance_it_was_and_how_far_the_whole_is()
    {
        var run = Votes(First).Start().Complete("V", loop: 3);
        Assert.Equal(
            "{loopCounter: 3, nrOfInstances: 4, nrOfCompletedInstances: 1, nrOfActiveInstances: 3}",
            run.Variable("B").ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_border_that_interrupts_ends_the_whole_with_the_first(bool sequential)
    {
        var run = Votes(Each, interrupts: true, sequential: sequential).Start().Complete("V", loop: 1);
        Assert.Equal("T", run.TaskIds);
        run.Complete("T").AssertEnded();
    }

    [Fact]
    public void Complex_asks_its_conditions_after_each_with_its_counter_item_and_results()
    {
        var run = Votes("behavior=\"Complex\"", Complex("who = \"b\"") + Complex("loopCounter = 4")
            + Complex("count(V[outcome = \"no\"]) = 1")).Start();
        run.Complete("V", loop: 1);
        Assert.Equal("V V V", run.TaskIds);
        run.Complete("V", loop: 2);
        Assert.Equal("T V V", run.TaskIds);
        run.Complete("V", "no", loop: 4, comment: "不行");
        Assert.Equal("T T T V", run.TaskIds);
    }

    [Theory]
    [InlineData("error:done", "error", true)]
    [InlineData("error", "error", true)]
    [InlineData("escalation:done", "escalation", false)]
    [InlineData("escalation", "escalation", false)]
    [InlineData("message:done", "message", false)]
    public void Errors_escalations_and_messages_are_thrown_too(string about, string thrown, bool interrupts)
    {
        var run = Votes(First, about: about, thrown: thrown, interrupts: interrupts).Start().Complete("V", loop: 1);
        Assert.Equal(interrupts ? "T" : "T V V V", run.TaskIds);
    }

    [Fact]
    public void A_condition_that_fails_stops_the_whole_and_is_asked_again_for_each_that_was_done()
    {
        var run = Votes("behavior=\"Complex\"", Complex("if go then loopCounter < 3 else null")).Start()
            .Complete("V", loop: 1).Complete("V", loop: 2).Complete("V", loop: 3);
        Assert.Single(run.Incidents);
        Assert.Equal("V", run.TaskIds);
        run.Set(("go", true)).Resolve("V");
        Assert.Equal("T T V", run.TaskIds);
        Assert.Empty(run.Incidents);
        run.Complete("V", loop: 4);
        Assert.Equal("N T T", run.TaskIds);
    }

    [Fact]
    public void A_completion_condition_that_failed_sees_its_instance_when_it_is_asked_again()
    {
        var run = Votes("", about: "message:m", until: "if go then who = \"b\" else null").Start().Complete("V", loop: 2);
        Assert.Single(run.Incidents);
        run.Set(("go", true)).Resolve("V");
        Assert.Equal("N", run.TaskIds);
    }

    [Theory]
    [InlineData("behavior=\"None\"", "", "bpmn.multi-instance.without-event")]
    [InlineData("behavior=\"One\" oneBehaviorEventRef=\"nothing\"", "", "bpmn.multi-instance.without-event")]
    [InlineData("behavior=\"Complex\"", "", "bpmn.multi-instance.without-event")]
    [InlineData("behavior=\"Some\"", "", "bpmn.word.out-of-choice")]
    [InlineData("behavior=\"Complex\"", "<bpmn:terminateEventDefinition/>", "bpmn.element.unsupported")]
    [InlineData("behavior=\"Complex\"", "<bpmn:signalEventDefinition signalRef=\"s\"/>",
        "bpmn.multi-instance.event-uncaught")]
    public void What_would_throw_nothing_or_be_heard_by_nobody_is_refused(string behavior, string thrown, string code)
    {
        var file = File($"""
            <bpmn:signal id="s" name="s"/><bpmn:process id="p" isExecutable="true">
            {Start()}{Task("V", $"<bpmn:multiInstanceLoopCharacteristics {behavior}><bpmn:loopCardinality>2</bpmn:loopCardinality>"
                + (thrown.Length == 0 ? "" : Complex("true", thrown)) + "</bpmn:multiInstanceLoopCharacteristics>")}
            {End()}{Flows("S-V-E")}</bpmn:process>
            """);
        Assert.Contains(
            DefinitionCompiler.Compile(file, FeelEnvironment.Default, null).Findings, finding => finding.Code == code);
    }

    [Theory]
    [InlineData(Each, "", true)]
    [InlineData(First, "", false)]
    [InlineData("behavior=\"Complex\"", "loopCounter = 2", true)]
    [InlineData("behavior=\"Complex\"", "loopCounter = 2", false)]
    public void The_explorer_takes_the_ways_of_the_border_too(string behavior, string condition, bool interrupts)
    {
        var found = PathExplorer.Explore(Votes(
            behavior, condition.Length == 0 ? "" : Complex(condition), interrupts: interrupts).Definition).Findings;
        // What interrupts with the first that is done leaves no way on which all are.
        Assert.Equal(
            behavior == Each ? ["N"] : [], found.Select(finding => finding.ElementId));
    }
}
