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
    [InlineData("a", "并联会审,决定")]
    [InlineData("b", "决定,受理")]
    [InlineData("nowhere", "")]
    public void The_straight_way_follows_primary_outcomes_into_and_out_of_sub_processes(string from, string ahead) =>
        Assert.Equal(ahead, string.Join(',', StepLine.Ahead(Process, from)));

    private const string Rework = """
        <definitions><process id="p">
          <userTask id="a" name="整改"/><sequenceFlow id="f1" sourceRef="a" targetRef="count"/>
          <task id="count"/><sequenceFlow id="f2" sourceRef="count" targetRef="g"/>
          <exclusiveGateway id="g" default="again"/>
          <sequenceFlow id="again" sourceRef="g" targetRef="more"/><sequenceFlow id="met" sourceRef="g" targetRef="b"/>
          <userTask id="more" name="继续整改"/><sequenceFlow id="f3" sourceRef="more" targetRef="count"/>
          <userTask id="b" name="自查"/><sequenceFlow id="f4" sourceRef="b" targetRef="e"/><endEvent id="e"/>
        </process></definitions>
        """;

    [Theory]
    [InlineData("a", "自查")]
    [InlineData("more", "自查")]
    [InlineData("b", "")]
    public void A_default_that_only_leads_back_is_not_the_straight_way(string from, string ahead) =>
        Assert.Equal(ahead, string.Join(',', StepLine.Ahead(Rework, from)));
}
