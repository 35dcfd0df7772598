using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;
using BenchmarkDotNet.Attributes;

namespace BalancedEdu.Benchmarks.Engine;

/// <summary>One step of each command: what the caller waits for between two database calls.</summary>
public class StepBenchmarks
{
    private static readonly ProcessDefinition Definition = Models.JobThenTask;
    private static readonly ProcessState AtJob = Instance.Start(Definition).State;
    private static readonly long JobId = AtJob.Elements.Keys.Last();
    private static readonly ProcessState AtTask = Step(AtJob, new CompleteJob(JobId, FeelContext.Empty));
    private static readonly long TaskId = AtTask.Elements.Values.First(element => element.ElementId == "T").Id;
    private static readonly ProcessState AtIncident = Step(AtJob, new FailJob(JobId, "no answer"));

    private ProcessState _state = AtJob;
    private Command _command = new CancelInstance("");
    private DateTimeOffset _now;

    /// <summary>The commands by name: a new command is a new line.</summary>
    public static IEnumerable<string> Commands => Cases.Keys;

    [ParamsSource(nameof(Commands))]
    public string Command { get; set; } = "";

    private static Dictionary<string, (ProcessState State, Command Command)> Cases { get; } = new()
    {
        ["StartInstance"] = (ProcessState.New, new StartInstance(null, FeelContext.Empty)),
        ["CompleteUserTask"] = (AtTask, new CompleteUserTask(TaskId, "ok", null, "li.na", FeelContext.Empty)),
        ["CompleteJob"] = (AtJob, new CompleteJob(JobId, FeelContext.Empty)),
        ["FailJob"] = (AtJob, new FailJob(JobId, "no answer")),
        ["FireTimer"] = (AtTask, new FireTimer(AtTask.Timers.Keys.First())),
        ["SetVariables"] = (AtTask, new SetVariables(Instance.Variables(("a", 1)))),
        ["ResolveIncident"] = (AtIncident, new ResolveIncident(JobId)),
        ["CancelInstance"] = (AtTask, new CancelInstance("withdrawn")),
    };

    [GlobalSetup]
    public void Choose()
    {
        (_state, _command) = Cases[Command];
        _now = _command is FireTimer ? Instance.Now.AddDays(6) : Instance.Now;
        if (ProcessEngine.Step(Definition, _state, _command, _now).Refusal is { } refusal)
            throw new InvalidOperationException(refusal.ToString());
    }

    [Benchmark]
    public StepResult AStep() => ProcessEngine.Step(Definition, _state, _command, _now);

    private static ProcessState Step(ProcessState state, Command command) =>
        Instance.Step(Definition, state, command).State;
}
