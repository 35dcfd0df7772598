using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Commands.Returnable;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>退回: the rules of the contract, one by one.</summary>
public class ReturnToTests
{
    [Fact]
    public void The_task_is_withdrawn_and_the_target_is_done_again_step_by_step()
    {
        var run = Row().Start().Complete("A").Complete("B");
        var task = run.TaskId("C");
        run.Return("C", "A");
        Assert.Equal("A", run.TaskIds);
        Assert.Contains(new CancelUserTask(task), run.Last.Effects);
        Assert.Equal(task, run.Last.Effects.OfType<CreateUserTask>().Single().Previous);
        run.Complete("A").Complete("B").Complete("C").AssertEnded();
    }

    [Fact]
    public void Taken_back_it_goes_back_although_the_task_allows_no_return()
    {
        var run = new Running(Process(Start(), Drawn.Task("A"), Drawn.Task("B"), End(), Flows("S-A-B-E"))).Start()
            .Complete("A");
        Assert.Equal("bpmn.user-task.not-allowed", run.TryReturn("B", "A"));
        run.Do(new ReturnTo(run.TaskId("B"), "A", "li.si", null, false) { TakesBack = true });
        Assert.Equal("A", run.TaskIds);
        Assert.True(run.Last.Events.OfType<TaskReturned>().Single().TakenBack);
        run.Complete("A").Complete("B").AssertEnded();
    }

    [Fact]
    public void Within_one_branch_only_that_branch_goes_back()
    {
        var run = Fork().Start().Complete("A").Complete("B1").Complete("C1").Return("B2", "B1");
        Assert.Equal("B1 D1", run.TaskIds);
        run.Complete("B1").Complete("B2").Complete("D1");
        Assert.Equal("Z", run.TaskIds);
        run.Complete("Z").AssertEnded();
    }

    [Fact]
    public void Before_the_fork_the_whole_region_runs_again_and_the_join_fires_once()
    {
        var run = Fork().Start().Complete("A").Complete("B1").Complete("C1").Return("B2", "A");
        Assert.Equal("A", run.TaskIds);
        Assert.Single(run.State.Elements, e => e.Value.ParentId != 0);
        run.Complete("A");
        Assert.Equal("B1 C1 D1", run.TaskIds);
        run.Complete("D1").Complete("C1").Complete("B1");
        Assert.Equal("B2", run.TaskIds);
        run.Complete("B2");
        Assert.Equal("Z", run.TaskIds);
        run.Complete("Z").AssertEnded();
        Assert.Single(run.Events.OfType<ElementActivating>(), e => e.ElementId == "J");
    }

    [Fact]
    public void After_the_join_a_target_in_one_branch_would_strand_and_is_refused()
    {
        var run = Fork().Start().Complete("A").Complete("B1").Complete("B2").Complete("C1").Complete("D1");
        Assert.Equal("bpmn.return.into-joined-branch", run.TryReturn("Z", "B1"));
        Assert.Equal("Z", run.TaskIds);
        run.Return("Z", "B1", directly: true).Complete("B1");
        Assert.Equal("Z", run.TaskIds);
        run.Return("Z", "A");
        Assert.Equal("A", run.TaskIds);
    }

    [Fact]
    public void Another_branch_is_no_target()
    {
        var run = Fork().Start().Complete("A").Complete("B1");
        Assert.Equal("bpmn.return.not-passed", run.TryReturn("C1", "B1"));
        Assert.Equal("bpmn.return.not-passed", run.TryReturn("C1", "Z"));
        Assert.Equal("bpmn.return.not-passed", run.TryReturn("C1", "C1"));
    }

    [Fact]
    public void A_target_that_was_not_done_in_this_case_is_refused()
    {
        var run = new Running(Process(
            Start(), Exclusive("X", "X_B"), Step("A"), Step("B"), Step("C"), End(), Flows("S-X", "A-C-E", "B-C"),
            Flow("X_A", "X", "A", "false"), Flow("X_B", "X", "B"))).Start().Complete("B");
        Assert.Equal("bpmn.return.not-passed", run.TryReturn("C", "A"));
        run.Return("C", "B");
        Assert.Equal("B", run.TaskIds);
    }

