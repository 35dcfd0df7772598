using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary>The caller's side; what several instances do together is tested with a host.</summary>
public class CallActivityTests
{
    [Fact]
    public void It_starts_the_child_with_its_inputs_and_maps_its_variables_back()
    {
        var run = new Running(Process(
            Start(), Call("C", "other", "<be:input name=\"y\" value=\"=x + 5\"/><be:output name=\"z\" value=\"=y + 5\"/>"),
            End(), Flows("S-C-E"))).Start(("x", 5));
        var child = Assert.Single(run.Calls);
        Assert.Equal(("other", "{y: 10}"), (child.ProcessId, Running.Show(child.Variables)));
        run.Do(new CompleteChild(child.CallId, Running.Vars(("y", 10)))).AssertEnded();
        Assert.Equal("15", run.Variable("z").ToString());
    }

    [Fact]
    public void An_interrupted_call_takes_the_child_back()
    {
        var run = new Running(Process(
            Start(), Call("C", "other"), Boundary("T", "C", "timeDuration:PT1H"), End(), End("late"),
            Flows("S-C-E", "T-late"))).Start();
        var id = run.Calls[0].CallId;
        run.Fire("T").AssertEnded("late");
        Assert.Contains(new CancelChild(id), run.Last.Effects);
    }

    [Fact]
    public void An_output_that_fails_is_tried_again_without_the_child()
    {
        var run = new Running(Process(
            Start(), Call("C", "other"), End(), Flow("S_C", "S", "C"), Flow("C_E", "C", "E", "C.ok = go"))).Start();
        run.Do(new CompleteChild(run.Id("C"), Running.Vars(("ok", true))));
        Assert.Single(run.Incidents);
        run.Set(("go", true)).Resolve("C").AssertEnded();
    }
}
