using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class SequenceFlowTests
{
    private static Running Split() => new(Process(
        Start(), Manual("M", "", "default=\"d\""), Task("A"), Task("B"), Task("C"), End(),
            Flows("S-M", "A-E", "B-E", "C-E"),
        Flow("a", "M", "A", "n >= 2"), Flow("b", "M", "B", "n >= 3"), Flow("d", "M", "C")));

    [Theory]
    [InlineData(1, "C")]
    [InlineData(2, "A")]
    [InlineData(3, "A B")]
    public void An_activity_takes_every_true_flow_or_else_its_default(int n, string tasks) =>
        Assert.Equal(tasks, Split().Start(("n", n)).TaskIds);

    [Theory]
    [InlineData(1, "C D")]
    [InlineData(2, "A D")]
    public void The_default_flow_is_taken_beside_flows_without_condition_when_no_condition_is_true(
        int n, string tasks) => Assert.Equal(tasks, new Running(Process(
            Start(), Manual("M", "", "default=\"d\""), Task("A"), Task("C"), Task("D"), End(),
            Flows("S-M-D-E", "A-E", "C-E"), Flow("a", "M", "A", "n >= 2"), Flow("d", "M", "C")))
        .Start(("n", n)).TaskIds);

    [Fact]
    public void An_activity_without_flow_ends_its_path() => new Running(Process(
        Start(), Parallel("F"), Task("A"), Task("B"), Flows("S-F-A", "F-B"))).Start().Complete("A").Complete("B")
        .AssertEnded(null);

    [Fact]
    public void Without_a_start_event_all_begins_that_no_flow_leads_to()
    {
        var run = new Running(Process(
            Task("A"), Task("B"), Sub("P", Task("a"), Task("b")), Flows("A-P"))).Start();
        Assert.Equal("A B", run.TaskIds);
        Assert.Equal("B a b", run.Complete("A").TaskIds);
        run.Complete("a").Complete("b").Complete("B").AssertEnded(null);
    }

    [Fact]
    public void Several_flows_without_condition_are_all_taken() => Assert.Equal("A B", new Running(Process(
        Start(), Manual("M"), Task("A"), Task("B"), End(), Flows("S-M-A-E", "M-B-E"))).Start().TaskIds);

    [Fact]
    public void No_true_flow_and_no_default_keeps_the_token_at_the_activity()
    {
        var run = new Running(Process(
            Start(), Task("M"), Task("A"), End(), Flows("S-M", "A-E"), Flow("a", "M", "A", "n > 1"))).Start(("n",
                0)).Complete("M");
        Assert.Equal("bpmn.activity.no-flow-selected", Assert.Single(run.Incidents).Code);
        Assert.Empty(run.Tasks);
        run.Do(new Execution.SetVariables(Running.Vars(("n", 2)))).Resolve("M");
        Assert.Equal("A", run.TaskIds);
        Assert.Single(run.Events.OfType<Execution.UserTaskCompleted>());
    }
}
