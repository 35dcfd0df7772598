using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class ErrorEventTests
{
    private static string Inner(string id, params string[] more) =>
        Sub(id, [Start(id + "s"), EndWith(id + "x", "error:E1"), Flows($"{id}s-{id}x"), .. more]);

    [Fact]
    public void The_border_with_the_code_catches_it()
    {
        var run = new Running(Process(
            Start(), Inner("P"), Border("P", "other", "error:E2"), Border("P", "B", "error:E1"), Task("A"), End(),
                End("no"),
            Flows("S-P-E", "B-A-E", "other-no"))).Start();
        Assert.Equal("A", run.TaskIds);
        Assert.Equal("{code: \"E1\", message: null}", run.Variable("B").ToString());
        run.Complete("A").AssertEnded();
    }

    [Fact]
    public void An_exact_code_comes_before_one_that_catches_all()
    {
        var run = new Running(Process(
            Start(), Inner("P"), Border("P", "all", "error"), Border("P", "B", "error:E1"), End("all_e"), End(),
            Flows("S-P-E", "all-all_e", "B-E"))).Start();
        run.AssertEnded();
        Assert.DoesNotContain("all", run.State.CompletedElementIds);
    }

    [Fact]
    public void One_that_catches_all_catches_any() => new Running(Process(
        Start(), Inner("P"), Border("P", "all", "error"), End(), End("caught"), Flows("S-P-E", "all-caught")))
        .Start().AssertEnded("caught");

    [Fact]
    public void The_nearest_catcher_gets_it_and_nobody_else()
    {
        var run = new Running(Process(
            Start(), Sub("O", Start("os"), Inner("P"), Border("P", "near", "error:E1"), Task("A"), End("oe"),
                Flows("os-P-oe", "near-A-oe")), Border("O", "far", "error:E1"), End(), End("x"), Flows("S-O-E",
                    "far-x")))
            .Start();
        Assert.Equal("A", run.TaskIds);
    }

    [Fact]
    public void Past_a_border_with_another_code_the_outer_one_catches_and_siblings_are_taken_back()
    {
        var run = new Running(Process(
            Start(), Sub("O", Start("os"), Parallel("f"), Task("sibling"), Task("A"), Sub("P", Start("ps"), Task("B"),
                EndWith("px", "error:E1"), Flows("ps-B-px")), Border("P", "near", "error:E2"), End("oe"),
                Flows("os-f-sibling-oe", "f-P-oe", "near-A-oe")),
            Border("O", "far", "error:E1"), Task("C"), End(), Flows("S-O-E", "far-C-E"))).Start();
        Assert.Equal("B sibling", run.TaskIds);
        run.Complete("B");
        Assert.Equal("C", run.TaskIds);
        Assert.Single(run.Last.Effects.OfType<CancelUserTask>());
        run.Complete("C").AssertEnded();
    }

    [Fact]
    public void An_uncaught_error_end_event_is_an_incident_with_the_token_kept()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("A"), EndWith("X", "error:E1"), End(), Flows("S-F-A-E", "F-X"))).Start();
        Assert.Equal("bpmn.error.uncaught", Assert.Single(run.Incidents).Code);
        Assert.Contains("E1", run.Incidents[0].Message);
        Assert.Contains("X", run.State.ActiveElementIds);
        run.Complete("A");
        Assert.False(run.State.Ended);
        run.Resolve("X");
        Assert.Single(run.Incidents);
    }

    [Fact]
    public void An_uncaught_error_goes_on_when_a_new_version_catches_it()
    {
        string[] same = [Start(), Inner("P"), End(), Flows("S-P-E")];
        var run = new Running(Process(same)).Start();
        Assert.Single(run.Incidents);
        run.Migrate(Process([.. same, Border("P", "B", "error:E1"), End("caught"), Flows("B-caught")]));
        run.Resolve("Px").AssertEnded("caught");
    }

    [Fact]
    public void An_event_sub_process_comes_before_the_border()
    {
        var run = new Running(Process(
            Start(), Inner("P", Handler("H", "error:E1")), Border("P", "B", "error:E1"), End(), End("x"),
            Flows("S-P-E", "B-x"))).Start();
        Assert.Equal("H_t", run.TaskIds);
        run.Complete("H_t").AssertEnded();
    }

    [Fact]
    public void What_an_event_sub_process_throws_goes_further_out()
    {
        var run = new Running(Process(
            Start(), Inner("P", EventSub("H", StartOn("hs", "error"), EndWith("hx", "error:E1"), Flows("hs-hx"))),
            Border("P", "B", "error:E1"), End(), End("caught"), Flows("S-P-E", "B-caught"))).Start();
        run.AssertEnded("caught");
    }

    [Fact]
    public void A_job_that_throws_is_caught_at_its_border()
    {
        var run = new Running(Process(
            Start(), Job("J"), Border("J", "B", "error:E1"), Boundary("T", "J", "timeDuration:PT1H"), End(),
                End("caught"),
            Flows("S-J-E", "B-caught", "T-E"))).Start().Error("J", "E1", "余额不足");
        run.AssertEnded("caught");
        Assert.Equal("{code: \"E1\", message: \"余额不足\"}", run.Variable("B").ToString());
    }

    [Fact]
    public void A_job_that_throws_what_nobody_catches_keeps_its_token_and_is_asked_again()
    {
        var run = new Running(Process(Start(), Job("J"), End(), Flows("S-J-E"))).Start().Error("J", "E9", "坏了");
        Assert.Contains("坏了", Assert.Single(run.Incidents).Message);
        run.Resolve("J");
        Assert.Equal("J J", run.AskedJobs);
        run.Answer("J").AssertEnded();
    }

    [Fact]
    public void A_task_that_throws_what_nobody_catches_stays_and_can_still_be_completed()
    {
        var run = new Running(Process(Start(), Task("A"), End(), Flows("S-A-E"))).Start().Error("A", "E9");
        Assert.Single(run.Incidents);
        run.Complete("A").AssertEnded();
        var again = new Running(Process(Start(), Task("A"), End(), Flows("S-A-E"))).Start().Error("A", "E9");
        again.Resolve("A").Complete("A").AssertEnded();
    }

    [Fact]
    public void A_called_instance_tells_its_caller_of_an_error_that_nobody_catches()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Task("A"), EndWith("X", "error:E1"), End(), Flows("S-F-A-E", "F-X")));
        run.Do(new StartInstance(null, Running.Vars()) { IsCalled = true });
        Assert.True(run.State is { Ended: true, Cancelled: true });
        Assert.Contains(new NotifyParent(true, "E1", null), run.Last.Effects);
    }

    [Fact]
    public void An_error_in_one_of_several_goes_to_the_border_around_all()
    {
        var run = new Running(Process(
            Start(), Sub("P", Loop(cardinality: "3"), Start("s"), Task("A"), Exclusive("g", "g_e"),
                EndWith("x", "error:E1"), End("e"), Flows("s-A-g"), Flow("g_x", "g", "x", "A.outcome = \"no\""),
                Flow("g_e", "g", "e")),
            Border("P", "B", "error:E1"), Task("C"), End(), Flows("S-P-E", "B-C-E"))).Start();
        run.Complete("A").Complete("A", "no", comment: "不行");
        Assert.Equal("C", run.TaskIds);
        run.Complete("C").AssertEnded();
    }

    [Fact]
    public void A_mail_at_an_uncaught_error_is_not_sent_again_by_each_retry()
    {
        var run = new Running(Process(
            Start(), EndWith("X", "error:E1", "be:mail=\"sorry\" be:mailTo=\"initiator\""), Flows("S-X"))).Start();
        run.Resolve("X").Resolve("X");
        Assert.True(run.Mails.Count <= 1, $"{run.Mails.Count} mails");
    }
}
