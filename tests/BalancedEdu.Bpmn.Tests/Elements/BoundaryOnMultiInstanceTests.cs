using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary>A border of a multi-instance is around all of its instances.</summary>
public class BoundaryOnMultiInstanceTests
{
    private static Running Vote(string about, bool interrupts) => new(Process(
        Start(), Task("A", Loop(collection: "[\"a\",\"b\",\"c\"]", item: "who")),
        about.StartsWith("time", StringComparison.Ordinal) ? Boundary("B", "A", about, interrupts)
            : Border("A", "B", about, interrupts),
        Task("after"), End(), Flows("S-A-E", "B-after-E")));

    [Fact]
    public void A_timer_after_one_was_done_leaves_only_what_comes_after_the_border()
    {
        var run = Vote("timeDuration:PT1H", true).Start().Complete("A");
        Assert.Single(run.Timers);
        run.Fire("B");
        Assert.Equal("after", run.TaskIds);
        run.Complete("after").AssertEnded();
    }

    [Theory]
    [InlineData("message:m")]
    [InlineData("signal:m")]
    [InlineData("conditional:n = 1")]
    public void Whatever_it_waits_for_is_waited_for_once(string about)
    {
        var run = Vote(about, true).Start(("n", 0));
        Assert.Equal("B", run.Waits);
        _ = about[0] == 'm' ? run.Message("m") : about[0] == 's' ? run.Signal("m") : run.Set(("n", 1));
        Assert.Equal("after", run.TaskIds);
        run.Complete("after").AssertEnded();
    }

    [Fact]
    public void Not_interrupting_all_instances_stay()
    {
        var run = Vote("message:m", false).Start().Message("m");
        Assert.Equal("A A A after", run.TaskIds);
        run.Complete("A").Complete("A").Complete("A").Complete("after").AssertEnded();
    }

    [Fact]
    public void An_error_or_escalation_from_one_instance_comes_to_the_border_of_all()
    {
        var run = Vote("error:E1", true).Start();
        run.Do(new Execution.ThrowBpmnError(run.TaskId("A", 2), "E1", null));
        Assert.Equal("after", run.TaskIds);
        var other = Vote("escalation:L1", false).Start();
        other.Do(new Execution.ThrowEscalation(other.TaskId("A", 2), "L1"));
        Assert.Equal("A A A after", other.TaskIds);
    }
}
