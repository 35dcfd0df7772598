using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class EventSubProcessTests
{
    private static Running Under(string about, bool interrupts, params string[] more) => new(Process(
        [Start(), Task("A"), Handler("H", about, interrupts), End(), Flows("S-A-E"), .. more]));

    [Theory]
    [InlineData("A", "H_t")]
    [InlineData("H_t", "A")]
    public void Non_interrupting_the_process_ends_after_both_in_either_order(string first, string second)
    {
        var run = Under("message:m", false).Start().Message("m");
        Assert.Equal("A H_t", run.TaskIds);
        run.Complete(first);
        Assert.False(run.State.Ended);
        run.Complete(second).AssertEnded();
    }

    [Theory]
    [InlineData("message:m")]
    [InlineData("signal:m")]
    [InlineData("conditional:n > 1")]
    [InlineData("timeDuration:PT1H")]
    public void Interrupting_it_takes_the_place_of_all_else(string about)
    {
        var run = Under(about, true, Boundary("T", "A", "timeDuration:PT5H"), End("late"), Flows("T-late"),
            Handler("other", "signal:other", false)).Start(("n", 0));
        Assert.Equal(about[0] == 't' ? 2 : 1, run.Timers.Count());
        _ = about[0] switch
        {
            'm' => run.Message("m", ("x", 1)),
            's' => run.Signal("m"),
            'c' => run.Set(("n", 2)),
            _ => run.Fire("H_s"),
        };
        Assert.Equal("H_t", run.TaskIds);
        Assert.Empty(run.Timers);
        Assert.Empty(run.Subscriptions);
        run.Complete("H_t").AssertEnded(null);
    }

    [Fact]
    public void Nothing_waits_any_more_when_the_process_has_ended()
    {
        Under("message:m", true).Start().Complete("A").AssertEnded();
        Under("timeCycle:R/PT1H", false).Start().Complete("A").AssertEnded();
    }

    [Fact]
    public void Non_interrupting_it_starts_as_often_as_the_event_comes()
    {
        var run = Under("timeCycle:R2/PT1H", false).Start().Fire("H_s").Fire("H_s");
        Assert.Equal("A H_t H_t", run.TaskIds);
        Assert.Empty(run.Timers);
    }

    [Fact]
    public void What_came_stands_under_the_start_event()
    {
        var run = Under("message:m", false).Start().Message("m", ("x", 1));
        Assert.Equal("{x: 1}", run.Variable("H_s").ToString());
    }

    [Fact]
    public void In_a_sub_process_it_lives_as_long_as_that()
    {
        var run = new Running(Process(
            Start(), Sub("P", Start("s"), Task("A"), Handler("H", "message:m"), End("e"), Flows("s-A-e")), Task("B"),
            End(), Flows("S-P-B-E"))).Start();
        Assert.Equal("H_s", run.Waits);
        run.Message("m");
        Assert.Equal("H_t", run.TaskIds);
        run.Complete("H_t").Complete("B").AssertEnded();
    }

    [Fact]
    public void A_token_at_a_join_is_withdrawn_by_an_interruption()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("A"), Task("B"), Parallel("J"), Handler("H", "signal:s"), End(),
            Flows("S-F-A-J-E", "F-B-J"))).Start().Complete("A").Signal("s");
        Assert.Equal("H_t", run.TaskIds);
        run.Complete("H_t").AssertEnded(null);
    }

    [Fact]
    public void Nested_ones_interrupt_their_own_scope_only()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("A"),
            Sub("P", Start("s"), Task("B"), Handler("H", "signal:in"), End("e"), Flows("s-B-e")),
            Handler("O", "signal:out"), End(), Flows("S-F-A-E", "F-P-E"))).Start().Signal("in");
        Assert.Equal("A H_t", run.TaskIds);
        run.Signal("out");
        Assert.Equal("O_t", run.TaskIds);
        run.Complete("O_t").AssertEnded(null);
    }

    [Fact]
    public void One_inside_another_waits_from_when_the_outer_one_runs()
    {
        var run = new Running(Process(
            Start(), Task("A"), EventSub("H", StartOn("hs", "signal:first", false), Task("B"),
                Handler("I", "signal:second"), End("he"), Flows("hs-B-he")), End(), Flows("S-A-E"))).Start();
        Assert.Equal("hs", run.Waits);
        run.Signal("first");
        Assert.Equal("I_s hs", run.Waits);
        run.Signal("second");
        Assert.Equal("A I_t", run.TaskIds);
        run.Complete("I_t");
        Assert.Equal("hs", run.Waits);
        run.Complete("A").AssertEnded();
    }

    [Fact]
    public void In_a_multi_instance_each_instance_has_its_own()
    {
        var run = new Running(Process(
            Start(), Sub("P", Loop(cardinality: "2"), Start("s"), Task("A"), Handler("H", "message:m"), End("e"),
                Flows("s-A-e")), End(), Flows("S-P-E"))).Start();
        Assert.Equal("H_s H_s", run.Waits);
        run.Message("m");
        Assert.Equal("A H_t", run.TaskIds);
        run.Complete("H_t").Complete("A").AssertEnded();
    }

    [Fact]
    public void What_it_waits_for_that_cannot_be_worked_out_refuses_the_start()
    {
        var run = Under("timeDate:=nothing", true);
        Assert.Equal("bpmn.instance.start-fails", run.Try(new StartInstance(null, Running.Vars())).Refusal!.Code);
    }

    [Fact]
    public void Interrupting_keeps_what_was_done_so_that_it_can_be_undone()
    {
        var run = new Running(Process(
            Start(), Job("book"), Undo("book"), Task("A"), End(),
            EventSub("H", StartOn("hs", "signal:s"), Throw("undo", "compensate"), End("he"), Flows("hs-undo-he")),
            Flows("S-book-A-E"))).Start().Answer("book").Signal("s");
        Assert.Equal("undo_book", run.JobIds);
        run.Answer("undo_book").AssertEnded(null);
    }

    [Fact]
    public void Terminate_in_it_ends_it_only()
    {
        var run = new Running(Process(
            Start(), Task("A"), EventSub("H", StartOn("hs", "signal:s", false), Parallel("f"), Task("B"),
                Terminate("t"),
                End("he"), Flows("hs-f-B-he", "f-t")), End(), Flows("S-A-E"))).Start().Signal("s");
        Assert.Equal("A", run.TaskIds);
        run.Complete("A").AssertEnded();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sub_process_that_an_incident_holds_on_its_way_out_starts_none_any_more(bool interrupts)
    {
        var run = new Running(Process(
            Start(), Sub("P", Start("s"), Task("A"), End("e"), Flows("s-A-e"), Handler("X", "signal:s", interrupts)),
            Task("B"), End(), Flows("S-P", "B-E"), Flow("go", "P", "B", "ready"))).Start().Complete("A");
        Assert.Equal("", run.Waits);
        run.Signal("s").Set(("ready", true)).Resolve("P");
        Assert.Equal("B", run.TaskIds);
        run.Complete("B").AssertEnded();
    }
}
