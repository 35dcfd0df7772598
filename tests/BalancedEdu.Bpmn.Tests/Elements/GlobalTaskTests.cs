using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Elements;

/// <summary>Tasks that stand beside the process in its file and are done where a call activity calls them.</summary>
public class GlobalTaskTests
{
    private const string Check = """
        <bpmn:globalUserTask id="check" name="核对" be:allow="return"><bpmn:extensionElements>
        <be:assignment assignee="=who"/><be:outcome id="ok" name="同意"/></bpmn:extensionElements></bpmn:globalUserTask>
        """;

    private static Compilation Compile(string beside, string inside) => DefinitionCompiler.Compile(
        File($"""{beside}<bpmn:process id="p" isExecutable="true">{inside}</bpmn:process>"""), FeelEnvironment.Default,
        null, decisions: id => (inputs, _) => new FeelResult(
            FeelValue.Of(id + " " + (inputs.TryGet("who", out var who) ? who.AsString() : "?")), []));

    private static Running Run(string beside, string call)
    {
        var compiled = Compile(beside, Start() + call + End() + Flows("S-C-E"));
        Assert.True(compiled.Definition is not null, string.Join("\n", compiled.Findings));
        return new(compiled.Definition!);
    }

    [Fact]
    public void A_user_task_is_done_at_the_call_with_its_inputs_and_outputs()
    {
        var run = Run(Check, Call("C", "check", """
            <be:input name="who" value="=head"/><be:output name="by" value="result.by"/>
            """, "")).Start(("head", "li.si"));
        Assert.Equal(("C", "li.si"), (run.Tasks[0].ElementId, run.Tasks[0].Assignee));
        Assert.Equal("核对", run.Definition.NameOf("C"));
        run.Complete("C").AssertEnded();
        Assert.Equal("wang.wu", run.Variable("by").AsString());
        Assert.False(run.State.Variables.TryGet("who", out _));
    }

    [Fact]
    public void The_call_has_its_border_and_its_instances()
    {
        var run = new Running(Compile(Check + "<bpmn:signal id=\"s\" name=\"s\"/>", Start()
            + Call("C", "x:check", inside: Loop(collection: "[\"a\",\"b\"]", item: "who"))
            + Border("C", "B", "signal:s") + Task("T") + End() + Flows("S-C-E", "B-T-E")).Definition!).Start();
        Assert.Equal("a b", run.Assignees("C"));
        run.Signal("s");
        Assert.Equal("T", run.TaskIds);
    }

    [Fact]
    public void Scripts_rules_and_tasks_without_work_run_too()
    {
        Run("""
            <bpmn:globalScriptTask id="g" be:resultVariable="n"><bpmn:script>n + 1</bpmn:script></bpmn:globalScriptTask>
            """, Call("C", "g")).Start(("n", 1)).AssertEnded();
        var ruled = Run("""<bpmn:globalBusinessRuleTask id="g" be:decision="size"/>""", Call("C", "g",
            "<be:input name=\"who\" value=\"li\"/>")).Start();
        Assert.Equal("size li", ruled.Variable("C").AsString());
        Run("""<bpmn:globalTask id="g"/>""", Call("C", "g")).Start().AssertEnded();
        Run("""<bpmn:globalManualTask id="g"/>""", Call("C", "g")).Start().AssertEnded();
    }

    [Theory]
    [InlineData("""<bpmn:globalScriptTask id="g" scriptLanguage="groovy"><bpmn:script>1</bpmn:script></bpmn:globalScriptTask>""",
        "", "bpmn.script.language")]
    [InlineData("""<bpmn:globalUserTask id="g"/>""", "", "bpmn.user-task.without-outcome")]
    [InlineData("""<bpmn:globalManualTask id="g" be:job="j"/>""", "", "bpmn.word.unknown")]
    [InlineData("""<bpmn:globalManualTask id="g"/>""", "be:version=\"latest\"", "bpmn.word.unknown")]
    public void What_can_not_run_is_refused_at_the_call(string beside, string attributes, string code)
    {
        var call = Call("C", "g").Replace("calledElement", attributes + " calledElement");
        var found = Compile(beside, Start() + call + End() + Flows("S-C-E")).Findings;
        Assert.True(found.Any(finding => finding.Code == code), string.Join("\n", found));
    }

    [Fact]
    public void A_call_of_anything_else_is_one_of_another_process() => Assert.IsType<CallActivity>(
        Run(Check, Call("C", "other")).Definition.Find("C"));

    [Fact]
    public void The_explorer_walks_through_it() => Assert.Empty(PathExplorer.Explore(
        Compile(Check, Start() + Call("C", "check") + End() + Flows("S-C-E")).Definition!).Findings);
}
