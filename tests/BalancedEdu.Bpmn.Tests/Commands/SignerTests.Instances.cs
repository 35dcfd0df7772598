using BalancedEdu.Bpmn.Execution;
using Place = BalancedEdu.Bpmn.Execution.SignerPlace;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>Signers of one instance of several, and instances that are added or taken out.</summary>
public partial class SignerTests
{
    [Theory]
    [InlineData(Place.Before)]
    [InlineData(Place.After)]
    public void In_a_multi_instance_signers_before_and_after_belong_to_one_instance(SignerPlace place)
    {
        var run = Vote();
        run.Do(new AddSigner(run.TaskId("V", 2), place, ["x"], "b"));
        Assert.Equal(place == Place.Before ? "a b c x" : "a b c", run.Assignees("V"));
        run.Decide("a").Decide("c");
        run = place == Place.Before ? run.Decide("x").Decide("b") : run.Decide("b").Decide("x");
        run.AssertEnded();
        Assert.Equal(3, run.Variable("V").AsList()!.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_a_multi_instance_a_parallel_signer_is_one_more_instance(bool sequential)
    {
        var run = Vote(sequential: sequential);
        run.Do(new AddSigner(run.TaskId("V", 1), Place.Parallel, ["x", "y"], "a"));
        Assert.Equal(sequential ? "a" : "a b c x y", run.Assignees("V"));
        foreach (var user in new[] { "a", "b", "c", "x", "y" })
            run.Decide(user);
        run.AssertEnded();
        Assert.Equal(5, run.Variable("V").AsList()!.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_instances_are_a_number_the_added_one_is_still_its_signers(bool sequential)
    {
        var run = new Running(Process(
            Start(), Signed("V", Loop(cardinality: "2", sequential: sequential)), End(), Flows("S-V-E"))).Start();
        run.Do(new AddSigner(run.TaskId("V", 1), Place.Parallel, ["x"], "owner"));
        run.Complete("V", loop: 1).Complete("V", loop: 2);
        Assert.Equal("x", run.Assignees("V"));
        run.Decide("x").AssertEnded();
    }

    [Fact]
    public void One_more_instance_raises_the_ratio_that_is_needed()
    {
        var run = Vote("nrOfCompletedInstances / nrOfInstances >= 0.6").Decide("a");
        run.Do(new AddSigner(run.TaskId("V", 2), Place.Parallel, ["x", "y"], "b")).Decide("b");
        Assert.Equal("c x y", run.Assignees("V"));
        run.Decide("x").AssertEnded();
    }

    [Fact]
    public void An_instance_that_is_taken_out_counts_or_does_not()
    {
        const string half = "nrOfCompletedInstances / nrOfInstances >= 0.5";
        var counted = Adding(Vote(half), "x").Decide("a");
        counted.Do(new RemoveSigner(counted.TaskId("V", 4), true, "a")).AssertEnded();
        Assert.Equal("null", counted.Variable("V").AsList()![1].ToString());
        var uncounted = Adding(Vote(half), "x").Decide("a");
        uncounted.Do(new RemoveSigner(uncounted.TaskId("V", 4), false, "a"));
        Assert.Equal("b c", uncounted.Assignees("V"));
        uncounted.Decide("c").AssertEnded();
        Assert.Equal(2, uncounted.Variable("V").AsList()!.Count);
    }

    [Fact]
    public void Taking_the_current_one_out_of_a_sequence_opens_the_next()
    {
        var run = Adding(Vote(sequential: true), "x", "y", "z").Decide("a").Decide("b").Decide("c");
        run.Do(new RemoveSigner(run.TaskId("V"), false, "a"));
        Assert.Equal("y", run.Assignees("V"));
        run.Do(new RemoveSigner(run.TaskId("V"), true, "a"));
        Assert.Equal("z", run.Assignees("V"));
        run.Decide("z").AssertEnded();
    }

    [Fact]
    public void Taking_out_the_last_open_one_that_was_waited_for_ends_the_whole()
    {
        var run = Adding(Vote(), "x").Decide("a").Decide("b").Decide("c");
        run.Do(new RemoveSigner(run.TaskId("V"), false, "a")).AssertEnded();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_of_several_whom_nobody_added_cannot_be_taken_out(bool sequential)
    {
        var run = Adding(Vote(sequential: sequential), "x");
        foreach (var task in run.Tasks.Where(t => t.Assignee != "x"))
            Assert.Equal("bpmn.user-task.not-a-signer",
                run.Try(new RemoveSigner(task.TaskId, true, "a")).Refusal?.Code);
    }

    [Fact]
    public void A_vote_of_three_of_five_with_one_reject_goes_on()
    {
        var run = new Running(Process(
            Start(), Signed("V", Loop(collection: "[\"a\",\"b\",\"c\",\"d\",\"e\"]", item: "who",
                until: "count(V[outcome = \"ok\"]) >= 3 or count(V[outcome = \"no\"]) >= 3")), End(), Flows("S-V-E")))
            .Start().Decide("a").Decide("b", "no").Decide("c");
        Assert.Equal("d e", run.Assignees("V"));
        run.Decide("e").AssertEnded();
        Assert.Equal(4, run.Variable("V").AsList()!.Count);
    }
}
