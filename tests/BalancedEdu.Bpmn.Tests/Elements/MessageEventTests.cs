using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary>Messages within one instance; who gets one is decided by the host.</summary>
public class MessageEventTests
{
    [Fact]
    public void Catching_waits_with_a_name_and_a_key()
    {
        var run = new Running(Process(
            Start(), Catch("M", "message:paid", "be:correlationKey=\"number\""), End(), Flows("S-M-E")));
        run.Start(("number", 42));
        Assert.Equal(("paid", "42"), (run.Subscriptions.First().Name, run.Subscriptions.First().Key));
        run.Message("paid", ("sum", 7)).AssertEnded();
        Assert.Equal("{sum: 7}", run.Variable("M").ToString());
    }

    [Fact]
    public void A_key_that_is_neither_text_nor_number_stops_the_token()
    {
        var run = new Running(Process(
            Start(), Catch("M", "message:paid", "be:correlationKey=\"number\""), End(), Flows("S-M-E"))).Start();
        Assert.Equal("bpmn.expression.wrong-kind", Assert.Single(run.Incidents).Code);
        Assert.Empty(run.Subscriptions);
        run.Set(("number", "n1")).Resolve("M").Message("paid").AssertEnded();
    }

    [Fact]
    public void Outputs_are_worked_out_over_what_came()
    {
        var run = new Running(Process(
            Start(), Catch("M", "message:paid",
                inside: "<bpmn:extensionElements><be:output name=\"total\" value=\"=sum * 2\"/></bpmn:extensionElements>"),
            End(), Flows("S-M-E"))).Start().Message("paid", ("sum", 7));
        run.AssertEnded();
        Assert.Equal("14", run.Variable("total").ToString());
    }

    [Fact]
    public void Throwing_publishes_name_key_and_inputs()
    {
        var run = new Running(Process(
            Start(), Throw("M", "message:paid", "be:correlationKey=\"number\"",
                "<bpmn:extensionElements><be:input name=\"sum\" value=\"=n + 1\"/></bpmn:extensionElements>"),
            EndWith("E", "message:done"), Flows("S-M-E"))).Start(("number", "x"), ("n", 1));
        run.AssertEnded();
        Assert.Equal(("paid", "x", "{sum: 2}"),
            (run.Messages[0].Message, run.Messages[0].Key, Running.Show(run.Messages[0].Payload)));
        Assert.Equal(("done", null), (run.Messages[1].Message, run.Messages[1].Key));
    }

    [Fact]
    public void Of_two_borders_the_first_message_interrupts_and_the_second_finds_nobody()
    {
        var drawn = Process(
            Start(), Task("A"), Border("A", "M1", "message:one"), Border("A", "M2", "message:two"), Task("B"),
                Task("C"), End(),
            Flows("S-A-E", "M1-B-E", "M2-C-E"));
        var run = new Running(drawn).Start();
        var second = run.Subscriptions.First(s => s.Name == "two").Id;
        run.Message("one");
        Assert.Equal("B", run.TaskIds);
        Assert.Equal("bpmn.message.not-awaited", run.Try(new CorrelateMessage(second, Running.Vars())).Refusal!.Code);
        Assert.Empty(new Running(drawn).Start().Complete("A").Subscriptions);
    }

    [Fact]
    public void A_non_interrupting_border_takes_one_token_a_delivery_and_waits_on()
    {
        var run = new Running(Process(
            Start(), Task("A"), Border("A", "M", "message:one", false), Task("B"), End(), Flows("S-A-E",
                "M-B-E"))).Start();
        run.Message("one").Message("one");
        Assert.Equal("A B B", run.TaskIds);
        run.Complete("A").Complete("B").Complete("B").AssertEnded();
    }

    [Fact]
    public void Nested_borders_and_terminate_end_what_is_inside_only()
    {
        var run = new Running(Process(
            Start(), Sub("P", Start("s"), Task("A"), Border("A", "inner", "message:in", false), Task("B"),
                Terminate("t"),
                End("e"), Flows("s-A-e", "inner-B-t")),
            Border("P", "outer", "message:out", false), Task("C"), End(), Flows("S-P-E", "outer-C-E"))).Start();
        run.Message("out").Message("in");
        Assert.Equal("A B C", run.TaskIds);
        run.Complete("B");
        Assert.Equal("C", run.TaskIds);
        run.Complete("C").AssertEnded();
    }

    [Fact]
    public void By_its_name_a_message_start_event_begins_and_without_one_the_none_start_event()
    {
        var drawn = Process(Start(), Event("startEvent", "M", "message:new"), Task("A"), Task("B"), End(),
            Flows("S-A-E", "M-B-E"));
        Assert.Equal("A", new Running(drawn).Start().TaskIds);
        var run = new Running(drawn).Do(new StartInstance("M", Running.Vars(("n", 1))));
        Assert.Equal("B", run.TaskIds);
        run.Complete("B").AssertEnded();
    }
}
