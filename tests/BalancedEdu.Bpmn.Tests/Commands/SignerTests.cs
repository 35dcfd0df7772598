using BalancedEdu.Bpmn.Execution;
using Place = BalancedEdu.Bpmn.Execution.SignerPlace;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>加签 and 减签.</summary>
public partial class SignerTests
{
    private static string Signed(string id, string inside = "") => $"""
        <bpmn:userTask id="{id}" be:allow="add-signer,return">
          <bpmn:extensionElements>
            <be:assignment assignee="{(inside.Contains("be:item") ? "=who" : "owner")}"/>
            <be:outcome id="ok" name="同意"/><be:outcome id="no" name="不同意" requiresComment="true"/>
          </bpmn:extensionElements>{inside}
        </bpmn:userTask>
        """;

    private static Running One(params string[] more) => new Running(Process(
        [Start(), Signed("A"), End(), Flows("S-A-E"), .. more])).Start();

    private static Running Vote(string? until = null, bool sequential = false) => new Running(Process(
        Start(), Signed("V", Loop(collection: "[\"a\",\"b\",\"c\"]", item: "who", until: until, sequential: sequential)),
        End(), Flows("S-V-E"))).Start();

    /// <summary>Makes a multi-instance larger.</summary>
    private static Running Adding(Running run, params string[] users) =>
        run.Do(new AddSigner(run.TaskId("V"), Place.Parallel, users, "a"));

    private static string Outcome(Running run) =>
        run.Variable("A").AsContext()!.TryGet("outcome", out var outcome) ? outcome.AsString()! : "";

    [Fact]
    public void Before_the_owner_waits_for_all_of_them()
    {
        var run = One().Sign("A", Place.Before, "x", "y");
        Assert.Equal("owner x y", run.Assignees("A"));
        var owner = run.TaskId("A");
        run.Decide("x");
        Assert.Equal("bpmn.user-task.waits-for-signer",
            run.Try(new CompleteUserTask(owner, "ok", null, "owner", Running.Vars())).Refusal!.Code);
        run.Decide("y");
        Assert.Equal("owner", run.Assignees("A"));
        run.Decide("owner").AssertEnded();
        Assert.Equal(2, run.Variable("A").AsContext()!.TryGet("signers", out var signers)
            ? signers.AsList()!.Count : 0);
    }

    [Fact]
    public void After_they_open_one_by_one_when_the_owner_has_agreed()
    {
        var run = One().Sign("A", Place.After, "x", "y");
        Assert.Equal("owner", run.Assignees("A"));
        run.Decide("owner");
        Assert.Equal("x", run.Assignees("A"));
        run.Decide("x");
        Assert.Equal("y", run.Assignees("A"));
        run.Decide("y").AssertEnded();
        Assert.Equal("ok", Outcome(run));
    }

    [Fact]
    public void After_they_never_open_when_the_owner_does_not_agree()
    {
        var run = One().Sign("A", Place.After, "x").Decide("owner", "no");
        run.AssertEnded();
        Assert.Equal("no", Outcome(run));
    }

    [Fact]
    public void In_parallel_all_must_agree_in_any_order()
    {
        var run = One().Sign("A", Place.Parallel, "x", "y").Decide("x").Decide("owner");
        Assert.Equal("y", run.Assignees("A"));
        run.Decide("y").AssertEnded();
        Assert.Equal("ok", Outcome(run));
    }

    [Theory]
    [InlineData(Place.Before)]
    [InlineData(Place.Parallel)]
    [InlineData(Place.After)]
    public void One_signer_who_does_not_agree_decides(SignerPlace place)
    {
        var run = One().Sign("A", place, "x", "y");
        if (place == Place.Before)
            run.Decide("x", "no").Decide("y").Decide("owner");
        else
            run.Decide("owner").Decide("x", "no");
        run.AssertEnded();
        Assert.Equal("no", Outcome(run));
    }

    [Fact]
    public void An_owner_who_does_not_agree_decides_whatever_signers_say()
    {
        var run = One().Sign("A", Place.Parallel, "x", "y").Decide("x").Decide("owner", "no");
        run.AssertEnded();
        Assert.Equal("no", Outcome(run));
        Assert.Single(run.Last.Effects.OfType<CancelUserTask>());
    }

