using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BenchmarkDotNet.Attributes;

namespace BalancedEdu.Benchmarks.Engine;

/// <summary>Saving and loading an instance, and a step on it, by the number of tasks that are open.</summary>
public class StateBenchmarks
{
    private ProcessState _state = ProcessState.New;
    private byte[] _json = [];
    private long _task;

    [Params(1, 10, 50, 1_000)]
    public int Tokens { get; set; }

    [GlobalSetup]
    public void Open()
    {
        var opened = Instance.Start(Models.ManyTasks, ("n", Tokens));
        (_state, _json) = (opened.State, opened.State.ToJson());
        _task = opened.Effects.OfType<CreateUserTask>().Last().TaskId;
    }

    [Benchmark]
    public byte[] Save() => _state.ToJson();

    [Benchmark]
    public ProcessState Load() => ProcessState.FromJson(_json);

    [Benchmark]
    public StepResult CompleteOne() => Instance.Complete(Models.ManyTasks, _state, _task);
}
