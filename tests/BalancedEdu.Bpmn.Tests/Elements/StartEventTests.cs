using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class StartEventTests
{
    private static Running TwoStarts() => new(Process(
        Start(), Timer("startEvent", "T", "timeCycle:R/2026-03-10T00:00:00+08:00/P1Y"), Task("A"), Task("B"), End(),
        Flows("S-A-E", "T-B-E")));

    [Fact]
    public void Without_a_name_the_none_start_event_is_taken() => Assert.Equal("A", TwoStarts().Start().TaskIds);

    [Fact]
    public void A_timer_start_event_is_started_by_its_name() =>
        Assert.Equal("B", TwoStarts().Do(new StartInstance("T", Running.Vars())).TaskIds);

    [Fact]
    public void Timer_start_events_are_told_to_the_host() =>
        Assert.Equal("T", Assert.Single(TwoStarts().Definition.TimerStartEvents).Id);

    [Fact]
    public void The_form_of_the_start_event_stands_in_the_definition()
    {
        var definition = Process("""<bpmn:startEvent id="S" be:form="apply"/>""", Manual("A"), End(), Flows("S-A-E"));
        Assert.Equal(("S", "apply"), (definition.StartEventId, definition.StartForm));
    }

    [Fact]
    public void First_variables_are_those_of_the_process()
    {
        var run = TwoStarts().Start(("S", Running.Vars(("form", Running.Vars(("n", 58))))));
        Assert.Equal("{S: {form: {n: 58}}}", Feel.Values.FeelValue.Of(run.State.Variables).ToString());
    }
}
