using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Feel.Values;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.Simulation.Network;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>Processes that call processes.</summary>
public class NetworkCallTests
{
    private static readonly string Caller = Start() + Call("C", "child") + Task("A") + End() + Flows("S-C-A-E");

    private static string Caught(string about, bool interrupts = true) => Start() + Call("C", "child")
        + Border("B", "C", about, interrupts) + Task("A") + Task("H") + End() + Flows("S-C-A-E", "B-H-E");

    [Fact]
    public void The_caller_waits_for_the_end_of_the_called_process()
    {
        var network = new Network(("child", Start() + Task("T") + End() + Flows("S-T-E")), ("p", Caller));
        var caller = network.Start("p");
        Assert.Equal("p , child T", network.Shows());
        var child = network.Host.Instances.Last();
        Assert.Same(caller, child.Caller);
        network.Complete(child, "T");
        Assert.Equal("p A, child ended", network.Shows());
        Assert.Empty(caller.Calls);
    }

    [Fact]
    public void Variables_are_mapped_in_and_out_by_name_and_by_expression()
    {
        var network = new Network(
            ("child", Start() + """
                <bpmn:scriptTask id="T" be:resultVariable="subVariable"><bpmn:script>subVariable + "!"</bpmn:script>
                </bpmn:scriptTask>
                <bpmn:scriptTask id="U" be:resultVariable="z"><bpmn:script>y + 5</bpmn:script></bpmn:scriptTask>
                """ + End() + Flows("S-T-U-E")),
            ("p", Start() + Call("C", "child", """
                <be:input name="subVariable" value="=superVariable"/><be:input name="y" value="=x * 2"/>
                <be:output name="superVariable" value="subVariable"/><be:output name="z" value="z"/>
                """) + Task("A") + End() + Flows("S-C-A-E")));
        var caller = network.Start("p", ("superVariable", "hello"), ("x", 5), ("secret", 1));
        Assert.Equal("A", Tasks(caller));
        caller.State.Variables.TryGet("superVariable", out var back);
        caller.State.Variables.TryGet("z", out var z);
        Assert.Equal((FeelValue.Of("hello!"), FeelValue.Of(15m)), (back, z));
        Assert.False(network.Host.Instances.Last().State.Variables.TryGet("secret", out _));
        Assert.False(caller.State.Variables.TryGet("subVariable", out _));
    }

    [Fact]
    public void An_error_of_the_called_process_is_caught_at_the_call()
    {
        var network = new Network(
            ("child", Start() + Parallel("F") + Task("T") + Task("W") + On("endEvent", "X", "error:e") + End()
                + Flows("S-F-T-X", "F-W-E")),
            ("p", Caught("error:e")));
        var caller = network.Start("p");
        network.Complete(network.Host.Instances.Last(), "T");
        Assert.Equal("p H, child cancelled", network.Shows());
        Assert.Empty(caller.Calls);
        Assert.Empty(network.Host.Problems);
    }

    [Fact]
    public void An_error_goes_through_a_call_that_does_not_catch_it_to_the_one_that_does()
    {
        var network = new Network(
            ("child", Start() + On("endEvent", "X", "error:e") + Flows("S-X")),
            ("middle", Start() + Call("C", "child") + Border("B", "C", "error:e2") + End() + Flows("S-C-E", "B-E")),
            ("p", Start() + Call("C", "middle") + Border("B", "C", "error:e") + Task("A") + Task("H") + End()
                + Flows("S-C-A-E", "B-H-E")));
        network.Start("p");
        Assert.Equal("p H, middle cancelled, child cancelled", network.Shows());
    }

