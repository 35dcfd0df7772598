using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class StandardLoopTests
{
    private static Running Counting(string? condition, string attributes = "") => new(Process(
        Start(), Script("A", "n + 1", "n", StandardLoop(condition, attributes)), End(), Flows("S-A-E")));

    [Theory]
    [InlineData("n < 3", "", 0, 3)]
    [InlineData("n < 3", "", 5, 6)]
    [InlineData("n < 3", "testBefore=\"true\"", 5, 5)]
    [InlineData("n < 3", "testBefore=\"true\"", 1, 3)]
    [InlineData("n < 9", "loopMaximum=\"2\"", 0, 2)]
    [InlineData(null, "loopMaximum=\"4\"", 0, 4)]
    [InlineData("n < 9", "testBefore=\"true\" loopMaximum=\"1\"", 0, 1)]
    public void It_goes_round_while_the_condition_holds(string? condition, string attributes, int first, int last)
    {
        var run = Counting(condition, attributes).Start(("n", first));
        run.AssertEnded();
        Assert.Equal($"{last}", run.Variable("n").ToString());
    }

    [Fact]
    public void A_task_is_opened_again_until_it_is_agreed()
    {
        var run = new Running(Process(
            Start(), Task("A", StandardLoop("A.outcome = \"no\"")), Boundary("T", "A", "timeDuration:PT1H"), End(),
            End("late"), Flows("S-A-E", "T-late"))).Start();
        var timer = run.Timers.First().Id;
        run.Complete("A", "no", comment: "重来");
        Assert.Equal("A", run.TaskIds);
        Assert.Equal(timer, Assert.Single(run.Timers).Id);
        run.Complete("A").AssertEnded();
    }

    [Fact]
    public void The_border_is_around_all_rounds()
    {
        var run = new Running(Process(
            Start(), Task("A", StandardLoop("true")), Boundary("T", "A", "timeDuration:PT1H"), End(), End("late"),
            Flows("S-A-E", "T-late"))).Start().Complete("A").Fire("T");
        run.AssertEnded("late");
    }

    [Fact]
    public void A_condition_that_fails_stands_at_the_loop_and_is_looked_at_again()
    {
        var run = new Running(Process(Start(), Task("A", StandardLoop("again")), End(), Flows("S-A-E"))).Start();
        run.Complete("A");
        Assert.Equal("bpmn.condition.not-boolean", Assert.Single(run.Incidents).Code);
        run.Set(("again", true)).Resolve("A");
        Assert.Equal("A", run.TaskIds);
        run.Set(("again", false)).Complete("A").AssertEnded();
    }

    [Fact]
    public void A_condition_that_fails_before_the_first_round_keeps_the_token()
    {
        var run = new Running(Process(
            Start(), Task("A", StandardLoop("again", "testBefore=\"true\"")), End(), Flows("S-A-E"))).Start();
        Assert.Single(run.Incidents);
        run.Set(("again", true)).Resolve("A");
        Assert.Equal("A", run.TaskIds);
    }

    [Fact]
    public void A_sub_process_goes_round_whole()
    {
        var run = new Running(Process(
            Start(), Sub("P", StandardLoop("n < 2"), Start("s"), Parallel("f"), Task("A"), Script("B", "n + 1", "n"),
                End("e"), Flows("s-f-A-e", "f-B-e")), End(), Flows("S-P-E"))).Start(("n", 0));
        run.Complete("A");
        Assert.Equal("A", run.TaskIds);
        run.Complete("A").AssertEnded();
        Assert.Equal("2", run.Variable("n").ToString());
    }

    [Fact]
    public void A_thousand_rounds_do_not_grow_the_stack()
    {
        var run = Counting("n < 1000").Start(("n", 0));
        run.AssertEnded();
        Assert.Equal("1000", run.Variable("n").ToString());
    }

    [Fact]
    public void Each_round_is_undone()
    {
        var run = new Running(Process(
            Start(), Job("a", StandardLoop(null, "loopMaximum=\"3\"")), Undo("a"), EndWith("E", "compensate"),
            Flows("S-a-E"))).Start().AnswerAll();
        run.AssertEnded();
        Assert.Equal("a a a undo_a undo_a undo_a", run.AskedJobs);
    }
}
