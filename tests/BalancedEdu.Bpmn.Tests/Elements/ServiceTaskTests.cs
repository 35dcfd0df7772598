using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class ServiceTaskTests
{
    private static Running One(string extensions = "") =>
        new(Process(Start(), Job("J", "", extensions), End(), Flows("S-J-E")));

    [Fact]
    public void It_asks_for_its_handler_with_its_inputs_and_waits()
    {
        var run = One("""<be:input name="size" value="=n + 1"/><be:input name="word" value="plain"/>""").Start(("n", 57));
        var job = Assert.Single(run.Jobs);
        Assert.Equal(("test.j", "J"), (job.Job, job.ElementId));
        Assert.Equal("""{size: 58, word: "plain"}""", FeelValue.Of(job.Inputs).ToString());
        Assert.False(run.State.Ended);
    }

    [Fact]
    public void Without_outputs_all_it_gave_stands_under_its_id()
    {
        var run = One().Start().Answer("J", ("a", 1), ("b", "x"));
        Assert.Equal("""{a: 1, b: "x"}""", run.Variable("J").ToString());
        run.AssertEnded();
    }

    [Fact]
    public void Outputs_are_worked_out_over_the_result_and_its_entries()
    {
        var run = One("""<be:output name="sum" value="=a + result.b"/><be:output name="all" value="result"/>""")
            .Start().Answer("J", ("a", 1), ("b", 2));
        Assert.Equal("3", run.Variable("sum").ToString());
        Assert.Equal("{a: 1, b: 2}", run.Variable("all").ToString());
        Assert.True(run.Variable("J").IsNull);
    }

    [Fact]
    public void A_failure_is_an_incident_and_resolving_it_asks_again()
    {
        var run = One().Start();
        var id = run.Jobs[0].JobId;
        run.Do(new FailJob(id, "对方系统没有应答"));
        Assert.Contains(new RaiseIncident(id, "J", "bpmn.job.failed", "对方系统没有应答"), run.Last.Effects);
        run.Resolve("J");
        Assert.Contains(new ClearIncident(id), run.Last.Effects);
        Assert.Single(run.Last.Effects.OfType<RequestJob>());
        run.Answer("J");
        run.AssertEnded();
    }

    [Fact]
    public void An_answer_after_a_reported_failure_still_counts()
    {
        var run = One().Start();
        var id = run.Jobs[0].JobId;
        run.Do(new FailJob(id, "超时")).Do(new CompleteJob(id, FeelContext.Empty));
        Assert.Contains(new ClearIncident(id), run.Last.Effects);
        run.AssertEnded();
    }

    [Fact]
    public void A_second_answer_is_refused()
    {
        var run = One().Start();
        var id = run.Jobs[0].JobId;
        run.Do(new CompleteJob(id, FeelContext.Empty));
        Assert.Equal("bpmn.instance.ended", run.Try(new CompleteJob(id, FeelContext.Empty)).Refusal!.Code);
    }
}
