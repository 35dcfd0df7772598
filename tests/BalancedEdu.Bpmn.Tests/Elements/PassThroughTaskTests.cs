using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Elements;

public class PassThroughTaskTests
{
    [Fact]
    public void Manual_tasks_and_tasks_without_a_type_let_the_token_pass() => new Running(Process(
        Start(), Manual("A"), """<bpmn:task id="B"/>""", End(), Flows("S-A-B-E"))).Start().AssertEnded();
}
