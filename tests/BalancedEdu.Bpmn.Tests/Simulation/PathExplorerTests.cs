using BalancedEdu.Bpmn.Simulation;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.Simulation.Network;

namespace BalancedEdu.Bpmn.Tests.Simulation;

public class PathExplorerTests
{
    [Fact]
    public void Every_way_of_a_gateway_is_explored_whatever_the_data()
    {
        var exploration = PathExplorer.Explore(Process(
            Start(), Exclusive("X", "X_B"), Task("A"), Task("B"), End(), Flows("S-X-B-E", "A-E"),
                Flow("X_A", "X", "A", "n > 5")));
        Assert.Empty(exploration.Findings);
        Assert.True(exploration.Complete);
        Assert.Equal(4, exploration.Situations);
    }

    [Fact]
    public void A_parallel_join_after_an_exclusive_split_never_fires()
    {
        var finding = Assert.Single(PathExplorer.Explore(Process(
            Start(), Exclusive("X", "X_B"), Task("A"), Task("B"), Parallel("J"), End(), Flows("S-X-B-J-E", "A-J"),
            Flow("X_A", "X", "A", "n > 5"))).Findings, finding => finding.Code == "bpmn.join.never-fires");
        Assert.Equal("J", finding.ElementId);
    }

    [Fact]
    public void A_task_behind_such_a_join_is_never_done()
    {
        Assert.Contains(PathExplorer.Explore(Process(
            Start(), Exclusive("X", "X_B"), Task("A"), Task("B"), Parallel("J"), Task("C"), End(),
                Flows("S-X-B-J-C-E", "A-J"),
            Flow("X_A", "X", "A", "n > 5"))).Findings, finding =>
                finding is { Code: "bpmn.flow.unreachable", ElementId: "C" });
    }

    [Fact]
    public void An_error_end_of_the_process_is_for_its_caller_and_one_of_a_sub_process_must_be_caught()
    {
        var own = Assert.Single(PathExplorer.Explore(Process(
            Start(), Exclusive("X", "X_E"), On("endEvent", "R", "error:e"), End(), Flows("S-X-E"),
            Flow("X_R", "X", "R", "n > 5"))).Findings);
        Assert.Equal(("bpmn.error.for-caller", Severity.Info, "R"), (own.Code, own.Severity, own.ElementId));
        Assert.Contains(
            PathExplorer.Explore(Process(
                Start(), Sub("P", Start("PS") + On("endEvent", "R", "error:e") + Flows("PS-R")), End(),
                Flows("S-P-E"))).Findings,
            finding => finding is { Code: "bpmn.error.never-caught", Severity: Severity.Refused, ElementId: "R" });
    }

    [Fact]
    public void Timers_loops_and_multi_instances_are_explored_too()
    {
        var exploration = PathExplorer.Explore(Process(
            Start(), Task("A", Loop(collection: "people", item: "p", until: "nrOfCompletedInstances = 1")),
            Boundary("T", "A", "timeCycle:R/PT1H", interrupts: false), Boundary("I", "A", "timeDuration:=limit"),
                Task("B"),
            Exclusive("X", "X_E"), End(), End("T_end"), End("I_end"), Flows("S-A-B-X-E", "T-T_end", "I-I_end"),
            Flow("X_A", "X", "A", "B.outcome = \"no\"")));
        Assert.Empty(exploration.Findings);
    }

    [Fact]
    public void A_limit_ends_the_exploration_and_says_so() => Assert.False(PathExplorer.Explore(
        Process(Start(), Parallel("F"), Task("A"), Task("B"), Parallel("J"), End(), Flows("S-F-A-J-E", "F-B-J")),
            2).Complete);

    [Fact]
    public void A_loop_that_nothing_waits_in_is_found() => Assert.Contains(
        PathExplorer.Explore(Process(
            Start(), Exclusive("X"), Manual("A"), Exclusive("G", "G_X"), End(), Flows("S-X-A-G-X"),
            Flow("G_E", "G", "E", "n > 3"))).Findings,
        finding => finding.Code is "bpmn.step.endless" or "bpmn.flow.endless");
}
