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

    [Fact]
    public void A_call_that_failed_is_made_anew_under_an_id_of_its_own()
    {
        var run = new Running(Process(
            Start(), Call("C", "other"), Border("C", "B", "error:E1"), Border("C", "L", "escalation:L1", false), End(),
            End("caught"), Flows("S-C-E", "B-caught", "L-caught"))).Start();
        var first = run.Calls.Single().CallId;
        run.Do(new FailChild(first, "不见了")).Resolve("C");
        var second = run.Calls.Single().CallId;
        Assert.NotEqual(first, second);
        Assert.Contains(new CancelChild(first), run.Last.Effects);
        // What the first call still says is not for the second.
        Assert.Equal("bpmn.call-activity.not-open", run.Try(new CompleteChild(first, Running.Vars())).Refusal?.Code);
        Assert.Equal("bpmn.call-activity.not-open", run.Try(new FailChild(first, "又")).Refusal?.Code);
        Assert.Equal("bpmn.throw.not-open", run.Try(new ThrowBpmnError(first, "E1", null)).Refusal?.Code);
        run.Do(new ThrowEscalation(second, "L1")).Do(new FailChild(second, "又不见了")).Resolve("C");
        var third = run.Calls.Single().CallId;
        run.Do(new CompleteChild(third, Running.Vars(("n", 1)))).AssertEnded();
        Assert.Equal("{n: 1}", run.Variable("C").ToString());
    }

    [Fact]
    public void A_call_that_was_made_anew_is_taken_back_by_its_new_id()
    {
        var run = new Running(Process(Start(), Call("C", "other"), End(), Flows("S-C-E"))).Start();
        run.Do(new FailChild(run.Calls.Single().CallId, "不见了")).Resolve("C");
        var call = run.Calls.Single().CallId;
        run.Do(new CancelInstance("不办了"));
        Assert.Contains(new CancelChild(call), run.Last.Effects);
    }
}
