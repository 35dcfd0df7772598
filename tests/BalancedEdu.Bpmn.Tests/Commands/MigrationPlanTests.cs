using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

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

    [Fact]
    public void The_plan_warns_of_what_was_done_and_could_not_be_undone_any_more()
    {
        var from = Process(
            Start(), Job("a"), Undo("a"), Task("A"), EndWith("E", "compensate"), Flows("S-a-A-E"));
        var run = new Running(from).Start().Answer("a");
        var gone = Process(Start(), Task("A"), EndWith("E", "compensate"), Flows("S-A-E"));
        var lost = Assert.Single(
            MigrationPlan.Read(from, gone, run.State, new Dictionary<string, string>()), line => !line.Stays);
        Assert.Equal((MigrationPart.Compensation, "a", null), (lost.Part, lost.ElementId, lost.Problem));
        Assert.All(
            MigrationPlan.Read(from, from, run.State, new Dictionary<string, string>()),
            line => Assert.True(line.Stays));
    }

    [Fact]
    public void What_is_still_there_or_of_another_kind_is_not_said_to_be_called_otherwise()
    {
        var from = Process(Start(), Task("A"), Parallel("F"), End(), Flows("S-A-F-E"));
        var to = Process(Start(), Task("B"), Task("C"), Parallel("F"), End(), Flows("S-B-C-F-E"));
        string? WhyNot(string id, string target) =>
            MigrationPairs.WhyNot(from, to, id, new Dictionary<string, string> { [id] = target });
        Assert.Null(WhyNot("A", "B"));
        Assert.Equal("在新版本里是另一种元素（F）", WhyNot("A", "F"));
        Assert.StartsWith("在新版本里是另一种元素", WhyNot("A", "S_B"), StringComparison.Ordinal);
        Assert.Equal("在新版本里仍有，不能对应到 B", WhyNot("F", "B"));
        Assert.Equal("在新版本里是另一种元素（B）", WhyNot("S_A", "B"));
        Assert.Null(WhyNot("S_A", "S_B"));
        Assert.StartsWith("在新版本里仍有，不能对应到 ", WhyNot("F_E", "S_B"), StringComparison.Ordinal);
    }
}