    [Fact]
    public void The_border_of_the_task_is_around_its_signers_and_its_clock_goes_on()
    {
        var run = One(Boundary("T", "A", "timeDuration:P1D"), Border("A", "M", "message:m"), End("late"),
            Flows("T-late", "M-late"));
        var timer = run.Timers.Single();
        run.Sign("A", Place.Before, "x", "y");
        Assert.Equal(timer, Assert.Single(run.Timers));
        Assert.Single(run.Subscriptions);
        run.Fire("T").AssertEnded("late");
    }

    [Fact]
    public void What_a_signer_throws_comes_to_the_border_of_the_task()
    {
        var run = One(Border("A", "B", "error:E1"), End("caught"), Flows("B-caught")).Sign("A", Place.Before, "x");
        run.Do(new ThrowBpmnError(run.Tasks.First(t => t.Assignee == "x").TaskId, "E1", null)).AssertEnded("caught");
    }

    [Fact]
    public void A_before_signer_may_be_added_while_another_is_open()
    {
        var run = One().Sign("A", Place.Before, "x").Sign("A", Place.Before, "y").Decide("y");
        Assert.Equal("owner x", run.Assignees("A"));
        run.Decide("x").Decide("owner").AssertEnded();
    }

    [Fact]
    public void A_signer_is_taken_out_and_the_rest_goes_on()
    {
        var run = One().Sign("A", Place.Parallel, "x", "y").Decide("owner").Decide("y");
        run.Do(new RemoveSigner(run.Tasks.Single().TaskId, false, "owner")).AssertEnded();
        var before = One().Sign("A", Place.Before, "x");
        before.Do(new RemoveSigner(before.Tasks.First(t => t.Assignee == "x").TaskId, false, "owner"));
        before.Decide("owner").AssertEnded();
    }

    [Fact]
    public void Cancelling_while_only_signers_are_open_takes_exactly_these_back()
    {
        var run = One().Sign("A", Place.Parallel, "x").Decide("owner");
        run.Do(new CancelInstance("不办了"));
        Assert.Single(run.Last.Effects.OfType<CancelUserTask>());
    }

    [Fact]
    public void A_signer_may_send_back_and_all_of_the_task_is_withdrawn()
    {
        var run = new Running(Process(Start(), Task("Z"), Signed("A"), End(), Flows("S-Z-A-E"))).Start().Complete("Z")
            .Sign("A", Place.Before, "x", "y");
        run.Do(new ReturnTo(run.Tasks.First(t => t.Assignee == "x").TaskId, "Z", "x", null, false));
        Assert.Equal("Z", run.TaskIds);
        run.Complete("Z");
        Assert.Equal("owner", run.Assignees("A"));
    }

    [Fact]
    public void A_signer_can_not_send_back_what_the_owner_has_decided()
    {
        var run = new Running(Process(
            Start(), Task("Z"), Drawn.Task("A", attributes: "be:allow=\"return,add-signer\""), End(), Flows("S-Z-A-E")))
            .Start().Complete("Z").Sign("A", Place.Parallel, "x");
        var signer = run.State.Elements.Values.Single(e => e.Signing?.Place is not null).Id;
        run.Do(new CompleteUserTask(run.TaskId("A"), "ok", null, "owner", Running.Vars()));
        Assert.Equal(
            "bpmn.user-task.decided",
            run.Try(new ReturnTo(signer, "Z", "x", "重办", Directly: false)).Refusal?.Code);
    }

