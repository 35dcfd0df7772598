using System.Text;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;
using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

public class ClockFindingsTests
{
    [Theory]
    [InlineData("""reminders="-2WD,-1WD,0" escalate="+1WD:L1,+5WD:L2" """, "")]
    [InlineData("", "")]
    [InlineData("""reminders="-1WD,-1WD" """, "T clock.ladder.twice")]
    [InlineData("""reminders="-2D" """, "T clock.ladder.offset")]
    [InlineData("""escalate="+1WD:L9" """, "T clock.ladder.level")]
    [InlineData("""escalate="+300WD:L1" """, "T clock.ladder.range")]
    public void A_ladder_that_no_clock_can_keep_is_found_when_publishing(string sla, string expected)
    {
        var compiled = DefinitionCompiler.Compile(Encoding.UTF8.GetBytes($"""
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                              xmlns:be="http://balancededu.cn/schema/bpmn/1.0" targetNamespace="urn:test">
              <bpmn:process id="p" name="试办" isExecutable="true">
                <bpmn:startEvent id="S"/>
                <bpmn:userTask id="T" name="审核">
                  <bpmn:extensionElements>
                    <be:assignment candidateGroups="edu.basic"/><be:outcome id="agree" name="同意"/>
                    <be:sla budget="5WD" {sla}/>
                  </bpmn:extensionElements>
                </bpmn:userTask>
                <bpmn:endEvent id="E"/>
                <bpmn:sequenceFlow id="f1" sourceRef="S" targetRef="T"/>
                <bpmn:sequenceFlow id="f2" sourceRef="T" targetRef="E"/>
              </bpmn:process>
            </bpmn:definitions>
            """), FeelEnvironment.Default, null);
        Assert.True(compiled.Definition is not null, string.Join("\n", compiled.Findings));
        var found = ClockFindings.Of(compiled.Definition!).Select(f => $"{f.ElementId} {f.Code}");
        Assert.Equal(expected, string.Join(", ", found));
    }
}
