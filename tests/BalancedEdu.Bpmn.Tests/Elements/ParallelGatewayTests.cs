using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class ParallelGatewayTests
{
    [Fact]
    public void Parallel_join_waits_for_every_incoming_flow()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("A"), Task("B"), Task("C"), Parallel("J"), Task("D"), End(),
            Flows("S-F-A-J-D-E", "F-B-J", "F-C-J"))).Start();
        Assert.Equal("A B C", run.TaskIds);
        run.Complete("B").Complete("A");
        Assert.Equal("C", run.TaskIds);
        Assert.Equal("D", run.Complete("C").TaskIds);
        run.Complete("D").AssertEnded();
    }

    [Fact]
    public void Two_tokens_on_one_flow_do_not_stand_for_two_flows()
    {
        // A is reached twice, B once: after both A the join still waits for B, and one token of A is left over.
        var run = new Running(Process(
            Start(), Parallel("F"), Exclusive("M"), Task("A"), Task("B"), Parallel("J"), Task("D"), End(),
            Flows("S-F-M-A-J-D-E", "F-B-J"), Flow("again", "F", "M"))).Start();
        Assert.Equal("A A B", run.TaskIds);
        run.Complete("A").Complete("A");
        Assert.Equal("B", run.TaskIds);
        run.Complete("B");
        Assert.Equal("D", run.TaskIds);
        run.Complete("D");
        Assert.Equal("bpmn.join.stranded", Assert.Single(run.Incidents).Code);
    }

    [Fact]
    public void Nested_forks_join_inside_out()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Parallel("G"), Task("A"), Task("B1"), Task("B2"), Parallel("K"), Parallel("J"),
                Task("C"), End(),
            Flows("S-F-A-J-C-E", "F-G-B1-K-J", "G-B2-K"))).Start();
        run.Complete("A").Complete("B2");
        Assert.Equal("B1", run.TaskIds);
        Assert.Equal("C", run.Complete("B1").TaskIds);
    }

    [Fact]
    public void An_unstructured_double_join_ends_in_one_step() => new Running(Process(
        Start(), Parallel("F"), Parallel("J1"), Parallel("J2"), Manual("A"), Manual("B"), Manual("C"), End(),
        Flows("S-F-A-J1-J2-E", "F-B-J1", "F-C-J2"))).Start().AssertEnded();

    [Fact]
    public void A_join_in_a_loop_counts_afresh_in_each_round()
    {
        var run = new Running(Process(
            Start(), Exclusive("M"), Parallel("F"), Task("A"), Task("B"), Parallel("J"), Exclusive("X", "X_E"), End(),
            Flows("S-M-F-A-J-X-E", "F-B-J"), Flow("back", "X", "M", "A.outcome = \"no\""))).Start();
        run.Complete("A", "no", comment: "重做").Complete("B");
        Assert.Equal("A B", run.TaskIds);
        run.Complete("B").Complete("A").AssertEnded();
    }

    [Fact]
    public void A_join_that_nobody_can_complete_is_an_incident_at_its_scope()
    {
        var run = new Running(Process(
            Start(), Exclusive("X", "X_B"), Task("A"), Task("B"), Parallel("J"), End(), Flows("S-X-B-J-E", "A-J"),
            Flow("X_A", "X", "A", "n > 5"))).Start(("n", 1)).Complete("B");
        var incident = Assert.Single(run.Incidents);
        Assert.Equal("bpmn.join.stranded", incident.Code);
        Assert.Contains("B_J", incident.Message);
        Assert.False(run.State.Ended);
        run.Do(new CancelInstance("画错了"));
        Assert.Contains(new ClearIncident(ProcessState.RootId), run.Last.Effects);
    }
}
