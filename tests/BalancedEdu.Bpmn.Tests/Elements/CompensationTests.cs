using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class CompensationTests
{
    [Fact]
    public void All_of_the_scope_is_undone_in_the_reverse_order_one_after_the_other()
    {
        var run = new Running(Process(
            Start(), Job("a"), Undo("a"), Job("b"), Undo("b"), Job("c"), Throw("T", "compensate"), Task("after"), End(),
            Flows("S-a-b-c-T-after-E"))).Start().Answer("a").Answer("b").Answer("c");
        Assert.Equal("undo_b", run.JobIds);
        run.Answer("undo_b");
        Assert.Equal("undo_a", run.JobIds);
        run.Answer("undo_a");
        Assert.Equal("after", run.TaskIds);
        run.Complete("after").AssertEnded();
    }

    [Fact]
    public void One_activity_may_be_named_and_is_undone_once()
    {
        var run = new Running(Process(
            Start(), Job("a"), Undo("a"), Job("b"), Undo("b"), Throw("T", "compensate:a"), Throw("T2", "compensate:a"),
            EndWith("E", "compensate"), Flows("S-a-b-T-T2-E"))).Start().Answer("a").Answer("b");
        Assert.Equal("undo_a", run.JobIds);
        run.Answer("undo_a");
        Assert.Equal("undo_b", run.JobIds);
        run.Answer("undo_b").AssertEnded();
        Assert.Equal("a b undo_a undo_b", run.AskedJobs);
    }

    [Fact]
    public void What_was_not_done_is_not_undone_and_nothing_waits()
    {
        var run = new Running(Process(
            Start(), Exclusive("G", "G_b"), Job("a"), Undo("a"), Throw("T", "compensate:a"), End(),
            Flows("S-G", "a-T-E"), Flow("G_a", "G", "a", "false"), Flow("G_b", "G", "T"))).Start();
        run.AssertEnded();
    }

    [Fact]
    public void A_loop_is_undone_as_often_as_it_was_done()
    {
        var run = new Running(Process(
            Start(), Exclusive("L"), Job("a"), Undo("a"), Exclusive("G", "G_T"), Throw("T", "compensate"), End(),
            Flows("S-L-a-G", "T-E"), Flow("G_L", "G", "L", "n < 3"), Flow("G_T", "G", "T")));
        run.Start(("n", 0)).Set(("n", 1)).Answer("a").Set(("n", 3)).Answer("a").AnswerAll().AssertEnded();
        Assert.Equal("a a undo_a undo_a", run.AskedJobs);
    }

    [Fact]
    public void A_sub_process_is_undone_by_undoing_what_was_done_in_it()
    {
        var run = new Running(Process(
            Start(), Sub("P", Start("s"), Job("a"), Undo("a"), Job("b"), Undo("b"), End("e"), Flows("s-a-b-e")),
            Job("c"), Undo("c"), Throw("T", "compensate"), End(), Flows("S-P-c-T-E"))).Start().AnswerAll();
        run.AssertEnded();
        Assert.Equal("a b c undo_c undo_b undo_a", run.AskedJobs);
    }

    [Fact]
    public void A_sub_process_may_have_a_handler_of_its_own_instead()
    {
        var run = new Running(Process(
            Start(), Sub("P", Start("s"), Job("a"), Undo("a"), End("e"), Flows("s-a-e")), Undo("P"),
            Throw("T", "compensate:P"), End(), Flows("S-P-T-E"))).Start().AnswerAll();
        run.AssertEnded();
        Assert.Equal("a undo_P", run.AskedJobs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_a_multi_instance_the_handler_runs_once_an_instance_and_sees_its_item(bool sequential)
    {
        var run = new Running(Process(
            Start(), Job("a", Loop(collection: "[1,2,3]", item: "n", sequential: sequential)),
            Undo("a", Job("undo_a", extensions: "<be:input name=\"which\" value=\"=n\"/>")
                .Replace("<bpmn:serviceTask", "<bpmn:serviceTask isForCompensation=\"true\"")),
            Throw("T", "compensate:a"), End(), Flows("S-a-T-E"))).Start();
        var seen = new List<string>();
        while (run.Jobs.Count > 0)
        {
            if (run.Jobs[0].ElementId == "undo_a")
                seen.Add(Running.Show(run.Jobs[0].Inputs));
            run.Do(new CompleteJob(run.Jobs[0].JobId, Running.Vars()));
        }
        run.AssertEnded();
        Assert.Equal(["{which: 3}", "{which: 2}", "{which: 1}"], seen);
    }

    [Fact]
    public void A_sub_process_done_five_times_is_undone_five_times()
    {
        var run = new Running(Process(
            Start(), Sub("P", Loop(cardinality: "5", sequential: true), Start("s"), Job("book"), Undo("book"), End("e"),
                Flows("s-book-e")), Throw("T", "compensate"), End(), Flows("S-P-T-E"))).Start().AnswerAll();
        run.AssertEnded();
        Assert.Equal(5, run.AskedJobs.Split(' ').Count(job => job == "undo_book"));
    }

    [Fact]
    public void A_multi_instance_that_is_not_complete_is_not_undone()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Job("a", Loop(cardinality: "3")), Undo("a"), Task("B"), Throw("T", "compensate"),
            Task("C"), End(), Flows("S-F-a-E", "F-B-T-C-E"))).Start().Answer("a").Answer("a").Complete("B");
        Assert.Equal("C", run.TaskIds);
        Assert.DoesNotContain("undo_a", run.AskedJobs);
        run.Answer("a").Complete("C").AssertEnded();
    }

    [Fact]
    public void A_compensation_event_sub_process_orders_the_undoing()
    {
        var run = new Running(Process(
            Start(), Sub("Trip", Start("s"), Job("flight"), Undo("flight"), Job("hotel"), Undo("hotel"), End("e"),
                EventSub("H", StartOn("hs", "compensate"), Throw("first", "compensate:flight"),
                    Throw("second", "compensate:hotel"), Job("update"), End("he"), Flows("hs-first-second-update-he")),
                Flows("s-flight-hotel-e")),
            Throw("T", "compensate"), Task("after"), End(), Flows("S-Trip-T-after-E"))).Start().AnswerAll();
        Assert.Equal("flight hotel undo_flight undo_hotel update", run.AskedJobs);
        run.Complete("after").AssertEnded();
    }

    [Fact]
    public void A_user_task_may_undo_and_the_thrower_waits_for_it()
    {
        var run = new Running(Process(
            Start(), Job("a"), Undo("a", Task("undo_a", attributes: "isForCompensation=\"true\"")),
            EndWith("E", "compensate"), Flows("S-a-E"))).Start().Answer("a");
        Assert.Equal("undo_a", run.TaskIds);
        run.Complete("undo_a").AssertEnded();
    }

    [Fact]
    public void Cancelling_while_it_waits_for_the_undoing_leaves_nothing()
    {
        var run = new Running(Process(
            Start(), Job("a"), Undo("a"), Job("b"), Undo("b"), EndWith("E", "compensate"), Flows("S-a-b-E")))
            .Start().Answer("a").Answer("b");
        Assert.Equal("undo_b", run.JobIds);
        run.Do(new CancelInstance("不办了"));
        Assert.True(run.State.Cancelled);
        Assert.Empty(run.State.Compensations);
        Assert.Single(run.State.Elements);
    }

    [Fact]
    public void A_handler_that_fails_is_tried_again_and_the_rest_is_undone_after_it()
    {
        var run = new Running(Process(
            Start(), Job("a"), Undo("a"), Job("b"), Undo("b"), EndWith("E", "compensate"), Flows("S-a-b-E")))
            .Start().Answer("a").Answer("b");
        run.Do(new FailJob(run.Jobs[0].JobId, "断线")).Resolve("undo_b");
        run.AnswerAll().AssertEnded();
        Assert.Equal("a b undo_b undo_b undo_a", run.AskedJobs);
    }

    [Fact]
    public void A_handler_that_its_border_ends_lets_the_rest_be_undone()
    {
        var run = new Running(Process(
            Start(), Job("a"), Undo("a"), Job("b"), Undo("b"), Boundary("late", "undo_b", "timeDuration:PT1H"),
            Task("look"), End("le"), EndWith("E", "compensate"), Flows("S-a-b-E", "late-look-le")))
            .Start().Answer("a").Answer("b").Fire("late");
        Assert.Equal("undo_a", run.JobIds);
        Assert.Equal("look", run.TaskIds);
        run.Answer("undo_a").Complete("look").AssertEnded("le");
    }

    [Fact]
    public void What_is_inside_of_an_open_sub_process_is_undone_by_a_throw_in_it_only()
    {
        var run = new Running(Process(
            Start(), Job("a"), Undo("a"), Sub("P", Start("s"), Job("b"), Undo("b"), Throw("T", "compensate"), End("e"),
                Flows("s-b-T-e")), End(), Flows("S-a-P-E"))).Start().AnswerAll();
        run.AssertEnded();
        Assert.Equal("a b undo_b", run.AskedJobs);
    }

    [Fact]
    public void A_nested_sub_process_is_undone_from_the_inside_out()
    {
        var run = new Running(Process(
            Start(), Sub("O", Start("os"), Job("a"), Undo("a"),
                Sub("P", Start("s"), Job("b"), Undo("b"), Job("c"), Undo("c"), End("e"), Flows("s-b-c-e")), Job("d"),
                Undo("d"), End("oe"), Flows("os-a-P-d-oe")),
            EndWith("E", "compensate"), Flows("S-O-E"))).Start().AnswerAll();
        run.AssertEnded();
        Assert.Equal("a b c d undo_d undo_c undo_b undo_a", run.AskedJobs);
    }

    [Fact]
    public void A_called_process_is_undone_by_its_handler()
    {
        var run = new Running(Process(
            Start(), Call("C", "other"), Undo("C"), EndWith("E", "compensate"), Flows("S-C-E"))).Start();
        run.Do(new CompleteChild(run.Id("C"), Running.Vars()));
        Assert.Equal("undo_C", run.JobIds);
        run.AnswerAll().AssertEnded();
    }

    [Fact]
    public void The_border_of_what_is_undone_catches_nothing_as_its_token_has_gone_on()
    {
        var run = new Running(Process(
            Start(), Sub("P", Start("s"), Job("a"), Undo("a"), End("e"), Flows("s-a-e")),
            Border("P", "err", "error:E1"), Throw("T", "compensate"), Task("after"), Task("failed"), End(),
            Flows("S-P-T-after-E", "err-failed-E")))
            .Start().Answer("a").Error("undo_a", "E1");
        Assert.Equal("", run.TaskIds);
        Assert.Equal("bpmn.error.uncaught", Assert.Single(run.Incidents).Code);
        run.Resolve("undo_a").Answer("undo_a").Complete("after").AssertEnded();
    }

    [Fact]
    public void What_is_only_being_undone_can_not_be_decided_once_more()
    {
        var run = new Running(Process(
            Start(), Task("V", Loop(cardinality: "2")), Undo("V"), Throw("T", "compensate"), End(), Flows("S-V-T-E")))
            .Start().Complete("V").Complete("V");
        var undone = run.State.Elements.Values.Single(element => element.ElementId == "V").Id;
        Assert.Equal(
            "bpmn.user-task.not-open",
            run.Try(new CompleteUserTask(undone, "ok", null, "li", Running.Vars())).Refusal?.Code);
        run.AnswerAll().AssertEnded();
    }
}