    [Fact]
    public void An_error_that_nobody_catches_is_an_incident_at_the_call_and_tried_again_calls_again()
    {
        var network = new Network(
            ("child", Start() + Exclusive("G", "d") + On("endEvent", "X", "error:e") + End()
                + Flows("S-G") + Flow("bad", "G", "X", "broke") + Flow("d", "G", "E")),
            ("p", Caller));
        var caller = network.Start("p", ("broke", true));
        var incident = Assert.Single(caller.Incidents);
        Assert.Equal(("C", "bpmn.error.uncaught"), (incident.ElementId, incident.Incident!.Code));
        Assert.Null(network.Host.Send(caller, new SetVariables(Running.Vars(("broke", false)))));
        Assert.Null(network.Host.Send(caller, new ResolveIncident(incident.Id)));
        Assert.Equal("p A, child cancelled, child ended", network.Shows());
    }

    [Fact]
    public void An_escalation_is_caught_at_the_call_and_the_called_process_goes_on()
    {
        var network = new Network(
            ("child", Start() + On("intermediateThrowEvent", "X", "escalation:x") + Task("T") + End()
                + Flows("S-X-T-E")),
            ("p", Caught("escalation:x", interrupts: false)));
        network.Start("p");
        Assert.Equal("p H, child T", network.Shows());
        network.Complete(network.Host.Instances.Last(), "T");
        Assert.Equal("p A H, child ended", network.Shows());
    }

    [Fact]
    public void An_escalation_that_interrupts_the_call_cancels_the_called_process()
    {
        var network = new Network(
            ("child", Start() + On("intermediateThrowEvent", "X", "escalation:x") + Task("T") + End()
                + Flows("S-X-T-E")),
            ("p", Caught("escalation:x")));
        network.Start("p");
        Assert.Equal("p H, child cancelled", network.Shows());
        Assert.Empty(network.Host.Problems);
    }

    [Fact]
    public void An_escalation_just_before_the_end_comes_before_the_end()
    {
        var network = new Network(
            ("child", Start() + On("endEvent", "X", "escalation:x") + Flows("S-X")),
            ("p", Caught("escalation:x")));
        network.Start("p");
        Assert.Equal("p H, child ended", network.Shows());
        Assert.Empty(network.Host.Problems);
    }

    [Fact]
    public void A_call_that_is_interrupted_cancels_all_that_it_called()
    {
        var network = new Network(
            ("child", Start() + Task("T") + End() + Flows("S-T-E")),
            ("middle", Start() + Call("C", "child") + End() + Flows("S-C-E")),
            ("p", Start() + Call("C", "middle") + Boundary("B", "C", "timeDuration:PT1H") + Task("H") + End()
                + Flows("S-C-E", "B-H-E")));
        network.Start("p");
        network.Advance(TimeSpan.FromHours(1));
        Assert.Equal("p H, middle cancelled, child cancelled", network.Shows());
        Assert.Empty(network.Host.Problems);
    }

    [Fact]
    public void A_called_process_that_was_cancelled_by_hand_is_told_and_the_call_stays()
    {
        var network = new Network(("child", Start() + Task("T") + End() + Flows("S-T-E")), ("p", Caller));
        var caller = network.Start("p");
        Assert.Null(network.Host.Send(network.Host.Instances.Last(), new CancelInstance("wrong")));
        Assert.Equal("simulation.child-cancelled", Assert.Single(network.Host.Problems).Code);
        Assert.Single(caller.Calls);
        var incident = Assert.Single(caller.Incidents);
        Assert.Equal("bpmn.call-activity.failed", incident.Incident!.Code);
        Assert.Null(network.Host.Send(caller, new ResolveIncident(incident.Id)));
        Assert.Equal("child T", network.Shows().Split(", ")[^1]);
        Assert.Empty(caller.Incidents);
    }

    [Fact]
    public void A_process_that_is_not_there_is_told_and_the_call_stays()
    {
        var network = new Network(("p", Caller));
        var caller = network.Start("p");
        Assert.Equal("simulation.process-unknown", Assert.Single(network.Host.Problems).Code);
        Assert.Single(caller.Calls);
        Assert.Equal("bpmn.call-activity.failed", Assert.Single(caller.Incidents).Incident!.Code);
    }

