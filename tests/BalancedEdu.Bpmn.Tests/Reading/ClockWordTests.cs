using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;

namespace BalancedEdu.Bpmn.Tests.Reading;

/// <summary>The words of clocks: stages, extensions, decisions as of receipt, demands.</summary>
public class ClockWordTests
{
    private const string Clock = "id=\"c\" budget=\"20WD\"";
    private const string Sla = "budget=\"5WD\"";
    private const string Outcome = "id=\"ok\" name=\"好\"";

    [Fact]
    public void Clocks_say_which_stage_they_measure_and_how_they_are_extended()
    {
        var definition = Compile(
            Clock + " start=\"A\" end=\"A\" pausable=\"true\" extension=\"permit\" approver=\"edu.leader, city-gov\"",
            Sla + " onTimeout=\"ok\" timeoutAsOf=\"receipt\" extension=\"permit\" approver=\"edu.leader\"",
            Outcome + " demands=\"items\"", "be:form=\"f\"").Definition!;
        var clock = Assert.Single(definition.Clocks);
        Assert.Equal(("A", "A", true), (clock.Start, clock.End, clock.Pausable));
        Assert.Equal("permit edu.leader+city-gov", Words(clock.Extension));
        var task = definition.UserTask("A");
        Assert.True(task.Sla!.TimeoutAsOfReceipt);
        Assert.Equal("permit edu.leader", Words(task.Sla.Extension));
        Assert.Equal("items", task.Outcomes[0].Demands);
    }

    [Theory]
    [InlineData(Clock + " start=\"gone\"", Sla, Outcome, "bpmn.clock.element-unknown")]
    [InlineData(Clock + " end=\"gone\"", Sla, Outcome, "bpmn.clock.element-unknown")]
    [InlineData(Clock + " extension=\"permit\"", Sla, Outcome, "bpmn.word.without-attribute")]
    [InlineData(Clock + " approver=\"edu.leader\"", Sla, Outcome, "bpmn.word.without-attribute")]
    [InlineData(Clock, Sla + " extension=\"permit\"", Outcome, "bpmn.word.without-attribute")]
    [InlineData(Clock, Sla + " timeoutAsOf=\"yesterday\"", Outcome, "bpmn.word.out-of-choice")]
    [InlineData(Clock, Sla, Outcome + " demands=\"items\"", "bpmn.outcome.demands-without-form")]
    public void What_they_refer_to_must_be_there(string clock, string sla, string outcome, string code) =>
        Assert.Equal([code], Compile(clock, sla, outcome, "").Findings.Select(f => f.Code));

    [Fact]
    public void Who_approves_must_be_a_position() => Assert.Equal(
        ["bpmn.group.unknown", "bpmn.group.unknown"],
        Compile(
            Clock + " extension=\"permit\" approver=\"nobody\"", Sla + " extension=\"permit\" approver=\"nobody\"",
            Outcome, "", new(new HashSet<string>(), new HashSet<string>(), new HashSet<string>(),
                new HashSet<string> { "edu.basic" })).Findings.Select(f => f.Code));

    [Fact]
    public void The_schema_knows_them() => Assert.Empty(WordSchema.Validate(File(
        Clock + " start=\"A\" end=\"A\" pausable=\"true\" extension=\"permit\" approver=\"edu.leader\"",
        Sla + " timeoutAsOf=\"receipt\" extension=\"permit\" approver=\"edu.leader\"", Outcome + " demands=\"items\"",
        "")));

    private static string Words(ExtensionGrant? grant) => $"{grant!.Rule} {string.Join('+', grant.Approvers)}";

    private static Compilation Compile(
        string clock, string sla, string outcome, string task, Surroundings? surroundings = null) =>
        DefinitionCompiler.Compile(File(clock, sla, outcome, task), FeelEnvironment.Default, surroundings);

    private static byte[] File(string clock, string sla, string outcome, string task) => Drawn.File(
        $"""
        <bpmn:process id="p" name="试办" isExecutable="true">
          <bpmn:extensionElements><be:clock {clock}/></bpmn:extensionElements>
          <bpmn:startEvent id="S"/>
          <bpmn:userTask id="A" name="审核" {task}><bpmn:extensionElements>
            <be:assignment candidateGroups="edu.basic"/><be:outcome {outcome}/><be:sla {sla}/>
          </bpmn:extensionElements></bpmn:userTask>
          <bpmn:endEvent id="E"/>
          <bpmn:sequenceFlow id="f1" sourceRef="S" targetRef="A"/>
          <bpmn:sequenceFlow id="f2" sourceRef="A" targetRef="E"/>
        </bpmn:process>
        """);
}
