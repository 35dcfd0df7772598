using System.Text;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Reading;

public class DefinitionTests
{
    private const string Full = """
        <bpmn:process id="land" name="联审联批" isExecutable="true" be:numberFormat="LD-{yyyy}-{seq:5}"
            be:titleExpression='=S.form.project + "联审"' be:initiators="edu.planning, district-gov">
          <bpmn:extensionElements><be:clock id="land.total" name="总时限" budget="20WD" warn="2WD" law="行政许可法 42"/></bpmn:extensionElements>
          <bpmn:laneSet id="l"><bpmn:lane id="l1"><bpmn:flowNodeRef>A</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
          <bpmn:startEvent id="S" be:form="land-apply"/>
          <bpmn:userTask id="A" name="受理审查" be:form="land-accept" be:formData="=S.form" be:allow="transfer, return"
              be:pausesClock="land.total" be:role="主办">
            <bpmn:extensionElements>
              <be:assignment candidateGroups="nrp.window" scope="district" whenEmpty="person:li" sod="B" allowSelf="true"/>
              <be:outcome id="accept" name="受理" kind="primary"/>
              <be:outcome id="refuse" name="不予受理" requiresComment="true" kind="danger"/>
              <be:sla budget="5WD" pausable="true" reminders="-2WD,-1WD,0" escalate="+1WD:L1,+20WD:L4" onTimeout="outcome:accept" law="许可法 32">
                <be:rung at="+20WD" mail="cap" to="edu.leader" job="large-class.cap"/>
              </be:sla>
            </bpmn:extensionElements>
          </bpmn:userTask>
          <bpmn:userTask id="B" be:minPeople="2"><bpmn:extensionElements><be:assignment whenEmpty="manager"/><be:outcome id="ok" name="好"/>
          </bpmn:extensionElements></bpmn:userTask>
          <bpmn:endEvent id="E"/>
          <bpmn:sequenceFlow id="f1" name="交" sourceRef="S" targetRef="A"/>
          <bpmn:sequenceFlow id="f2" sourceRef="A" targetRef="B"/>
          <bpmn:sequenceFlow id="f3" sourceRef="B" targetRef="E"/>
          <bpmn:textAnnotation id="t"><bpmn:text>说明</bpmn:text></bpmn:textAnnotation>
        </bpmn:process>
        """;

    private static readonly ProcessDefinition Land =
        DefinitionCompiler.Compile(Drawn.File(Full), FeelEnvironment.Default, null).Definition!;

    [Fact]
    public void The_process_knows_its_words()
    {
        Assert.Equal(("land", "联审联批", "LD-{yyyy}-{seq:5}", "land-apply", "S"),
            (Land.Id, Land.Name, Land.NumberFormat, Land.StartForm, Land.StartEventId));
        Assert.NotNull(Land.Title.Expression);
        Assert.Equal(["edu.planning", "district-gov"], Land.Initiators);
        var clock = Assert.Single(Land.Clocks);
        Assert.Equal(("land.total", "总时限", "20WD", "2WD", "行政许可法 42"),
            (clock.Id, clock.Name, clock.Budget.Text, clock.Warn, clock.Law));
        Assert.Equal(("受理审查", "B", "交", "gone"),
            (Land.NameOf("A"), Land.NameOf("B"), Land.NameOf("f1"), Land.NameOf("gone")));
    }

    [Fact]
    public void A_user_task_knows_its_words()
    {
        var task = Land.UserTask("A");
        Assert.Equal(("land-accept", "=S.form", "主办"), (task.Form, task.FormData!.Text, task.Role));
        Assert.Equal(["transfer", "return"], task.Allow);
        Assert.Equal((1, 2), (task.MinPeople, Land.UserTask("B").MinPeople));
        Assert.Equal(["land.total"], task.PausesClock);
        Assert.Equal((AssignmentScope.District, "person:li", true),
            (task.Assignment.Scope, task.Assignment.WhenEmpty, task.Assignment.AllowSelf));
        Assert.Equal(["B"], task.Assignment.SeparatedFrom);
        Assert.Equal(
            [
                new("accept", "受理", false, "primary") { Vote = "agree" },
                new("refuse", "不予受理", true, "danger") { Vote = "reject" },
            ],
            task.Outcomes);
        var sla = task.Sla!;
        Assert.Equal(("5WD", true, "-2WD,-1WD,0", "+1WD:L1,+20WD:L4", "accept", "许可法 32"),
            (sla.Budget.Text, sla.Pausable, sla.Reminders, sla.Escalate, sla.OnTimeout, sla.Law));
        Assert.Equal([new("+20WD", "cap", "edu.leader", "large-class.cap")], sla.Rungs);
    }

    [Fact]
    public void A_user_task_that_is_not_there_is_told() =>
        Assert.Throws<KeyNotFoundException>(() => Land.UserTask("nowhere"));

    [Fact]
    public void Without_a_title_the_title_is_the_name() =>
        Assert.Equal(("试办", null),
            (Process(Start(), End(), Flows("S-E")).Title.Text, Process(Start(), End(), Flows("S-E")).Title.Expression));

    [Fact]
    public void The_file_is_kept_as_it_came() =>
        Assert.Equal(Encoding.UTF8.GetString(Drawn.File(Full)), Encoding.UTF8.GetString(Land.Source.Span));

    [Fact]
    public void Our_words_are_valid_by_our_schema() => Assert.Empty(WordSchema.Validate(Drawn.File(Full)));

    [Theory]
    [InlineData("be:numberFormat=\"LD\"")]
    [InlineData("be:noTimeoutOutcome=\"perhaps\"")]
    [InlineData("be:unheardOf=\"a\"")]
    public void Wrong_words_are_not_valid_by_our_schema(string attribute) =>
        Assert.NotEmpty(WordSchema.Validate(Drawn.File($"<bpmn:process id=\"a\" {attribute}/>")));

    [Fact]
    public void Ids_with_a_hyphen_are_names_in_conditions() => Assert.Equal("A", new Running(Process(
        Start(), Job("pre-check"), Exclusive("X", "d"), Task("A"), End(),
            Flows("S-pre", "A-E").Replace("S_pre", "f").Replace("\"pre\"", "\"pre-check\""),
        Flow("g", "pre-check", "X"), Flow("a", "X", "A", "pre-check.passed"), Flow("d", "X", "E"))).Start()
        .Answer("pre-check", ("passed", true)).TaskIds);

    [Fact]
    public void What_would_build_on_a_missing_element_is_compiled_once_it_is_there() =>
        Assert.Equal(3, Process(End(), Flows("S-E"), Start()).Nodes.Count);
}
