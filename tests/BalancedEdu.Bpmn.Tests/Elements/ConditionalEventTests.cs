using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary>Conditions are looked at when variables change, never at another time.</summary>
public class ConditionalEventTests
{
    [Fact]
    public void A_change_of_a_variable_lets_the_token_go_on()
    {
        var run = new Running(Process(Start(), Catch("C", "conditional:variable = 1"), End(), Flows("S-C-E")));
        run.Start(("variable", 0)).Set(("variable", 2));
        Assert.Equal("C", run.Waits);
        run.Set(("variable", 1)).AssertEnded();
    }

    [Fact]
    public void One_that_is_true_already_waits_for_a_change()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Catch("C", "conditional:n > 1"), Task("A"), Timer("intermediateCatchEvent", "T",
                "timeDuration:PT1H"), End(), Flows("S-F-C-E", "F-A-E", "F-T-E")));
        run.Start(("n", 2)).Fire("T");
        Assert.Equal("C", run.Waits);
        run.Set(("other", 1));
        Assert.Empty(run.Waits);
    }

    [Fact]
    public void A_result_of_another_branch_is_a_change_too()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Catch("C", "conditional:A.outcome = \"ok\""), Task("A"), Task("B"), End(),
            Flows("S-F-C-B-E", "F-A-E"))).Start().Complete("A");
        Assert.Equal("B", run.TaskIds);
    }

    [Fact]
    public void What_is_not_there_yet_is_no_incident_and_what_is_no_boolean_is_one()
    {
        var run = new Running(Process(Start(), Catch("C", "conditional:n > 1"), End(), Flows("S-C-E"))).Start();
        run.Set(("m", 1));
        Assert.Empty(run.Incidents);
        var wrong = new Running(Process(Start(), Catch("C", "conditional:n"), End(), Flows("S-C-E"))).Start();
        wrong.Set(("n", 1));
        Assert.Equal("bpmn.condition.not-boolean", Assert.Single(wrong.Incidents).Code);
        wrong.Set(("n", true));
        Assert.Single(wrong.Incidents);
        wrong.Resolve("C").AssertEnded();
    }

    [Fact]
    public void A_non_interrupting_border_fires_again_only_after_it_was_false()
    {
        var run = new Running(Process(
            Start(), Task("A"), Border("A", "C", "conditional:n > 1", false), Task("B"), End(), Flows("S-A-E",
                "C-B-E")));
        run.Start(("n", 0)).Set(("n", 2)).Set(("n", 3));
        Assert.Equal("A B", run.TaskIds);
        run.Set(("n", 0)).Set(("n", 4));
        Assert.Equal("A B B", run.TaskIds);
        run.Complete("A").Complete("B").Complete("B").AssertEnded();
    }

    [Fact]
    public void A_handler_that_changes_the_variable_itself_does_not_start_again_and_again()
    {
        var run = new Running(Process(
            Start(), Task("Task_1"), End(),
            EventSub("H", StartOn("hs", "conditional:variable >= 1", false), Exclusive("l"),
                Script("count", "variable + 1", "variable"), Exclusive("g", "g_l"), Task("Task_2"), End("he"),
                Flows("hs-l-count-g", "Task_2-he"), Flow("g_2", "g", "Task_2", "variable >= 3"), Flow("g_l", "g", "l")),
            Flows("S-Task_1-E")));
        run.Start(("variable", 0)).Set(("variable", 1));
        Assert.Equal("Task_1 Task_2", run.TaskIds);
        Assert.Equal("3", run.Variable("variable").ToString());
        run.Complete("Task_1").Complete("Task_2").AssertEnded();
    }

    [Fact]
    public void An_interrupting_handler_that_changes_the_variable_runs_once()
    {
        var run = new Running(Process(
            Start(), Task("Task_1"), End(), EventSub("H", StartOn("hs", "conditional:variable = 1"),
                Script("three", "3", "variable"), Task("Task_2"), End("he"), Flows("hs-three-Task_2-he")),
            Flows("S-Task_1-E")));
        run.Start(("variable", 0)).Set(("variable", 1));
        Assert.Equal("Task_2", run.TaskIds);
        Assert.Equal("3", run.Variable("variable").ToString());
    }

    [Fact]
    public void An_incident_of_a_condition_on_the_border_does_not_lose_the_task()
    {
        var drawn = Process(Start(), Task("A"), Border("A", "C", "conditional:n"), End(), End("x"), Flows("S-A-E",
            "C-x"));
        new Running(drawn).Start().Set(("n", 1)).Complete("A").AssertEnded();
        var run = new Running(drawn).Start().Set(("n", 1)).Set(("n", false)).Resolve("A");
        Assert.Empty(run.Incidents);
        Assert.Equal("A", run.TaskIds);
        run.Set(("n", true)).AssertEnded("x");
    }

    [Fact]
    public void A_job_is_not_asked_again_for_an_incident_of_a_condition_on_its_border()
    {
        var run = new Running(Process(
            Start(), Job("J"), Border("J", "C", "conditional:n"), End(), End("x"), Flows("S-J-E", "C-x"))).Start();
        run.Set(("n", 1)).Set(("n", false)).Resolve("J");
        Assert.Equal("J", run.AskedJobs);
        run.Answer("J").AssertEnded();
    }

    [Fact]
    public void A_process_can_end_while_a_condition_of_its_event_sub_process_is_wrong()
    {
        var run = new Running(Process(
            Start(), Task("A"), Handler("H", "conditional:n"), End(), Flows("S-A-E"))).Start().Set(("n", 1));
        Assert.Single(run.Incidents);
        run.Complete("A").AssertEnded();
    }
}