    [Fact]
    public void Who_asked_for_a_signer_is_kept_with_the_signer()
    {
        var run = One();
        run.Do(new AddSigner(run.TaskId("A"), Place.Before, ["x"], "li"));
        run.Do(new AddSigner(run.TaskId("A"), Place.After, ["y"], "zhao"));
        Assert.Equal("li", run.State.AskedBy(run.Tasks.First(t => t.Assignee == "x").TaskId));
        Assert.Null(run.State.AskedBy(run.Tasks.First(t => t.Assignee == "owner").TaskId));
        Assert.Contains(run.Events.OfType<ElementActivating>(), entered => entered.Signing?.By == "li");
        run.Decide("x").Decide("owner");
        Assert.Equal("zhao", run.State.AskedBy(run.Tasks.Single().TaskId));
        Assert.Null(run.State.AskedBy(999));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_asked_for_one_more_instance_is_kept_too(bool sequential)
    {
        var run = Vote(sequential: sequential);
        run.Do(new AddSigner(run.TaskId("V"), Place.Parallel, ["x"], "li"));
        run.Do(new AddSigner(run.TaskId("V"), Place.Parallel, ["y"], "zhao"));
        Assert.Null(run.State.AskedBy(run.TaskId("V")));
        run.Decide("a").Decide("b").Decide("c");
        Assert.Equal("li", run.State.AskedBy(run.Tasks.First(t => t.Assignee == "x").TaskId));
        run.Decide("x");
        Assert.Equal("zhao", run.State.AskedBy(run.Tasks.First(t => t.Assignee == "y").TaskId));
    }

    [Theory]
    [InlineData(Place.Before, Place.Before)]
    [InlineData(Place.Before, Place.After)]
    [InlineData(Place.After, Place.Parallel)]
    [InlineData(Place.After, Place.After)]
    public void Nobody_is_asked_twice_at_the_same_time(SignerPlace first, SignerPlace second)
    {
        var run = One().Sign("A", first, "x");
        var refusal = run.Try(new AddSigner(run.TaskId("A"), second, ["y", "x"], "owner")).Refusal!;
        Assert.Equal("bpmn.user-task.signer-twice", refusal.Code);
        Assert.Contains("请了 x，", refusal.Message);
        run.Do(new AddSigner(run.TaskId("A"), second, ["y"], "owner"));
    }

    [Fact]
    public void Who_has_signed_may_be_asked_again()
    {
        var run = One().Sign("A", Place.Before, "x").Decide("x").Sign("A", Place.Before, "x").Decide("x");
        run.Decide("owner").AssertEnded();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_a_multi_instance_nobody_is_asked_who_votes_or_will(bool sequential)
    {
        string? Twice(Running run, string user) =>
            run.Try(new AddSigner(run.Tasks[0].TaskId, Place.Parallel, [user], "a")).Refusal?.Code;
        var run = Adding(Vote(sequential: sequential), "x", "y");
        Assert.Equal("bpmn.user-task.signer-twice", Twice(run, "c"));
        run.Decide("a");
        Assert.Null(Twice(run, "a"));
        run.Decide("b").Decide("c");
        Assert.Equal("bpmn.user-task.signer-twice", Twice(run, "x"));
        run.Do(new RemoveSigner(run.TaskId("V"), false, "b"));
        Assert.Null(Twice(run, "x"));
    }

    [Fact]
    public void Who_is_asked_after_is_taken_out_before_the_task_is_open()
    {
        var run = One().Sign("A", Place.After, "x", "y", "z");
        var owner = run.TaskId("A");
        run.Do(new RemoveSigner(owner, false, "owner") { User = "y" });
        Assert.Contains(run.Last.Events.OfType<SignerRemoved>(), removed => removed.User == "y");
        run.Decide("owner");
        run.Do(new RemoveSigner(owner, false, "owner") { User = "z" });
        Assert.Equal("x", run.Assignees("A"));
        run.Decide("x").AssertEnded();
        Assert.Equal("ok", Outcome(run));
    }

    [Fact]
    public void Who_is_taken_out_must_be_asked_and_wait()
    {
        var run = One().Sign("A", Place.Before, "x").Sign("A", Place.After, "y");
        Assert.Equal("bpmn.user-task.signer-not-waiting",
            run.Try(new RemoveSigner(run.TaskId("A"), false, "owner") { User = "x" }).Refusal?.Code);
        Assert.Equal("bpmn.user-task.performer-missing",
            run.Try(new RemoveSigner(run.TaskId("A"), false, " ") { User = "y" }).Refusal?.Code);
        Assert.Equal("bpmn.user-task.signer-not-waiting",
            Vote().Try(new RemoveSigner(Vote().TaskId("V"), false, "a") { User = "b" }).Refusal?.Code);
    }
}
