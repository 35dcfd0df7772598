using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using static BalancedEdu.Bpmn.Tests.Commands.Returnable;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>退回 to the form that started the case.</summary>
public class ReturnToFormTests
{
    private static Running WithForm() => new(Process(
        "<bpmn:startEvent id=\"S\" be:form=\"apply\"/>", Step("A"), Step("B"), End(), Flows("S-A-B-E")));

    [Fact]
    public void The_form_that_started_the_case_is_a_target_like_any_other()
    {
        var run = WithForm().Start(("S", Running.Vars(("form", Running.Vars(("area", 40)))))).Complete("A");
        run.Return("B", "S");
        var form = Assert.Single(run.Last.Effects.OfType<CreateUserTask>());
        Assert.Equal(("S", "initiator"), (form.ElementId, Assert.Single(form.CandidateGroups)));
        Assert.True(form.FormData.TryGet("area", out var area));
        Assert.Equal(40m, area.AsNumber());
        run.Do(new CompleteUserTask(form.TaskId, "submit", null, "zhao.liu", Running.Vars(("area", 50))));
        Assert.Equal("A", run.TaskIds);
        Assert.True(run.Variable("S").AsContext()!.TryGet("form", out var filled));
        Assert.Equal(Running.Vars(("area", 50)), filled.AsContext());
        run.Complete("A").Complete("B").AssertEnded();
    }

    [Fact]
    public void From_the_form_it_comes_straight_back_where_it_was_asked_to()
    {
        var run = WithForm().Start().Complete("A").Return("B", "S", directly: true);
        var form = Assert.Single(run.Last.Effects.OfType<CreateUserTask>());
        Assert.Equal(
            "bpmn.user-task.unknown-outcome",
            run.Try(new CompleteUserTask(form.TaskId, "ok", null, "zhao.liu", FeelContext.Empty)).Refusal?.Code);
        Assert.Equal(
            "bpmn.user-task.performer-missing",
            run.Try(new CompleteUserTask(form.TaskId, "submit", null, " ", FeelContext.Empty)).Refusal?.Code);
        run.Do(new CompleteUserTask(form.TaskId, "submit", null, "zhao.liu", FeelContext.Empty));
        Assert.Equal("B", run.TaskIds);
        run.Complete("B").AssertEnded();
    }

    [Fact]
    public void A_case_that_is_cancelled_meanwhile_takes_the_form_back()
    {
        var run = WithForm().Start().Complete("A").Return("B", "S");
        var form = Assert.Single(run.Last.Effects.OfType<CreateUserTask>());
        run.Do(new CancelInstance("撤回"));
        Assert.Contains(new CancelUserTask(form.TaskId), run.Last.Effects);
    }

    [Fact]
    public void A_start_without_a_form_is_no_target() =>
        Assert.Equal("bpmn.return.unknown-target", Row().Start().Complete("A").TryReturn("B", "S"));
}
