using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Reading;

/// <summary>What publishing refuses of rules about people: several at a task, draws, who is not asked again.</summary>
public class PeopleFindingTests
{
    private static string One(string element) => Start() + element + End() + Flows("S-A-E");

    private static string User(string extensions, string attributes = "") => One(
        $"<bpmn:userTask id=\"A\" {attributes}><bpmn:extensionElements>{extensions}</bpmn:extensionElements>"
        + "</bpmn:userTask>");

    public static TheoryData<string, string, string> Rules => new()
    {
        { "bpmn.user-task.dedupe-out-of-place", "A",
            User("<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\" requiresComment=\"true\"/>",
                "be:dedupe=\"true\"") },
        { "bpmn.user-task.dedupe-out-of-place", "A",
            User("<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/>",
                "be:dedupe=\"true\" be:minPeople=\"2\"") },
        { "bpmn.user-task.bulk-of-several", "A",
            User("<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/>",
                "be:minPeople=\"2\" be:allow=\"bulk\"") },
        { "bpmn.user-task.timeout-of-several", "A",
            User("<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/>"
                + "<be:sla budget=\"5WD\" onTimeout=\"outcome:ok\"/>", "be:minPeople=\"2\"") },
        { "bpmn.user-task.drawn-given-away", "A",
            User("<be:assignment candidateGroups=\"edu.basic\" pick=\"draw\"/><be:outcome id=\"ok\" name=\"好\"/>",
                "be:allow=\"transfer\"") },
        { "bpmn.user-task.drawn-in-sequence", "A",
            One("<bpmn:userTask id=\"A\"><bpmn:extensionElements><be:assignment candidateGroups=\"edu.basic\" "
                + "pick=\"draw\"/><be:outcome id=\"ok\" name=\"好\"/></bpmn:extensionElements>"
                + Loop(cardinality: "3", sequential: true) + "</bpmn:userTask>") },
    };

    [Theory, MemberData(nameof(Rules))]
    public void A_rule_that_would_be_passed_by_is_refused(string code, string elementId, string drawn)
    {
        var finding = Assert.Single(Compile(drawn).Findings, f => f.Code == code);
        Assert.Equal(elementId, finding.ElementId);
        Assert.True(finding.Line > 0 && finding.Remedy is { Length: > 0 });
    }

    [Theory]
    [InlineData("funding-disbursement", "")]
    [InlineData("other", "be:noTimeoutOutcome=\"true\"")]
    public void Nobody_agrees_by_having_agreed_where_each_decision_is_a_persons(string id, string attributes)
    {
        const string ok = "<be:assignment assignee=\"li\"/><be:outcome id=\"ok\" name=\"好\"/>";
        var compiled = DefinitionCompiler.Compile(
            Drawn.File($"<bpmn:process id=\"{id}\" {attributes}>" + User(ok, "be:dedupe=\"true\"") + "</bpmn:process>"),
            FeelEnvironment.Default, null);
        Assert.Contains(compiled.Findings, f => f is { Code: "bpmn.user-task.dedupe-forbidden", ElementId: "A" });
    }
}
