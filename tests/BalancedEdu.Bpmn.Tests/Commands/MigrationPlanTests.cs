using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Commands;

public class MigrationPlanTests
{
    [Fact]
    public void The_plan_names_a_flow_to_a_join_that_is_gone_and_what_it_could_be()
    {
        string[] Drawn(string flow) =>
        [
            Start(), Parallel("F"), Task("A"), Task("V"), Parallel("J"), End(), Flow("S_F", "S", "F"),
            Flow("F_A", "F", "A"), Flow("F_V", "F", "V"), Flow(flow, "A", "J"), Flow("V_J", "V", "J"),
            Flow("J_E", "J", "E"),
        ];
        var (from, to) = (Process(Drawn("A_J")), Process(Drawn("f9")));
        var run = new Running(from).Start().Complete("A");
        var plan = MigrationPlan.Read(from, to, run.State, new Dictionary<string, string>());
        var lost = Assert.Single(plan, line => !line.Stays);
        Assert.Equal((MigrationPart.Flow, "A_J", "在新版本里没有"), (lost.Part, lost.ElementId, lost.Problem));
        Assert.Equal(["V_J", "f9"], lost.Candidates.Select(c => c.Id).Order(StringComparer.Ordinal));
        Assert.All(
            MigrationPlan.Read(from, to, run.State, new Dictionary<string, string> { ["A_J"] = "f9" }),
            line => Assert.True(line.Stays));
    }
}
