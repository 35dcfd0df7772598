using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class ReceiveTaskTests
{
    [Fact]
    public void It_waits_for_its_message_and_keeps_what_came()
    {
        var run = new Running(Process(Start(), Receive("R", "paid", "be:correlationKey=\"n\""), End(), Flows("S-R-E")));
        run.Start(("n", 23));
        Assert.Equal("23", Assert.Single(run.Subscriptions).Key);
        run.Message("paid", ("sum", 1)).AssertEnded();
        Assert.Equal("{sum: 1}", run.Variable("R").ToString());
    }

    [Fact]
    public void Its_border_is_taken_back_when_the_message_comes()
    {
        var drawn = Process(Start(), Receive("R", "paid"), Boundary("T", "R", "timeDuration:P1D"),
            Border("R", "M", "message:cancel"), End(), End("late"), Flows("S-R-E", "T-late", "M-late"));
        new Running(drawn).Start().Message("paid").AssertEnded();
        new Running(drawn).Start().Fire("T").AssertEnded("late");
        new Running(drawn).Start().Message("cancel").AssertEnded("late");
    }

    [Fact]
    public void In_parallel_each_instance_waits_for_its_own()
    {
        var run = new Running(Process(
            Start(), Receive("R", "paid", "be:correlationKey=\"who\"", Loop(collection: "[\"a\",\"b\"]", item: "who")),
            End(), Flows("S-R-E"))).Start();
        Assert.Equal("a b", string.Join(" ", run.Subscriptions.Select(s => s.Key)));
        run.Message("paid", ("n", 1)).Message("paid", ("n", 2)).AssertEnded();
        Assert.Equal("[{n: 1}, {n: 2}]", run.Variable("R").ToString());
    }

    [Fact]
    public void An_instantiating_one_starts_the_instance_with_what_came()
    {
        var run = new Running(Process(
            Receive("R", "new", "instantiate=\"true\""), Task("A"), End(), Flows("R-A-E")));
        run.Do(new StartInstance("R", Running.Vars(("n", 1))));
        Assert.Equal("A", run.TaskIds);
        Assert.Equal("1", run.Variable("n").ToString());
        run.Complete("A").AssertEnded();
    }

    [Fact]
    public void An_incident_of_a_condition_on_its_border_does_not_lose_the_message()
    {
        var run = new Running(Process(
            Start(), Receive("R", "paid"), Border("R", "C", "conditional:n"), End(), End("x"), Flows("S-R-E", "C-x")));
        run.Start(("n", false)).Set(("n", 1));
        Assert.Single(run.Incidents);
        run.Message("paid").AssertEnded();
    }
}
