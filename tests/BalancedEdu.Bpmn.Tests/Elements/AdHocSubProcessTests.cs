using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class AdHocSubProcessTests
{
    private static Running Case(string? until = null, string attributes = "", params string[] more) => new(Process(
        Start(), AdHoc("P", attributes, until, [Task("A"), Task("B"), .. more]), Task("after"), End(),
        Flows("S-P-after-E")));

    private static Running Activate(Running run, params string[] elements)
    {
        foreach (var element in elements)
            run.Do(new ActivateAdHoc(run.Id("P"), element));
        return run;
    }

    [Fact]
    public void Nothing_runs_until_somebody_starts_it()
    {
        var run = Case().Start();
        Assert.Equal("", run.TaskIds);
        Assert.False(run.State.Ended);
    }

    [Fact]
    public void Without_a_condition_it_ends_when_each_was_done_and_none_is_open()
    {
        var run = Activate(Case().Start(), "A", "A", "B").Complete("A").Complete("B");
        Assert.Equal("A", run.TaskIds);
        run.Complete("A");
        Assert.Equal("after", run.TaskIds);
        run.Complete("after").AssertEnded();
    }

    [Fact]
    public void A_condition_that_holds_ends_it_and_takes_the_rest_back()
    {
        var run = Activate(Case("completed = true").Start(("completed", false)), "A", "B").Complete("A");
        Assert.Equal("B", run.TaskIds);
        Activate(run, "A").Set(("completed", true)).Complete("A");
        Assert.Equal("after", run.TaskIds);
        Assert.Single(run.Last.Effects.OfType<CancelUserTask>());
    }

    [Fact]
    public void It_may_wait_for_the_rest()
    {
        var run = Activate(
            Case("completed", "cancelRemainingInstances=\"false\"").Start(("completed", true)), "A", "B");
        run.Complete("A");
        Assert.Equal("B", run.TaskIds);
        run.Complete("B");
        Assert.Equal("after", run.TaskIds);
    }

    [Fact]
    public void The_condition_knows_what_was_done()
    {
        var run = Activate(Case("list contains(doneActivities, \"B\")").Start(), "A", "B").Complete("A").Complete("B");
        Assert.Equal("after", run.TaskIds);
    }

    [Fact]
    public void Flows_inside_are_followed()
    {
        var run = Activate(Case("false", "", Task("C"), Flows("A-C")).Start(), "A").Complete("A");
        Assert.Equal("C", run.TaskIds);
        Assert.Equal("bpmn.ad-hoc.unknown-activity",
            run.Try(new ActivateAdHoc(run.Id("P"), "C")).Refusal!.Code);
    }

    [Fact]
    public void An_event_at_the_end_of_a_flow_inside_may_be_what_it_waited_for()
    {
        var run = Activate(Case("true", "cancelRemainingInstances=\"false\"", Timer("intermediateCatchEvent", "T",
            "timeDuration:PT1H"), Flows("A-T")).Start(), "A").Complete("A").Fire("T");
        Assert.Equal("after", run.TaskIds);
    }

    [Fact]
    public void A_sequential_one_does_one_thing_at_a_time()
    {
        var run = Activate(Case(null, "ordering=\"Sequential\"").Start(), "A");
        Assert.Equal("bpmn.ad-hoc.busy", run.Try(new ActivateAdHoc(run.Id("P"), "B")).Refusal!.Code);
        Activate(run.Complete("A"), "B").Complete("B");
        Assert.Equal("after", run.TaskIds);
    }

    [Fact]
    public void A_condition_that_fails_stands_at_the_whole_and_is_looked_at_again()
    {
        var run = Activate(Case("done").Start(), "A").Complete("A");
        Assert.Equal("bpmn.condition.not-boolean", Assert.Single(run.Incidents).Code);
        run.Set(("done", true)).Resolve("P");
        Assert.Equal("after", run.TaskIds);
    }

    [Fact]
    public void A_border_ends_it_with_all_that_is_open()
    {
        var run = new Running(Process(
            Start(), AdHoc("P", "", null, Task("A")), Boundary("T", "P", "timeDuration:PT1H"), End(), End("late"),
            Flows("S-P-E", "T-late"))).Start();
        Activate(run, "A").Fire("T").AssertEnded("late");
    }

    [Fact]
    public void Done_for_each_every_instance_is_its_own()
    {
        var run = new Running(Process(
            Start(), AdHoc("P", "", null, Loop(cardinality: "2"), Task("A")), End(), Flows("S-P-E"))).Start();
        run.Do(new ActivateAdHoc(run.Id("P", 1), "A")).Do(new ActivateAdHoc(run.Id("P", 2), "A"));
        Assert.Equal("bpmn.ad-hoc.not-open", run.Try(new ActivateAdHoc(run.Id("P", 0), "A")).Refusal!.Code);
        run.Complete("A").Complete("A").AssertEnded();
    }
}
