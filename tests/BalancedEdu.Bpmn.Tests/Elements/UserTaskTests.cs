using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class UserTaskTests
{
    private static Running Two(string attributes = "", string extensions = "") => new(Process(
        Start(), Task("A"), Task("B", "", attributes, extensions), End(), Flows("S-A-B-E")));

    private static string Custom(string assignment, string more = "", string attributes = "") => $"""
        <bpmn:userTask id="A" {attributes}>
          <bpmn:extensionElements>
            <be:assignment {assignment}/><be:outcome id="ok" name="同意"/>{more}
          </bpmn:extensionElements>
        </bpmn:userTask>
        """;

    private static Running One(string assignment, string more = "", string attributes = "") =>
        new(Process(Start(), Custom(assignment, more, attributes), End(), Flows("S-A-E")));

    [Fact]
    public void Its_result_is_a_context_under_its_id()
    {
        var run = Two().Start().Complete("A", comment: "属实", form: Running.Vars(("n", 3)));
        var result = run.Variable("A").AsContext()!;
        Assert.Equal(["outcome", "comment", "by", "at", "form"], result.Select(entry => entry.Key));
        Assert.True(result.TryGet("at", out var at));
        Assert.Equal(run.Now, at.AsInstant(TimeSpan.FromHours(8)));
    }

    [Fact]
    public void The_next_task_knows_which_one_was_completed_before()
    {
        var run = Two().Start();
        Assert.Equal(0, run.Tasks[0].Previous);
        var first = run.Tasks[0].TaskId;
        Assert.Equal(first, run.Complete("A").Tasks[0].Previous);
    }

    [Fact]
    public void A_literal_assignment_is_taken_as_it_stands()
    {
        var task = One("assignee=\"li.si\" candidateUsers=\"a, b\" candidateGroups=\"edu.basic,fin.budget\"").Start().Tasks[0];
        Assert.Equal("li.si", task.Assignee);
        Assert.Equal(["a", "b"], task.CandidateUsers);
        Assert.Equal(["edu.basic", "fin.budget"], task.CandidateGroups);
    }

    [Fact]
    public void An_assignment_may_be_worked_out()
    {
        var task = One("assignee=\"=S.by\" candidateGroups='=if big then [\"a\", \"b\"] else \"c\"'")
            .Start(("S", Running.Vars(("by", "zhao"))), ("big", true)).Tasks[0];
        Assert.Equal("zhao", task.Assignee);
        Assert.Equal(["a", "b"], task.CandidateGroups);
    }

    [Fact]
    public void An_assignee_that_is_null_is_nobody() =>
        Assert.Null(One("assignee=\"=nobody\"").Start().Tasks[0].Assignee);

    [Theory]
    [InlineData("assignee=\"=1 + 1\"", "", "", "bpmn.expression.wrong-kind")]
    [InlineData("candidateGroups=\"=[1, 2]\"", "", "", "bpmn.expression.wrong-kind")]
    [InlineData("assignee=\"a\"", "<be:sla budget='=\"soon\"'/>", "", "bpmn.user-task.bad-budget")]
    [InlineData("assignee=\"a\"", "", "be:formData=\"=5\"", "bpmn.expression.wrong-kind")]
    public void What_is_worked_out_wrongly_stops_the_token_and_opens_no_task(
        string assignment, string more, string attributes, string code)
    {
        var run = One(assignment, more, attributes).Start();
        Assert.Equal(code, Assert.Single(run.Incidents).Code);
        Assert.Empty(run.Tasks);
        Assert.Equal(["A"], run.State.ActiveElementIds);
    }

    [Fact]
    public void The_budget_is_told_as_text_and_may_be_worked_out()
    {
        Assert.Equal("5WD", One("assignee=\"a\"", "<be:sla budget=\"5WD\"/>").Start().Tasks[0].Budget);
        Assert.Equal("30D", One("assignee=\"a\"", "<be:sla budget='=if slow then \"30D\" else null'/>")
            .Start(("slow", true)).Tasks[0].Budget);
        Assert.Null(One("assignee=\"a\"",
            "<be:sla budget='=if slow then \"30D\" else null'/>").Start(("slow", false)).Tasks[0].Budget);
    }

    [Fact]
    public void The_initial_values_of_the_form_are_worked_out()
    {
        var task = One("assignee=\"a\"", "", "be:form=\"f\" be:formData=\"={n: S.n + 1}\"")
            .Start(("S", Running.Vars(("n", 57)))).Tasks[0];
        Assert.Equal("{n: 58}", FeelValue.Of(task.FormData).ToString());
    }

    [Theory]
    [InlineData("vote=\"reject\"", true)]
    [InlineData("kind=\"danger\"", true)]
    [InlineData("kind=\"danger\" vote=\"abstain\"", false)]
    [InlineData("kind=\"plain\"", false)]
    public void Who_rejects_gives_a_reason_and_time_gives_none(string words, bool asked)
    {
        Running Begun() => One("assignee=\"a\"", $"<be:outcome id=\"no\" name=\"不同意\" {words}/>").Start();
        var command = new CompleteUserTask(Begun().Tasks[0].TaskId, "no", null, "a", FeelContext.Empty);
        Assert.Equal(asked ? "bpmn.user-task.comment-missing" : null, Begun().Try(command).Refusal?.Code);
        Begun().Do(command with { Comment = "金额不符" }).AssertEnded();
        Begun().Do(command with { By = "system", ByTime = true }).AssertEnded();
    }

    [Fact]
    public void A_rejection_of_time_asks_for_no_reason_and_may_say_so()
    {
        var run = One("assignee=\"a\"",
            "<be:outcome id=\"late\" name=\"视为撤回\" kind=\"system\" vote=\"reject\" requiresComment=\"false\"/>")
            .Start();
        run.Do(new CompleteUserTask(run.Tasks[0].TaskId, "late", null, "system", FeelContext.Empty) { ByTime = true })
            .AssertEnded();
    }

    [Fact]
    public void An_outcome_of_time_is_given_by_the_system_only()
    {
        var run = One("assignee=\"a\"", "<be:outcome id=\"late\" name=\"视为同意\" kind=\"system\"/>").Start();
        var id = run.Tasks[0].TaskId;
        var result = run.Try(new CompleteUserTask(id, "late", null, "li", FeelContext.Empty));
        Assert.Equal("bpmn.user-task.outcome-of-time", result.Refusal!.Code);
        Assert.Equal(
            "bpmn.user-task.outcome-of-time",
            run.Try(new CompleteUserTask(id, "late", null, "system", FeelContext.Empty)).Refusal!.Code);
        run.Do(new CompleteUserTask(id, "late", null, "system", FeelContext.Empty) { ByTime = true }).AssertEnded();
    }

    [Fact]
    public void Cancelling_the_case_takes_the_task_back()
    {
        var run = Two().Start();
        var id = run.Tasks[0].TaskId;
        run.Do(new CancelInstance("撤回"));
        Assert.Equal([new CancelUserTask(id), new EndInstance(null, true)], run.Last.Effects);
        Assert.True(run.State is { Ended: true, Cancelled: true });
    }
}