    [Fact]
    public void In_a_loop_the_other_branches_of_another_round_do_not_count()
    {
        var run = new Running(Process(
            Start(), Exclusive("L"), Step("A"), Parallel("F"), Step("B"), Step("C"), Parallel("J"), Step("D"),
            Exclusive("G", "G_L"), End(), Flows("S-L-A-F-B-J-D-G", "F-C-J"),
            Flow("G_E", "G", "E", "D.outcome = \"ok\""), Flow("G_L", "G", "L"))).Start();
        run.Complete("A").Complete("B").Complete("C").Complete("D", "no", comment: "重来").Complete("A").Complete("C");
        run.Return("B", "A").Complete("A");
        Assert.Equal("B C", run.TaskIds);
        run.Complete("B").Complete("C").Complete("D").AssertEnded();
    }

    [Fact]
    public void Out_of_a_sub_process_all_of_it_is_withdrawn()
    {
        var run = new Running(Process(
            Start(), Step("A"), Sub("P", Start("s"), Parallel("f"), Step("B"), Step("C"), End("e"),
                Handler("H", "signal:s", false), Flows("s-f-B-e", "f-C-e")), End(), Flows("S-A-P-E")))
            .Start().Complete("A").Return("B", "A");
        Assert.Equal("A", run.TaskIds);
        Assert.Empty(run.Waits);
        run.Complete("A").Complete("B").Complete("C").AssertEnded();
    }

