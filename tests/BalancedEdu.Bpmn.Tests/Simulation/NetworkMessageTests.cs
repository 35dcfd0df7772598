using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Feel.Values;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.Simulation.Network;

namespace BalancedEdu.Bpmn.Tests.Simulation;

/// <summary>Messages that come from outside and between instances.</summary>
public class NetworkMessageTests
{
    private static readonly string Waiting =
        Start() + Receive("R", attributes: "be:correlationKey=\"caseNo\"") + Task("A") + End() + Flows("S-R-A-E");

    [Fact]
    public void A_key_finds_the_one_instance_that_waits_with_it()
    {
        var network = new Network(("p", Waiting));
        network.Start("p", ("caseNo", "23"));
        network.Start("p", ("caseNo", 42));
        network.Publish("paid", "42");
        Assert.Equal("p , p A", network.Shows());
        network.Publish("paid", "23");
        Assert.Equal("p A, p A", network.Shows());
    }

    [Fact]
    public void Several_that_wait_for_the_same_are_an_error_that_names_them()
    {
        var network = new Network(("p", Waiting));
        network.Start("p", ("caseNo", "23"));
        network.Start("p", ("caseNo", "23"));
        var refusal = network.Host.Publish("paid", "23", FeelContext.Empty);
        Assert.Equal("simulation.message-ambiguous", refusal!.Code);
        Assert.Contains("实例 1 的 R、p 实例 2 的 R", refusal.Message);
        Assert.Equal("p , p ", network.Shows());
        Assert.Empty(network.Host.Buffered);
    }

    [Fact]
    public void A_parallel_multi_instance_of_receive_tasks_is_ambiguous_in_itself()
    {
        var drawn = Start() + Receive("R", inside: Loop(cardinality: "2")) + End() + Flows("S-R-E");
        var network = new Network(("p", drawn));
        network.Start("p");
        Assert.Equal("simulation.message-ambiguous", network.Host.Publish("paid", null, FeelContext.Empty)!.Code);
    }

    [Fact]
    public void A_sequential_one_takes_one_token_a_delivery()
    {
        var network = new Network(("p",
            Start() + Receive("R", inside: Loop(cardinality: "2", sequential: true)) + End() + Flows("S-R-E")));
        var instance = network.Start("p");
        network.Publish("paid");
        Assert.False(instance.State.Ended);
        network.Publish("paid");
        Assert.True(instance.State.Ended);
    }

    [Fact]
    public void A_message_without_receiver_is_kept_until_one_comes()
    {
        var network = new Network(("p", Waiting));
        network.Publish("paid", "23", ("amount", 5));
        network.Publish("paid", "42");
        Assert.Equal(2, network.Host.Buffered.Count);
        var instance = network.Start("p", ("caseNo", "23"));
        Assert.Equal("A", Tasks(instance));
        Assert.Equal("42", Assert.Single(network.Host.Buffered).Key);
        instance.State.Variables.TryGet("R", out var came);
        Assert.Equal(FeelValue.Of(Running.Vars(("amount", 5))), came);
    }

    [Theory]
    [InlineData(9, "A")]
    [InlineData(10, "")]
    public void It_is_kept_for_its_time_to_live_and_no_longer(int minutes, string tasks)
    {
        var network = new Network(null, TimeSpan.FromMinutes(10), ("p", Waiting));
        network.Publish("paid", "23");
        network.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(tasks, Tasks(network.Start("p", ("caseNo", "23"))));
        Assert.Empty(network.Host.Buffered);
    }

    [Fact]
    public void Kept_messages_come_in_the_order_in_which_they_were_sent()
    {
        var drawn = Start() + Receive("R") + Receive("Q") + Task("A") + End() + Flows("S-R-Q-A-E");
        var network = new Network(("p", drawn));
        network.Publish("paid", null, ("n", 1));
        network.Publish("paid", null, ("n", 2));
        var instance = network.Start("p");
        Assert.Equal("A", Tasks(instance));
        instance.State.Variables.TryGet("Q", out var second);
        Assert.Equal(FeelValue.Of(Running.Vars(("n", 2))), second);
    }

    [Fact]
    public void A_message_that_was_kept_and_then_fits_several_goes_when_one_is_left()
    {
        var network = new Network(("p", Start() + Parallel("F") + Receive("R") + Receive("Q") + Task("T") + End()
            + Border("B", "R", "signal:s") + Flows("S-F-R-E", "F-Q-T-E", "B-E")));
        network.Publish("paid");
        var instance = network.Start("p");
        Assert.Equal("simulation.message-ambiguous", Assert.Single(network.Host.Problems).Code);
        Assert.Single(network.Host.Buffered);
        network.Signal();
        network.Start("p");
        Assert.Equal("", Tasks(instance));
    }

    [Fact]
    public void The_first_message_interrupts_and_the_second_finds_nobody()
    {
        var network = new Network(null, TimeSpan.Zero, ("p", Start() + Task("A") + Border("B1", "A", "message:m")
            + Border("B2", "A", "message:m2") + Task("T1") + Task("T2") + End()
            + Flows("S-A-E", "B1-T1-E", "B2-T2-E")));
        var first = network.Start("p");
        network.Publish("paid");
        Assert.Equal("T1", Tasks(first));
        network.Publish("withdrawn");
        Assert.Equal("T1", Tasks(first));
        Assert.Empty(first.State.Subscriptions);
        var second = network.Start("p");
        Assert.Equal(2, second.State.Subscriptions.Count);
        network.Complete(second, "A");
        Assert.Empty(second.State.Subscriptions);
        Assert.True(second.State.Ended);
    }

