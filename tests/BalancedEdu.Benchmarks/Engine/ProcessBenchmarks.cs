using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BenchmarkDotNet.Attributes;

namespace BalancedEdu.Benchmarks.Engine;

/// <summary>Whole processes in memory, and compiling the largest that is shipped.</summary>
public class ProcessBenchmarks
{
    private readonly byte[] _largest = Models.LargestShipped;

    [Benchmark]
    public ProcessState FiveApprovals() => Instance.FiveApprovals();

    [Benchmark]
    public StepResult ForkJoinTen() => Instance.Start(Models.ForkJoinTen);

    [Benchmark]
    public StepResult MultiInstance100Automatic() => Instance.Start(Models.ManyPassing, ("n", 100));

    [Benchmark]
    public StepResult MultiInstance5000Automatic() => Instance.Start(Models.ManyPassing, ("n", 5_000));

    /// <summary>A hundred tasks opened in one step and completed one by one.</summary>
    [Benchmark]
    public ProcessState MultiInstance100Tasks()
    {
        var result = Instance.Start(Models.ManyTasks, ("n", 100));
        var state = result.State;
        foreach (var task in result.Effects.OfType<CreateUserTask>())
            state = Instance.Complete(Models.ManyTasks, state, task.TaskId).State;
        return state.Ended ? state : throw new InvalidOperationException("100 tasks did not end");
    }

    /// <summary>A thousand rounds through a gateway, a job answered in each.</summary>
    [Benchmark]
    public ProcessState Loop1000Rounds()
    {
        var result = Instance.Start(Models.Loops, ("n", 0), ("rounds", 1_000));
        for (var n = 1; !result.State.Ended; n++)
        {
            var job = ((RequestJob)result.Effects[^1]).JobId;
            result = Instance.Step(Models.Loops, result.State, new CompleteJob(job, Instance.Variables(("n", n))));
        }
        return result.State;
    }

    [Benchmark]
    public ProcessDefinition CompileLargestShipped() => Models.Compiled(_largest);
}
