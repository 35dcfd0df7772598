using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class EscalationEventTests
{
    private static string Inner(params string[] more) => Sub("P",
        [Start("s"), Throw("T", "escalation:L1"), Task("A"), End("e"), Flows("s-T-A-e"), .. more]);

    [Fact]
    public void Uncaught_it_goes_on()
    {
        var run = new Running(Process(Start(), Inner(), End(), Flows("S-P-E"))).Start();
        Assert.Empty(run.Incidents);
        run.Complete("A").AssertEnded();
        Assert.Single(run.Events.OfType<EscalationThrown>());
    }

    [Fact]
    public void Uncaught_at_an_end_event_the_path_just_ends() => new Running(Process(
        Start(), EndWith("E", "escalation:L1"), Flows("S-E"))).Start().AssertEnded();

    [Fact]
    public void A_non_interrupting_border_adds_a_token_and_the_throw_goes_on()
    {
        var run = new Running(Process(
            Start(), Inner(), Border("P", "B", "escalation:L1", false), Task("C"), End(), Flows("S-P-E",
                "B-C-E"))).Start();
        Assert.Equal("A C", run.TaskIds);
        Assert.Equal("{code: \"L1\", message: null}", run.Variable("B").ToString());
        run.Complete("A").Complete("C").AssertEnded();
    }

    [Fact]
    public void A_throw_that_interrupts_its_own_scope_does_not_go_on()
    {
        var run = new Running(Process(
            Start(), Inner(), Border("P", "B", "escalation:L1"), Task("C"), End(), Flows("S-P-E", "B-C-E"))).Start();
        Assert.Equal("C", run.TaskIds);
        Assert.DoesNotContain("T_A", run.State.CompletedElementIds);
        run.Complete("C").AssertEnded();
    }

    [Fact]
    public void An_exact_code_comes_before_one_that_catches_all()
    {
        var run = new Running(Process(
            Start(), Inner(), Border("P", "all", "escalation", false), Border("P", "B", "escalation:L1", false),
                Task("C"),
            Task("D"), End(), Flows("S-P-E", "all-D-E", "B-C-E"))).Start();
        Assert.Equal("A C", run.TaskIds);
    }

    [Fact]
    public void An_event_sub_process_comes_before_the_border()
    {
        var run = new Running(Process(
            Start(), Inner(Handler("H", "escalation:L1", false)), Border("P", "B", "escalation:L1"), Task("C"), End(),
            Flows("S-P-E", "B-C-E"))).Start();
        Assert.Equal("A H_t", run.TaskIds);
        run.Complete("A").Complete("H_t").AssertEnded();
    }

    [Fact]
    public void Thrown_again_in_the_event_sub_process_it_comes_to_the_border()
    {
        var run = new Running(Process(
            Start(), Inner(EventSub("H", StartOn("hs", "escalation:L1"), EndWith("hx", "escalation:L1"),
                Flows("hs-hx"))),
            Border("P", "B", "escalation:L1"), Task("C"), End(), Flows("S-P-E", "B-C-E"))).Start();
        Assert.Equal("C", run.TaskIds);
        run.Complete("C").AssertEnded();
    }

    [Fact]
    public void An_interrupting_event_sub_process_ends_the_throw_too()
    {
        var run = new Running(Process(
            Start(), Throw("T", "escalation:L1"), Task("A"), Handler("H", "escalation:L1"), End(), Flows("S-T-A-E")))
            .Start();
        Assert.Equal("H_t", run.TaskIds);
        run.Complete("H_t").AssertEnded(null);
    }

    [Fact]
    public void A_person_may_escalate_from_a_task()
    {
        var run = new Running(Process(
            Start(), Task("A"), Border("A", "B", "escalation:L1", false), Task("C"), End(), Flows("S-A-E", "B-C-E")))
            .Start().Escalate("A", "L1");
        Assert.Equal("A C", run.TaskIds);
        run.Escalate("A", "L2");
        Assert.Equal("A C", run.TaskIds);
    }

    [Fact]
    public void A_called_instance_tells_its_caller_and_goes_on()
    {
        var run = new Running(Process(Start(), Throw("T", "escalation:L1"), Task("A"), End(), Flows("S-T-A-E")));
        run.Do(new StartInstance(null, Running.Vars()) { IsCalled = true });
        Assert.Contains(new NotifyParent(false, "L1", null), run.Last.Effects);
        Assert.Equal("A", run.TaskIds);
    }
}
