using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Features.Tasks;

namespace BalancedEdu.Web.Tests.Features.Tasks;

public class ConsequenceTests
{
    private static string Process(string condition) => $"""
        <definitions><process id="p">
          <userTask id="a" name="审核"/><sequenceFlow id="f1" sourceRef="a" targetRef="g"/>
          <exclusiveGateway id="g" default="f3"/>
          <sequenceFlow id="f2" sourceRef="g" targetRef="m">
            <conditionExpression>{condition}</conditionExpression></sequenceFlow>
          <sequenceFlow id="f3" sourceRef="g" targetRef="b"/>
          <sendTask id="m"/><sequenceFlow id="f4" sourceRef="m" targetRef="c"/>
          <userTask id="b" name="编制方案"/><userTask id="c" name="整改实施"/>
        </process></definitions>
        """;

    [Fact]
    public void The_last_outcome_says_that_it_is_the_last()
    {
        const string Drawing = """
            <p><userTask id="a"/><sequenceFlow id="f" sourceRef="a" targetRef="e"/><endEvent id="e" name="不予立案"/></p>
            """;
        Assert.Equal(
            "提交后事项结束（不予立案）。", Consequence.Of(Drawing, "a", new Outcome("x", "误报关闭", true, "danger")));
    }

    [Theory]
    [InlineData("=a.outcome = \"ok\"", "ok", "同意", "提交后转到“整改实施”。")]
    [InlineData("a.outcome = \"ok\"", "back", "退回", "退到“编制方案”重新办理，说明会发给承办人。")]
    [InlineData("a.outcome = \"ok\" and count(x) = 0", "ok", "同意", "提交后由下一环节办理，意见写入办理经过。")]
    [InlineData("a.outcome = \"ok\" and count(x) = 0", "back", "退回", "退回后须重新办理，说明会发给承办人。")]
    public void An_outcome_says_where_it_leads_only_where_the_drawing_decides_by_it_alone(
        string condition, string outcome, string name, string sentence) =>
        Assert.Equal(sentence, Consequence.Of(Process(condition), "a", new Outcome(outcome, name, false, "primary")));
}
