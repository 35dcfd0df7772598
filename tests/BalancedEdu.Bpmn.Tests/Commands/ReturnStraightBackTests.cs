using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Commands.Returnable;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>退回 with 直达: when it is done again the case comes straight back.</summary>
public class ReturnStraightBackTests
{
    [Fact]
    public void Directly_it_comes_straight_back_once()
    {
        var run = Row().Start().Complete("A").Complete("B").Return("C", "A", directly: true).Complete("A");
        Assert.Equal("C", run.TaskIds);
        run.Return("C", "A").Complete("A");
        Assert.Equal("B", run.TaskIds);
    }

    [Fact]
    public void Directly_back_into_a_sub_process_is_refused()
    {
        var run = new Running(Process(
            Start(), Step("A"), Sub("P", Start("s"), Step("B"), Step("C"), End("e"), Flows("s-B-C-e")), End(),
            Flows("S-A-P-E"))).Start().Complete("A").Complete("B");
        Assert.Equal("bpmn.return.direct-across-scope", run.TryReturn("C", "A", directly: true));
        run.Return("C", "B", directly: true).Complete("B");
        Assert.Equal("C", run.TaskIds);
    }

    [Fact]
    public void Directly_across_a_fork_is_refused_as_other_branches_would_be_lost()
    {
        var run = Fork().Start().Complete("A").Complete("B1");
        Assert.Equal("bpmn.return.direct-across-fork", run.TryReturn("B2", "A", directly: true));
    }

    /// <summary>Found by random walks: process 1636, path 2.</summary>
    [Theory]
    [InlineData(true, "bpmn.return.into-joined-branch")]
    [InlineData(false, null)]
    public void Straight_back_is_not_sure_when_something_on_the_border_may_interrupt(bool interrupts, string? refused)
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Step("A"), Step("B"), Parallel("K"), Step("C"), Exclusive("M"), End(),
            Boundary("T", "A", "timeDuration:PT1H", interrupts),
            interrupts ? Flows("T-M") : End("e") + Flows("T-e"), Flows("S-F-A-M-K-C-E", "F-B-K")))
            .Start().Complete("A").Complete("B");
        Assert.Equal(refused, run.TryReturn("C", "A", directly: true));
    }

    [Fact]
    public void Straight_back_what_stands_between_stays_done()
    {
        var run = new Running(Process(
            Start(), Step("A"), Undo("A"), Job("b"), Undo("b"), Step("B"),
            EndWith("E", "compensate"), Flows("S-A-b-B-E"))).Start().Complete("A").Answer("b");
        run.Return("B", "A", directly: true).Complete("A").Complete("B").AnswerAll().AssertEnded();
        Assert.Equal("b undo_A undo_b", run.AskedJobs);
    }
}
