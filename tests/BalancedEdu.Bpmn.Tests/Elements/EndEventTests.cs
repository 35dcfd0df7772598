using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class EndEventTests
{
    [Fact]
    public void The_instance_ends_with_its_last_token_at_the_end_event_reached_last()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("A"), Task("B"), End("E1"), End("E2"), Flows("S-F-A-E1", "F-B-E2"))).Start();
        run.Complete("B");
        Assert.False(run.State.Ended);
        run.Complete("A").AssertEnded("E1");
        Assert.Equal([new EndInstance("E1", false)], run.Last.Effects);
    }

    [Fact]
    public void Terminate_ends_everything_in_its_scope()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("A"), Task("B"), Job("J"), End(), Terminate("T"),
                Flows("S-F-A-T", "F-B-E", "F-J-E"))).Start();
        var job = run.Jobs[0].JobId;
        run.Complete("A").AssertEnded("T");
        Assert.Contains(new CancelJob(job), run.Last.Effects);
        Assert.Single(run.Last.Effects.OfType<CancelUserTask>());
    }

    [Fact]
    public void Terminate_ends_its_own_scope_only()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("O"),
                Sub("P", Start("s"), Parallel("f"), Task("A"), Task("B"), End("e"), Terminate("T"),
                Flows("s-f-A-T", "f-B-e")), Task("N"), End(), Flows("S-F-P-N-E", "F-O-E"))).Start();
        run.Complete("A");
        Assert.Equal("N O", run.TaskIds);
        Assert.Null(run.State.EndEventId);
    }

    [Fact]
    public void Terminate_drops_tokens_that_are_on_their_way_and_that_wait_at_a_join()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Manual("A"), Manual("B"), Task("C"), Parallel("J"), End(), Terminate("T"),
            Flows("S-F-A-T", "F-B-J-E", "F-C-J"))).Start();
        run.AssertEnded("T");
        Assert.DoesNotContain(run.Events, e => e is ElementCompleted { Element: "J" });
    }
}
