using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Simulation;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary>Data objects that come into activities and out of them by data associations.</summary>
public class DataAssociationTests
{
    private const string Objects =
        """<bpmn:dataObject id="plan"/><bpmn:dataObjectReference id="ref" dataObjectRef="plan"/>""";

    private static string In(string name, string? source = null, string? transformation = null, string more = "") => $"""
        <bpmn:ioSpecification><bpmn:dataInput id="in-{name}" name="{name}"/><bpmn:inputSet/><bpmn:outputSet/>
        </bpmn:ioSpecification>
        <bpmn:dataInputAssociation>{(source is null ? "" : $"<bpmn:sourceRef>{source}</bpmn:sourceRef>")}
        <bpmn:targetRef>in-{name}</bpmn:targetRef>
        {(transformation is null ? "" : $"<bpmn:transformation>{Escape(transformation)}</bpmn:transformation>")}{more}
        </bpmn:dataInputAssociation>
        """;

    private static string Out(string target, string? source = null, string? transformation = null, string more = "") => $"""
        {(source is null ? "" : $"<bpmn:ioSpecification><bpmn:dataOutput id=\"out-{source}\" name=\"{source}\"/></bpmn:ioSpecification>")}
        <bpmn:dataOutputAssociation>{(source is null ? "" : $"<bpmn:sourceRef>out-{source}</bpmn:sourceRef>")}
        <bpmn:targetRef>{target}</bpmn:targetRef>
        {(transformation is null ? "" : $"<bpmn:transformation>{Escape(transformation)}</bpmn:transformation>")}{more}
        </bpmn:dataOutputAssociation>
        """;

    private static string Assign(string from, string to) =>
        $"<bpmn:assignment><bpmn:from>{Escape(from)}</bpmn:from><bpmn:to>{to}</bpmn:to></bpmn:assignment>";

    private static Running One(string activity) =>
        new(Process(Start(), activity, End(), Objects, Flows("S-A-E")));

    [Theory]
    [InlineData("ref", null, "{sum: 7}")]
    [InlineData("ref", "plan.sum + 1", "8")]
    [InlineData(null, "plan.sum * 2", "14")]
    public void An_input_is_a_variable_of_the_activitys_own(string? source, string? transformation, string given)
    {
        var run = One(Job("A", In("x", source, transformation), "<be:input name=\"seen\" value=\"=x\"/>"))
            .Start(("plan", Running.Vars(("sum", 7))));
        Assert.Equal($"{{seen: {given}}}", Running.Show(run.Jobs[0].Inputs));
        run.Answer("A").AssertEnded();
        Assert.False(run.State.Variables.TryGet("x", out _));
    }

    [Fact]
    public void Assignments_say_what_goes_where()
    {
        var run = One(Job("A", In("x", more: Assign("plan.sum", "in-x") + Assign("plan.sum + 1", "y")),
            "<be:input name=\"seen\" value=\"=[x, y]\"/>")).Start(("plan", Running.Vars(("sum", 7))));
        Assert.Equal("{seen: [7, 8]}", Running.Show(run.Jobs[0].Inputs));
    }

    [Theory]
    [InlineData("sum", null, "7")]
    [InlineData("other", null, "null")]
    [InlineData(null, null, "{sum: 7}")]
    [InlineData(null, "result.sum + sum", "14")]
    public void An_output_is_an_entry_of_the_result_all_of_it_or_worked_out(
        string? source, string? transformation, string kept)
    {
        var run = One(Job("A", Out("ref", source, transformation))).Start();
        run.Do(new CompleteJob(run.Jobs[0].JobId, Running.Vars(("sum", 7)))).AssertEnded();
        Assert.Equal(kept, run.Variable("plan").ToString() is { Length: > 0 } shown ? shown : "null");
    }

    [Fact]
    public void A_user_tasks_form_scripts_and_messages_give_outputs_too()
    {
        var run = new Running(Process(
            Start(), Task("A", Out("ref", "sum")), Script("B", "plan + 1", "n", Out("kept")),
            Receive("C", "m", inside: Out("sent", "paid")), End(), Objects, Flows("S-A-B-C-E"))).Start();
        run.Complete("A", form: Running.Vars(("sum", 7))).Message("m", ("paid", true)).AssertEnded();
        Assert.Equal(("7", "8", "8", "true"), (
            run.Variable("plan").ToString(), run.Variable("n").ToString(), run.Variable("kept").ToString(),
            run.Variable("sent").ToString()));
    }

