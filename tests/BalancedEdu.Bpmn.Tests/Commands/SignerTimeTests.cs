using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using Place = BalancedEdu.Bpmn.Execution.SignerPlace;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>加签 and a time that is up.</summary>
public class SignerTimeTests
{
    private static Running One(string inside = "") => new Running(Process(Start(), $"""
        <bpmn:userTask id="A" be:allow="add-signer">
          <bpmn:extensionElements>
            <be:assignment assignee="owner"/>
            <be:outcome id="ok" name="同意"/><be:outcome id="no" name="不同意" requiresComment="true"/>
            <be:outcome id="late" name="视为同意" kind="system"/>
          </bpmn:extensionElements>{inside}
        </bpmn:userTask>
        """, End(), Flows("S-A-E"))).Start();

    private static CompleteUserTask TimeOf(Running run, string assignee) => new(
        run.Tasks.First(t => t.Assignee == assignee).TaskId, "late", null, "system", FeelContext.Empty)
    {
        ByTime = true,
    };

    [Theory]
    [InlineData(Place.Before, 2)]
    [InlineData(Place.Parallel, 2)]
    [InlineData(Place.After, 0)]
    public void Time_waits_for_no_signer_and_ends_those_who_have_not_signed(SignerPlace place, int open)
    {
        var run = One().Sign("A", place, "x", "y");
        run.Do(TimeOf(run, "owner")).AssertEnded();
        Assert.Equal(open, run.Last.Effects.OfType<CancelUserTask>().Count());
        Assert.Empty(run.Tasks);
        Assert.Equal("late", Text(run, "outcome"));
    }

    [Fact]
    public void What_time_decides_stands_whatever_a_signer_said_before_and_that_is_kept()
    {
        var run = One().Sign("A", Place.Before, "x", "y").Decide("x", "no");
        run.Do(TimeOf(run, "owner")).AssertEnded();
        Assert.Equal("late", Text(run, "outcome"));
        var said = run.Variable("A").AsContext()!.TryGet("signers", out var signers) ? signers.AsList()! : [];
        Assert.True(Assert.Single(said).AsContext()!.TryGet("outcome", out var outcome));
        Assert.Equal("no", outcome.AsString());
    }

    [Fact]
    public void A_signers_own_task_is_never_decided_by_time()
    {
        var run = One().Sign("A", Place.Before, "x");
        Assert.Equal("bpmn.user-task.signer-of-time", run.Try(TimeOf(run, "x")).Refusal?.Code);
        Assert.Equal(run.TaskId("A"), run.Tasks.Single(t => t.Assignee == "x").SignsFor);
        Assert.Equal(0, run.Tasks.Single(t => t.Assignee == "owner").SignsFor);
    }

    [Fact]
    public void A_signer_whose_time_is_up_when_the_owner_has_decided_is_the_last_that_is_asked()
    {
        var run = One().Sign("A", Place.After, "x", "y").Decide("owner");
        run.Do(new RemoveSigner(run.Tasks.Single().TaskId, false, "system") { ByTime = true }).AssertEnded();
        Assert.Equal("ok", Text(run, "outcome"));
    }

    [Fact]
    public void A_signer_whose_time_is_up_before_the_owner_has_decided_leaves_those_who_come_after()
    {
        var run = One().Sign("A", Place.Before, "x").Sign("A", Place.After, "y");
        run.Do(new RemoveSigner(run.Tasks.First(t => t.Assignee == "x").TaskId, false, "system") { ByTime = true });
        run.Decide("owner");
        Assert.Equal("y", run.Assignees("A"));
    }

    [Fact]
    public void In_a_multi_instance_time_ends_the_signers_of_its_own_instance_only()
    {
        var run = One(Loop(cardinality: "2"));
        foreach (var loop in new[] { 1, 2 })
            run.Do(new AddSigner(run.TaskId("A", loop), Place.Before, [$"x{loop}"], "owner"));
        run.Do(TimeOf(run, "owner"));
        Assert.Equal("owner x2", run.Assignees("A"));
        run.Decide("x2").Decide("owner").AssertEnded();
    }

    private static string Text(Running run, string name) =>
        run.Variable("A").AsContext()!.TryGet(name, out var value) ? value.AsString()! : "";
}
