using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Commands;

/// <summary>Incidents in each phase of an element's life, what still works meanwhile, and how they are resolved.</summary>
public class IncidentTests
{
    [Fact]
    public void Activating_the_phase_is_done_again_from_its_beginning()
    {
        var run = new Running(Process(
            Start(), Task("A", Loop(collection: "people", item: "who")), Boundary("T", "A", "timeDuration:PT1H"), End(),
            Flows("S-A-E", "T-E"))).Start();
        Assert.Single(run.Incidents);
        Assert.Empty(run.Timers);
        run.Resolve("A");
        Assert.Single(run.Incidents);
        run.Set(("people", new object[] { "a", "b" })).Resolve("A");
        Assert.Equal("A A", run.TaskIds);
        Assert.Single(run.Timers);
    }

    [Fact]
    public void Activated_a_failed_job_is_asked_again()
    {
        var run = new Running(Process(Start(), Job("J"), End(), Flows("S-J-E"))).Start();
        run.Do(new FailJob(run.Jobs[0].JobId, "断线")).Resolve("J");
        Assert.Equal("J J", run.AskedJobs);
        run.Answer("J").AssertEnded();
    }

    [Fact]
    public void Activated_a_job_whose_inputs_fail_again_stays_an_incident()
    {
        var run = new Running(Process(
            Start(), Job("J", extensions: "<be:input name=\"a\" value=\"=n\"/>"), End(), Flows("S-J-E"))).Start(("n", 1));
        run.Do(new FailJob(run.Jobs[0].JobId, "断线")).Set(("n", 2)).Resolve("J");
        Assert.Equal("{a: 2}", Running.Show(run.Last.Effects.OfType<RequestJob>().Single().Inputs));
    }

    [Fact]
    public void Completing_only_the_way_on_is_tried_again()
    {
        var run = new Running(Process(
            Start(), Task("A"), End(), Flow("S_A", "S", "A"), Flow("A_E", "A", "E", "go = true"))).Start();
        run.Complete("A");
        Assert.Equal("bpmn.activity.no-flow-selected", Assert.Single(run.Incidents).Code);
        Assert.Equal("", run.TaskIds);
        run.Set(("go", true)).Resolve("A").AssertEnded();
        Assert.Single(run.Events.OfType<UserTaskCompleted>());
    }

