using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using static BalancedEdu.Bpmn.Tests.Drawn;
using static BalancedEdu.Bpmn.Tests.DrawnEvents;

namespace BalancedEdu.Bpmn.Tests.Simulation;

public class ScaleTests
{
    /// <summary>
    /// A thousand open tasks step in at most three times the time of ten. Measured as the best of many, so that other
    /// work on the machine doesn't count.
    /// </summary>
    [Fact]
    public void A_step_costs_little_more_with_a_thousand_open_tasks_than_with_ten()
    {
        var few = BytesOfAStep(10);
        var many = BytesOfAStep(1_000);
        Assert.True(many < 3 * few, $"10 tasks: {few} bytes, 1,000: {many} bytes");
    }

    /// <summary>
    /// What was done and can be undone costs nothing until it is undone, and undoing one thing costs the same however
    /// much is left.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_costs_little_more_with_a_thousand_things_to_undo_than_with_ten(bool undoing)
    {
        var few = BytesOfAStepBeside(10, undoing);
        var many = BytesOfAStepBeside(1_000, undoing);
        Assert.True(many < 3 * few, $"10 records: {few} bytes, 1,000: {many} bytes");
    }

    /// <summary>A step in a sub-process, or the step of one undoing, beside so many records in the scope around.</summary>
    private static long BytesOfAStepBeside(int records, bool undoing)
    {
        var run = new Running(Process(
            Start(), Parallel("F"), Job("A", Loop(cardinality: "n")), Undo("A"), Throw("X", "compensate:A"), End(),
            Sub("P", Start("s"), Job("b"), Undo("b"), Task("u"), Throw("x", "compensate:b"), End("e"),
                Flows("s-b-u-x-e")),
            Task("W"), Flows("S-F-A-W-X-E", "F-P-E"))) { IsChecked = false };
        run.Start(("n", records)).AnswerAll();
        if (undoing)
            run.Complete("W");
        else
            run.Complete("u");
        var command = new CompleteJob(
            run.Jobs.Single(job => job.ElementId == (undoing ? "undo_A" : "undo_b")).JobId, FeelContext.Empty);
        ProcessEngine.Step(run.Definition, run.State, command, run.Now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ProcessEngine.Step(run.Definition, run.State, command, run.Now);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void Two_thousand_automatic_instances_are_done_in_one_step()
    {
        var run = new Running(Process(Start(), Manual("A", Loop(cardinality: "2000")), End(), Flows("S-A-E"))).Start();
        run.AssertEnded();
    }

    /// <summary>What a step allocates: work that grows with the state shows in it, on a busy machine too.</summary>
    private static long BytesOfAStep(int tasks)
    {
        var definition = Process(Start(), Task("V", Loop(cardinality: "n")), End(), Flows("S-V-E"));
        var now = new DateTimeOffset(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));
        var state = ProcessEngine.Step(definition, ProcessState.New,
            new StartInstance(null, Running.Vars(("n", tasks))), now).State;
        var id = state.Elements.Values.Last().Id;
        var command = new CompleteUserTask(id, "ok", null, "li", FeelContext.Empty);
        ProcessEngine.Step(definition, state, command, now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ProcessEngine.Step(definition, state, command, now);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
