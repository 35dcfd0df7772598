using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class ExclusiveGatewayTests
{
    private static Running Split(string? defaultFlow = null) => new(Process(
        Start(), Exclusive("X", defaultFlow), Task("A"), Task("B"), Task("C"), End(), Flows("S-X", "A-E", "B-E", "C-E"),
        Flow("fA", "X", "A", "n > 50"), Flow("fB", "X", "B", "n > 45"),
        Flow("fC", "X", "C", defaultFlow == "fC" ? null : "n > 40")));

    [Theory]
    [InlineData(60, "A")]
    [InlineData(46, "B")]
    [InlineData(41, "C")]
    public void The_first_true_flow_in_document_order_is_taken(int n, string task) =>
        Assert.Equal(task, Split().Start(("n", n)).TaskIds);

    [Fact]
    public void The_default_flow_is_taken_when_none_is_true() => Assert.Equal("C", Split("fC").Start(("n", 1)).TaskIds);

    [Fact]
    public void Without_a_default_the_token_is_kept_until_variables_are_mended()
    {
        var run = Split().Start(("n", 1));
        var incident = Assert.Single(run.Incidents);
        Assert.Equal("bpmn.gateway.no-flow-selected", incident.Code);
        Assert.Contains("“n > 40”（fC）不成立，当时的值：n = 1", incident.Message);
        Assert.Equal(["X"], run.State.ActiveElementIds);
        run.Resolve("X");
        Assert.Single(run.Incidents);
        run.Do(new SetVariables(Running.Vars(("n", 47)))).Resolve("X");
        Assert.Empty(run.Incidents);
        Assert.Equal("B", run.TaskIds);
    }

    [Theory]
    [InlineData("sixty")]
    [InlineData(null)]
    public void A_condition_that_gives_no_boolean_is_an_incident_that_quotes_it(string? n)
    {
        var run = Split("fC").Start(("n", n));
        var incident = Assert.Single(run.Incidents);
        Assert.Equal("bpmn.condition.not-boolean", incident.Code);
        Assert.Contains("“n > 50”的结果是 null", incident.Message);
        Assert.Contains(n is null ? "n = null" : "n = \"sixty\"", incident.Message);
    }

    [Fact]
    public void It_merges_without_waiting()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Exclusive("X"), Task("A"), Task("B"), Task("C"), End(),
            Flows("S-F-A-X-C-E", "F-B-X"))).Start().Complete("A");
        Assert.Equal("B C", run.TaskIds);
        Assert.Equal("C C", run.Complete("B").TaskIds);
        run.Complete("C").Complete("C").AssertEnded();
    }

    [Fact]
    public void A_thousand_rounds_in_one_step_do_not_grow_the_stack()
    {
        var run = new Running(Process(
            Start(), Job("J", "", """<be:output name="n" value="=n + 1"/>"""), Exclusive("X", "X_E"), End(), Flows("S-J-X-E"),
            Flow("again", "X", "J", "n < 3"))).Start(("n", 0));
        run.Answer("J").Answer("J").Answer("J").AssertEnded();

        // Rounds without anything to wait for: each item of the list is a round of its own token.
        var loop = new Running(Process(
            Start(), Manual("A", Loop(cardinality: "1000", sequential: true)), End(), Flows("S-A-E"))).Start();
        loop.AssertEnded();
        Assert.Equal(1001, loop.Events.OfType<ElementCompleted>().Count(e => e.Element == "A"));
    }

    [Fact]
    public void A_loop_that_never_waits_and_never_ends_is_refused_and_leaves_no_trace()
    {
        var run = new Running(Process(
            Start(), Manual("A"), Exclusive("X", "X_A"), End(), Flows("S-A-X-A"),
                Flow("out", "X", "E", "stop = true")));
        var result = run.Try(new StartInstance(null, Running.Vars(("stop", false))));
        Assert.Equal("bpmn.step.endless", result.Refusal!.Code);
        Assert.False(run.State.Started);
    }
}