    [Fact]
    public void While_one_token_is_held_others_go_on_and_the_case_waits_for_it()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Exclusive("X"), Task("A"), End(), Flows("S-F-X", "F-A-E"),
            Flow("X_E", "X", "E", "go"))).Start().Complete("A");
        Assert.False(run.State.Ended);
        run.Set(("go", true)).Resolve("X").AssertEnded();
    }

    [Fact]
    public void Cancelling_ends_what_is_held_in_any_phase()
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Exclusive("X"), Task("A", Loop(collection: "people")), Job("J"),
            Task("V", Loop(cardinality: "2", until: "many")), End(), Flows("S-F-X", "F-A-E", "F-J-E", "F-V-E"),
            Flow("X_E", "X", "E", "go"))).Start().Complete("V");
        run.Do(new FailJob(run.Jobs[0].JobId, "断线"));
        Assert.Equal(4, run.Incidents.Count);
        run.Do(new CancelInstance("不办了"));
        Assert.Single(run.State.Elements);
        Assert.Equal(4, run.Last.Effects.OfType<ClearIncident>().Count());
    }

    [Theory]
    [InlineData("inclusiveGateway")]
    [InlineData("exclusiveGateway")]
    public void A_stranded_join_goes_on_when_a_new_version_lets_it(string word)
    {
        string[] same = [Start(), Exclusive("X", "X_A"), Task("A"), Task("B"), End(), Flows("S-X", "A-J", "B-J", "J-E"),
            Flow("X_A", "X", "A"), Flow("X_B", "X", "B", "false")];
        var run = new Running(Process([.. same, Parallel("J")])).Start().Complete("A");
        Assert.Equal("bpmn.join.stranded", Assert.Single(run.Incidents).Code);
        run.Migrate(Process([.. same, $"""<bpmn:{word} id="J"/>"""]));
        run.Resolve("p").AssertEnded();
    }

    [Fact]
    public void A_message_whose_outputs_fail_is_kept_until_they_are_mended()
    {
        var run = new Running(Process(
            Start(), Receive("R", "m"), End(), Flow("S_R", "S", "R"), Flow("R_E", "R", "E", "R.n > limit"))).Start();
        run.Message("m", ("n", 5));
        Assert.Single(run.Incidents);
        run.Set(("limit", 3)).Resolve("R").AssertEnded();
    }

    [Fact]
    public void Each_is_told_with_element_code_and_a_sentence_of_what_to_do()
    {
        var run = new Running(Process(Start(), Exclusive("X"), End(), Flow("S_X", "S", "X"),
            Flow("X_E", "X", "E", "n > 1"))).Start(("n", 0));
        var raised = Assert.Single(run.Last.Effects.OfType<RaiseIncident>());
        Assert.Equal(("X", "bpmn.gateway.no-flow-selected"), (raised.ElementId, raised.Code));
        Assert.Contains("n > 1", raised.Message);
        Assert.Contains("n = 0", raised.Message);
        Assert.EndsWith("请改正变量后重试。", raised.Message);
    }

    [Fact]
    public void What_stops_the_border_of_a_multi_instance_stays_when_one_of_its_instances_is_done()
    {
        var run = new Running(Process(
            Start(), Task("V", Loop(cardinality: "3")), Border("V", "C", "conditional:n"), End(),
            Flows("S-V-E", "C-E"))).Start().Set(("n", 5));
        Assert.Single(run.Incidents);
        run.Complete("V", loop: 1);
        Assert.Single(run.Incidents);
        run.Set(("n", false)).Resolve("V");
        Assert.Empty(run.Incidents);
        run.Set(("n", true)).AssertEnded();
    }

    [Fact]
    public void A_look_at_a_multi_instance_that_goes_well_ends_what_stopped_the_one_before()
    {
        var run = new Running(Process(
            Start(), Task("V", Loop(cardinality: "3", until: "enough")), End(), Flows("S-V-E"))).Start();
        run.Complete("V", loop: 1);
        Assert.Single(run.Incidents);
        run.Set(("enough", false)).Complete("V", loop: 2);
        Assert.Empty(run.Incidents);
    }

    [Fact]
    public void A_look_at_an_ad_hoc_sub_process_that_goes_well_ends_what_stopped_the_one_before()
    {
        var run = new Running(Process(
            Start(), AdHoc("H", "", "enough", Task("a"), Task("b")), Border("H", "C", "conditional:n"), End(),
            Flows("S-H-E", "C-E"))).Start();
        run.Do(new ActivateAdHoc(run.Id("H"), "a")).Complete("a");
        Assert.Single(run.Incidents);
        run.Set(("enough", false)).Do(new ActivateAdHoc(run.Id("H"), "b")).Complete("b");
        Assert.Empty(run.Incidents);
        // What stops its border is another matter.
        run.Set(("n", 5)).Do(new ActivateAdHoc(run.Id("H"), "a")).Complete("a");
        Assert.Single(run.Incidents);
        run.Set(("enough", true)).Do(new ActivateAdHoc(run.Id("H"), "a")).Complete("a").AssertEnded();
    }

    [Fact]
    public void Resolving_what_stops_the_border_of_a_loop_begins_no_second_round()
    {
        var run = new Running(Process(
            Start(), Task("A", StandardLoop("again")), Border("A", "C", "conditional:n"), End(),
            Flows("S-A-E", "C-E"))).Start(("again", true)).Set(("n", 5));
        run.Set(("n", false)).Resolve("A");
        Assert.Equal("A", run.TaskIds);
        run.Set(("again", false)).Complete("A").AssertEnded();
    }
}
