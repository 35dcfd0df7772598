using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class FirstCaseTests
{
    private static Running Case() => new(Process(
        Start(), Task("A"), Exclusive("X"), Job("J"), Parallel("F"), Task("B"), Task("C"), Parallel("M"), End(),
            End("R"),
        Flows("S-A-X", "J-F-B-M-E", "F-C-M"),
        Flow("yes", "X", "J", "A.outcome = \"ok\""), Flow("back", "X", "R", "A.outcome = \"no\"")));

    [Fact]
    public void A_case_goes_from_start_over_a_decision_a_job_and_two_reviews_to_its_end()
    {
        var run = Case().Start();
        Assert.Equal("A", run.TaskIds);
        run.Complete("A");
        Assert.Equal("test.j", Assert.Single(run.Jobs).Job);
        run.Answer("J", ("frozen", true));
        Assert.Equal("B C", run.TaskIds);
        run.Complete("B");
        Assert.Equal("C", run.TaskIds);
        Assert.False(run.State.Ended);
        run.Complete("C");
        run.AssertEnded();
    }

    [Fact]
    public void The_other_decision_leads_to_the_other_end()
    {
        var run = Case().Start();
        run.Complete("A", "no", comment: "材料不全");
        run.AssertEnded("R");
        Assert.Equal("材料不全", run.Variable("A").AsContext()!.TryGet("comment", out var c) ? c.AsString() : null);
    }
}
