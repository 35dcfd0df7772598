using BalancedEdu.Bpmn.Model;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Reading;

public class AssignmentWordsTests
{
    private static string Task(string words) => $"""
        <bpmn:userTask id="A"><bpmn:extensionElements><be:assignment {words}/>
        <be:outcome id="ok" name="好"/></bpmn:extensionElements></bpmn:userTask>
        """;

    [Theory]
    [InlineData("whenEmpty=\"refuse\"", "bpmn.user-task.unassignable", "没有人能办")]
    [InlineData("", "bpmn.user-task.unassignable", "没有人能办")]
    [InlineData("from=\"boss\" whenEmpty=\"manager\"", "bpmn.word.out-of-choice", "superior、previous")]
    [InlineData("candidateGroups=\"edu.basic\" pick=\"any\"", "bpmn.word.out-of-choice", "turn、least、draw")]
    [InlineData("candidateGroups=\"edu.basic\" candidates=\"old\"", "bpmn.word.out-of-choice", "live、snapshot")]
    [InlineData("candidateGroups=\"edu.basic\" scope=\"land\"", "bpmn.word.out-of-choice", "applicant")]
    [InlineData("candidateGroups=\"edu.basic\" whenEmpty=\"person:\"", "bpmn.word.out-of-choice", "person:…")]
    [InlineData("assignee=\"peimingyuan\" pick=\"turn\"", "bpmn.user-task.pick-of-nobody", "没有候选人")]
    public void A_wrong_word_is_refused_with_what_to_write(string words, string code, string says)
    {
        var finding = Compile(Start(), Task(words), End(), Flows("S-A-E")).Findings.First(f => f.Code == code);
        Assert.Equal("A", finding.ElementId);
        Assert.True(finding.Line > 0);
        Assert.Contains(says, finding.Message + finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void All_words_are_read()
    {
        var assignment = Process(
            Start(),
            Task("candidateGroups=\"edu.basic\" from=\"superior\" scope=\"applicant\" pick=\"least\" "
                + "candidates=\"snapshot\" whenEmpty=\"superior\""),
            End(), Flows("S-A-E")).UserTask("A").Assignment;
        Assert.Equal(
            (AssignmentSource.Superior, AssignmentScope.Applicant, AssignmentPick.Least, true, "superior"),
            (assignment.From, assignment.Scope, assignment.Pick, assignment.Snapshot, assignment.WhenEmpty));
    }
}
