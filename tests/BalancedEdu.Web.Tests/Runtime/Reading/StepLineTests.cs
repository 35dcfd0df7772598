using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Tests.Runtime.Reading;

public class StepLineTests
{
    private const string Process = """
        <definitions><process id="p">
          <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="a"/>
          <userTask id="a" name="受理"><outcome id="ok" kind="primary"/></userTask>
          <sequenceFlow id="f1" sourceRef="a" targetRef="g"/>
          <exclusiveGateway id="g" default="f3"/><sequenceFlow id="f3" sourceRef="g" targetRef="e"/><endEvent id="e"/>
          <sequenceFlow id="f2" sourceRef="g" targetRef="sub">
            <conditionExpression>a.outcome = "ok"</conditionExpression></sequenceFlow>
          <subProcess id="sub" name="会审"><startEvent id="s2"/><sequenceFlow id="f4" sourceRef="s2" targetRef="b"/>
            <userTask id="b" name="并联会审"/><sequenceFlow id="f5" sourceRef="b" targetRef="e2"/><endEvent id="e2"/>
          </subProcess>
          <sequenceFlow id="f6" sourceRef="sub" targetRef="c"/>
          <userTask id="c" name="决定"/><sequenceFlow id="f7" sourceRef="c" targetRef="a"/>
        </process></definitions>
        """;

    [Theory]
    [InlineData("a", "并联会审,决定,受理")]
    [InlineData("b", "决定,受理,并联会审")]
    [InlineData("nowhere", "")]
    public void The_straight_way_follows_primary_outcomes_into_and_out_of_sub_processes(string from, string ahead) =>
        Assert.Equal(ahead, string.Join(',', StepLine.Ahead(Process, from)));
}