    [Fact]
    public void Of_a_multi_instance_the_whole_has_the_input_and_gives_the_list()
    {
        var loop = """
            <bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>in-people</bpmn:loopDataInputRef>
              <bpmn:loopDataOutputRef>out-votes</bpmn:loopDataOutputRef><bpmn:inputDataItem id="who"/>
              <bpmn:outputDataItem id="outcome" name="A.outcome"/></bpmn:multiInstanceLoopCharacteristics>
            """;
        var run = One(Task("A", In("people", "ref") + Out("list", "votes") + loop)).Start(
            ("plan", new object[] { "a", "b" }));
        Assert.Equal("A A", run.TaskIds);
        run.Complete("A", loop: 2).Complete("A", "no", loop: 1, comment: "不行").AssertEnded();
        Assert.Equal("[\"no\", \"ok\"]", run.Variable("list").ToString());
    }

    [Fact]
    public void What_fails_is_an_incident_in_its_phase_and_nothing_is_done_twice()
    {
        var run = new Running(Process(
            Start(), Script("A", "n + 1", "n", Out("plan", transformation: "n * 10")), End(), Objects,
            Flow("S_A", "S", "A"), Flow("A_E", "A", "E", "go"))).Start(("n", 1));
        Assert.Single(run.Incidents);
        Assert.Equal("20", run.Variable("plan").ToString());
        run.Set(("go", true), ("n", 5)).Resolve("A").AssertEnded();
        Assert.Equal(("5", "20"), (run.Variable("n").ToString(), run.Variable("plan").ToString()));
    }

    [Fact]
    public void Rounds_of_a_loop_have_their_inputs_and_give_their_outputs_each()
    {
        var run = One(Script("A", "x + 1", "r", StandardLoop("plan < 3") + In("x", "ref")
            + Out("ref", transformation: "r"))).Start(("plan", 0));
        run.AssertEnded();
        Assert.Equal("3", run.Variable("plan").ToString());
    }

    [Fact]
    public void An_arrow_of_a_drawing_tool_that_names_no_input_gives_none()
    {
        var run = One(Task("A", """
            <bpmn:property id="prop" name="__targetRef_placeholder"/>
            <bpmn:dataInputAssociation><bpmn:sourceRef>ref</bpmn:sourceRef><bpmn:targetRef>prop</bpmn:targetRef>
            </bpmn:dataInputAssociation>
            """)).Start(("plan", 1));
        Assert.Empty(run.State.Elements[run.TaskId("A")].Variables);
    }

    [Theory]
    [InlineData("bpmn.data.several-sources", "<bpmn:dataInputAssociation><bpmn:sourceRef>a</bpmn:sourceRef>"
        + "<bpmn:sourceRef>b</bpmn:sourceRef><bpmn:targetRef>c</bpmn:targetRef></bpmn:dataInputAssociation>")]
    [InlineData("bpmn.data.assignment-target", "<bpmn:dataOutputAssociation><bpmn:targetRef>c</bpmn:targetRef>"
        + "<bpmn:assignment><bpmn:from>1</bpmn:from><bpmn:to>plan[1]</bpmn:to></bpmn:assignment>"
        + "</bpmn:dataOutputAssociation>")]
    [InlineData("bpmn.feel.does-not-parse", "<bpmn:dataOutputAssociation><bpmn:targetRef>c</bpmn:targetRef>"
        + "<bpmn:transformation>1 +</bpmn:transformation></bpmn:dataOutputAssociation>")]
    public void What_does_not_say_what_goes_where_is_refused(string code, string association) => Assert.Contains(
        Compile(Start(), Task("A", association), End(), Flows("S-A-E")).Findings,
        finding => finding.Code == code && finding.ElementId == "A");

    [Fact]
    public void The_explorer_leaves_data_open() => Assert.Empty(PathExplorer.Explore(
        One(Task("A", In("x", "ref", "plan.sum") + Out("ref", "sum"))).Definition).Findings);
}