    [Fact]
    public void Nested_borders_that_do_not_interrupt_and_a_terminate_end_leave_the_outer_task()
    {
        var network = new Network(("p", Start()
            + Sub("P", Start("s"), Task("a"), Border("b", "a", "message:m", false), Task("t"), Terminate("x"),
                Flows("s-a-x", "b-t-x"))
            + Border("B", "P", "message:m2", false) + Task("T") + End() + Flows("S-P-E", "B-T-E")));
        var instance = network.Start("p");
        network.Publish("withdrawn");
        network.Publish("paid");
        Assert.Equal("T a t", Tasks(instance));
        network.Complete(instance, "a");
        Assert.Equal("T", Tasks(instance));
        network.Complete(instance, "T");
        Assert.True(instance.State.Ended);
    }

    [Theory]
    [InlineData("A", "t")]
    [InlineData("t", "A")]
    public void A_process_with_an_event_sub_process_ends_after_both_in_either_order(string first, string second)
    {
        var network = new Network(("p", Start() + Task("A") + End() + Flows("S-A-E")
            + Handler("H", On("startEvent", "s", "message:m", "isInterrupting=\"false\""), Task("t"), End("e"),
                Flows("s-t-e"))));
        var instance = network.Start("p");
        network.Publish("paid");
        Assert.Equal("A t", Tasks(instance));
        network.Complete(instance, first);
        Assert.False(instance.State.Ended);
        network.Complete(instance, second);
        Assert.True(instance.State.Ended);
    }

    [Fact]
    public void By_hand_and_by_message_other_start_events_are_taken()
    {
        var drawn = Start() + On("startEvent", "M", "message:m") + Task("A") + Task("B") + End()
            + Flows("S-A-E", "M-B-E");
        var network = new Network(("p", drawn));
        network.Start("p");
        network.Publish("paid", null, ("amount", 5));
        Assert.Equal("p A, p B", network.Shows());
        network.Host.Instances.Last().State.Variables.TryGet("amount", out var amount);
        Assert.Equal(FeelValue.Of(5m), amount);
        var refusal = network.Host.Deploy(Definition("q", drawn));
        Assert.Equal("simulation.message-start-twice", refusal!.Code);
        Assert.Null(network.Host.Deploy(Definition("p", drawn)));
    }

    [Fact]
    public void Who_waits_comes_before_a_process_that_would_start()
    {
        var network = new Network(
            ("p", Start() + Receive("R") + Task("A") + End() + Flows("S-R-A-E")),
            ("q", On("startEvent", "M", "message:m") + Task("B") + End() + Flows("M-B-E")));
        network.Start("p");
        network.Publish("paid");
        network.Publish("paid");
        Assert.Equal("p A, q B", network.Shows());
    }

    [Fact]
    public void A_message_for_a_cancelled_receiver_finds_nobody_and_is_kept()
    {
        var network = new Network(("p", Waiting));
        var gone = network.Start("p", ("caseNo", "23"));
        Assert.Null(network.Host.Send(gone, new CancelInstance("withdrawn")));
        network.Publish("paid", "23");
        Assert.Single(network.Host.Buffered);
        Assert.Empty(network.Host.Problems);
        var next = network.Start("p", ("caseNo", "23"));
        Assert.Equal("A", Tasks(next));
    }

    [Fact]
    public void What_comes_to_a_suspended_instance_waits_until_it_goes_on()
    {
        var network = new Network(("p", Waiting));
        var instance = network.Start("p", ("caseNo", "23"));
        Assert.Null(network.Host.Send(instance, new SuspendInstance("check")));
        network.Publish("paid", "23");
        Assert.Equal("", Tasks(instance));
        Assert.Null(network.Host.Send(instance, new ResumeInstance()));
        Assert.Equal("A", Tasks(instance));
        Assert.Empty(network.Host.Problems);
    }

    [Fact]
    public void One_instance_sends_and_another_receives_by_key()
    {
        var network = new Network(
            ("q", Start() + $"""<bpmn:sendTask id="T" messageRef="m" be:correlationKey="caseNo"/>""" + End()
                + Flows("S-T-E")),
            ("p", Waiting));
        network.Start("p", ("caseNo", "1"));
        network.Start("p", ("caseNo", "2"));
        network.Start("q", ("caseNo", "2"));
        Assert.Equal("p , p A, q ended", network.Shows());
    }

    [Fact]
    public void A_message_that_starts_its_own_sender_for_ever_is_stopped_and_told()
    {
        var network = new InMemoryNetwork(Morning) { MovesMax = 1_000 };
        Assert.Null(network.Deploy(Definition("p", Start() + On("startEvent", "M", "message:m") + Manual("A")
            + On("endEvent", "E", "message:m") + Flows("S-A-E", "M-A"))));
        Assert.Equal("simulation.endless", network.Start("p", FeelContext.Empty).Refusal!.Code);
        Assert.InRange(network.Instances.Count, 900, 1_100);
    }
}
