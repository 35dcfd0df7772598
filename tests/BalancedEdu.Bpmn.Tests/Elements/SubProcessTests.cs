using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class SubProcessTests
{
    [Fact]
    public void It_is_complete_when_no_token_is_left_in_it()
    {
        var run = new Running(Process(
            Start(), Sub("P", Start("s"), Parallel("f"), Task("A"), Task("B"), End("e"), Flows("s-f-A-e", "f-B-e")),
                Task("N"), End(),
            Flows("S-P-N-E"))).Start();
        Assert.Contains("P", run.State.ActiveElementIds);
        run.Complete("B");
        Assert.Equal("A", run.TaskIds);
        Assert.Equal("N", run.Complete("A").TaskIds);
        Assert.Contains("P", run.State.CompletedElementIds);
    }

    [Fact]
    public void Results_inside_are_seen_outside()
    {
        var run = new Running(Process(
            Start(), Sub("P", Start("s"), Task("A"), End("e"), Flows("s-A-e")), Exclusive("X", "X_E"), Task("N"), End(),
            Flows("S-P-X-E", "N-E"), Flow("more", "X", "N", "A.outcome = \"no\""))).Start().Complete("A", "no",
                comment: "不");
        Assert.Equal("N", run.TaskIds);
    }

    [Fact]
    public void Tokens_of_two_visits_at_once_do_not_meet()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Exclusive("M"),
            Sub("P", Start("s"), Parallel("f"), Task("A"), Task("B"), Parallel("j"), End("e"),
                Flows("s-f-A-j-e", "f-B-j")), End(),
            Flows("S-F-M-P-E"), Flow("again", "F", "M"))).Start();
        Assert.Equal("A A B B", run.TaskIds);
        run.Complete("A").Complete("A");
        Assert.Equal("B B", run.TaskIds);
        run.Complete("B").Complete("B").AssertEnded();
    }

    [Fact]
    public void A_join_that_strands_inside_is_an_incident_at_the_sub_process()
    {
        var run = new Running(Process(
            Start(), Sub("P", Start("s"), Exclusive("x", "x_B"), Task("A"), Task("B"), Parallel("j"), End("e"),
                Flows("s-x-B-j-e", "A-j"),
                Flow("x_A", "x", "A", "n > 1")), End(), Flows("S-P-E"))).Start(("n", 1)).Complete("B");
        Assert.Equal("bpmn.join.stranded", Assert.Single(run.Incidents).Code);
    }
}