    [Theory]
    [InlineData("bound", "old")]
    [InlineData("latest", "new")]
    public void A_call_runs_the_bound_or_the_latest_version(string version, string task)
    {
        var network = new Network(
            ("child", Start() + Task("old") + End() + Flows("S-old-E")),
            ("p", Start() + $"""<bpmn:callActivity id="C" calledElement="child" be:version="{version}"/>""" + End()
                + Flows("S-C-E")));
        Assert.Null(network.Host.Deploy(Definition("child", Start() + Task("new") + End() + Flows("S-new-E"))));
        network.Start("p");
        Assert.Equal($"p , child {task}", network.Shows());
    }

    [Fact]
    public void Five_thousand_calls_at_once_give_a_list_of_results()
    {
        var network = new Network(
            ("child", Start() + """
                <bpmn:scriptTask id="T" be:resultVariable="square"><bpmn:script>n * n</bpmn:script></bpmn:scriptTask>
                """ + End() + Flows("S-T-E")),
            ("p", Start() + Call("C", "child", """<be:input name="n" value="=n"/>""", Loop(
                    collection: "for i in 1..5000 return i", item: "n",
                    more: "be:resultCollection=\"squares\" be:resultItem=\"C.square\"")) + End() + Flows("S-C-E")));
        var caller = network.Start("p");
        Assert.True(caller.State.Ended);
        Assert.Equal(5_001, network.Host.Instances.Count);
        caller.State.Variables.TryGet("squares", out var squares);
        Assert.Equal(5_000, squares.AsList()!.Count);
        Assert.Equal(FeelValue.Of(25_000_000m), squares.AsList()![4_999]);
    }

    [Fact]
    public void A_completion_condition_cancels_the_calls_that_are_left()
    {
        var network = new Network(
            ("child", Start() + Task("T") + End() + Flows("S-T-E")),
            ("p", Start() + Call("C", "child", "", Loop(cardinality: "3", until: "nrOfCompletedInstances = 1"))
                + Task("A") + End() + Flows("S-C-A-E")));
        network.Start("p");
        network.Complete(network.Host.Instances.ElementAt(2), "T");
        Assert.Equal("p A, child cancelled, child ended, child cancelled", network.Shows());
    }

    [Fact]
    public void A_job_answers_at_once_later_with_an_error_or_not_at_all()
    {
        var answers = new Dictionary<string, JobAnswer?>
        {
            ["test.a"] = JobAnswer.Done(Running.Vars(("n", 1))),
            ["test.b"] = JobAnswer.Done(FeelContext.Empty, TimeSpan.FromMinutes(5)),
            ["test.c"] = JobAnswer.Throws("no-money"),
            ["test.d"] = JobAnswer.Fails("disk full"),
            ["test.e2"] = null,
        };
        var network = new Network((_, job) => answers[job.Job], null, ("p", Start() + Job("A") + Job("B") + Job("C")
            + Border("X", "C", "error:e") + Job("D") + Job("E2") + End() + Flows("S-A-B-C-E", "X-D-E2-E")));
        var instance = network.Start("p");
        Assert.Equal("B", Assert.Single(instance.Jobs).ElementId);
        network.Advance(TimeSpan.FromMinutes(5));
        var incident = Assert.Single(instance.Incidents);
        Assert.Equal("disk full", incident.Incident!.Message);
        answers["test.d"] = JobAnswer.Done(FeelContext.Empty);
        Assert.Null(network.Host.Send(instance, new ResolveIncident(incident.Id)));
        Assert.Equal("E2", Assert.Single(instance.Jobs).ElementId);
    }

    [Fact]
    public void The_answer_of_a_job_that_was_withdrawn_meanwhile_is_dropped()
    {
        var network = new Network(
            (_, _) => JobAnswer.Done(FeelContext.Empty, TimeSpan.FromMinutes(5)), null,
            ("p", Start() + Job("A") + Boundary("B", "A", "timeDuration:PT1M") + Task("T") + End()
                + Flows("S-A-E", "B-T-E")));
        var instance = network.Start("p");
        network.Advance(TimeSpan.FromHours(1));
        Assert.Equal("T", Tasks(instance));
        Assert.Empty(network.Host.Problems);
    }
}