    [Fact]
    public void Inside_a_sub_process_only_what_is_inside_moves()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Step("X"), Sub("P", Start("s"), Step("B"), Step("C"), End("e"), Flows("s-B-C-e")),
            End(), Flows("S-F-P-E", "F-X-E"))).Start().Complete("B").Return("C", "B");
        Assert.Equal("B X", run.TaskIds);
    }

    [Fact]
    public void A_target_inside_a_multi_instance_or_another_sub_process_is_refused()
    {
        var run = new Running(Process(
            Start(), Sub("P", Loop(cardinality: "2"), Start("s"), Step("A"), End("e"), Flows("s-A-e")),
            Sub("Q", Start("qs"), Step("B"), End("qe"), Flows("qs-B-qe")), Step("C"), End(), Flows("S-P-Q-C-E")))
            .Start().Complete("A").Complete("A").Complete("B");
        Assert.Equal("bpmn.return.other-scope", run.TryReturn("C", "A"));
        Assert.Equal("bpmn.return.other-scope", run.TryReturn("C", "B"));
    }

    [Fact]
    public void Twice_into_a_countersign_starts_all_of_its_instances_and_leaves_no_ghost_task()
    {
        var run = new Running(Process(
            Start(), Step("A"), Step("V", Loop(collection: "[\"a\",\"b\",\"c\"]", item: "who")), Step("Z"), End(),
            Flows("S-A-V-Z-E"))).Start().Complete("A");
        for (var round = 0; round < 2; round++)
        {
            run.Complete("V").Complete("V").Complete("V").Return("Z", "V");
            Assert.Equal("V V V", run.TaskIds);
        }
        run.Complete("V").Complete("V").Complete("V").Complete("Z").AssertEnded();
        Assert.Equal(3, run.Variable("V").AsList()!.Count);
    }

    [Fact]
    public void Out_of_a_countersign_all_open_instances_are_withdrawn_and_directly_all_start_again()
    {
        var run = new Running(Process(
            Start(), Step("A"), Step("V", Loop(cardinality: "3")), End(), Flows("S-A-V-E"))).Start().Complete("A")
            .Complete("V", loop: 1).Return("V", "A", directly: true, loop: 2);
        Assert.Equal("A", run.TaskIds);
        run.Complete("A");
        Assert.Equal("V V V", run.TaskIds);
    }

    [Fact]
    public void Timers_and_subscriptions_of_what_is_withdrawn_are_gone_in_the_same_step()
    {
        var run = Row(Boundary("T", "C", "timeDuration:P1D"), Border("C", "M", "message:m"), End("x"), Flows("T-x",
            "M-x"),
            Boundary("R", "A", "timeDuration:P1D", false), End("y"), Flows("R-y")).Start();
        var first = run.Timers.Single().Id;
        run.Complete("A").Complete("B").Return("C", "A");
        Assert.Equal("R", Assert.Single(run.Timers).ElementId);
        Assert.NotEqual(first, run.Timers.Single().Id);
        Assert.Empty(run.Waits);
        run.Fire("R");
        Assert.Empty(run.Timers);
    }

    [Fact]
    public void What_its_border_began_is_withdrawn_too()
    {
        var run = Row(Boundary("R", "A", "timeDuration:P1D", false), Step("urge"), End("y"), Flows("R-urge-y")).Start();
        run.Fire("R").Complete("A").Return("B", "A");
        Assert.Equal("A", run.TaskIds);
    }

    [Fact]
    public void A_join_that_is_stranded_by_nothing_is_not_touched_by_a_return_beside_it()
    {
        var run = Fork().Start().Complete("A").Complete("C1").Complete("D1").Complete("B1").Return("B2", "B1");
        Assert.Empty(run.Incidents);
        run.Complete("B1").Complete("B2").Complete("Z").AssertEnded();
    }

    [Fact]
    public void What_is_done_again_is_undone_once()
    {
        var back = "be:allow=\"return\"";
        var run = new Running(Process(
            Start(), Job("a"), Undo("a"), Step("A"),
            Sub("P", Start("s"), Job("b"), Undo("b"), End("e"), Flows("s-b-e")),
            Drawn.Task("B", attributes: back), EndWith("E", "compensate"), Flows("S-a-A-P-B-E")))
            .Start().Answer("a").Complete("A").Answer("b");
        run.Return("B", "A");
        // What was done before the target stays done; what came after it is withdrawn.
        Assert.Equal("a", Assert.Single(run.State.Compensations.Values).ElementId);
        run.Complete("A").Answer("b").Complete("B").AnswerAll().AssertEnded();
        Assert.Equal("a b b undo_b undo_a", run.AskedJobs);
    }

    /// <summary>Found by random walks: process 536, path 4.</summary>
    [Fact]
    public void A_loop_around_the_fork_brings_no_token_to_a_branch_that_was_joined()
    {
        var run = new Running(Process(
            Start(), Exclusive("Y"), Parallel("F"), Step("A"), Parallel("G"), Step("B"), Step("C"), Parallel("J"),
            Step("D"), Parallel("K"), Step("T"), Exclusive("X", "X_E"), End(),
            Flows("S-Y-F-A-K-T-X-E", "F-G-B-J-D-K", "G-C-J"), Flow("X_Y", "X", "Y", "T.outcome = \"no\"")))
            .Start().Complete("B").Complete("C").Complete("A");
        Assert.Equal("bpmn.return.into-joined-branch", run.TryReturn("D", "B"));
        run.Return("D", "B", directly: true).Complete("B");
        Assert.Equal("D", run.TaskIds);
    }

    /// <summary>Found by random walks: process 605, path 2.</summary>
    [Fact]
    public void What_is_being_undone_is_not_left_half_way()
    {
        var run = new Running(Process(
            Start(), Step("Z"), Parallel("F"), Job("a"), Undo("a"), Throw("X", "compensate:a"), Step("B"),
            Parallel("K"), End(), Flows("S-Z-F-a-X-K-E", "F-B-K"))).Start().Complete("Z").Answer("a");
        Assert.Equal("undo_a", run.JobIds);
        Assert.Equal("bpmn.return.while-undoing", run.TryReturn("B", "Z"));
        run.Answer("undo_a").Return("B", "Z");
        Assert.Equal("Z", run.TaskIds);
    }
}
