using BalancedEdu.Bpmn.Execution;
using static BalancedEdu.Bpmn.Execution.ElementLifecycle;

namespace BalancedEdu.Bpmn.Tests.Commands;

public class ElementLifecycleTests
{
    private static readonly (ElementLifecycle From, ElementLifecycle To)[] Legal =
    [
        (Activating, Activated), (Activated, Completing), (Completing, Completed), (Terminating, Terminated),
        (Activating, Terminating), (Activated, Terminating), (Completing, Terminating),
    ];

    [Fact]
    public void The_table_allows_exactly_the_legal_moves()
    {
        foreach (var from in Enum.GetValues<ElementLifecycle>())
            foreach (var to in Enum.GetValues<ElementLifecycle>())
                Assert.Equal(Legal.Contains((from, to)), ElementLifecycleTable.Allows(from, to));
    }

    [Fact]
    public void An_illegal_move_stops_with_the_element_and_both_states()
    {
        var run = new Running(Drawn.Process(Drawn.Start(), Drawn.Task("A"), Drawn.End(), Drawn.Flows("S-A-E"))).Start();
        var id = run.Tasks[0].TaskId;
        var wrong = Assert.Throws<InvalidOperationException>(
            () => ProcessEngine.Fold(run.State, [new ElementCompleted(id, "A")]));
        Assert.Contains($"'A' ({id}) cannot move from Activated to Completed", wrong.Message);
    }
}
