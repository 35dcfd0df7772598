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

    private static readonly ProcessDefinition Waiting = Models.Waiting;
    private static readonly ProcessState AtWait = Instance.Complete(
        Waiting, Instance.Start(Waiting).State, IdOf(Instance.Start(Waiting).State, "A")).State;
    private static readonly ProcessState AtSigner = Instance.Step(
        Waiting, AtWait, new AddSigner(IdOf(AtWait, "B"), SignerPlace.Before, ["li.na"], "wang.wu")).State;

    private ProcessState _state = AtJob;
    private ProcessDefinition _definition = Definition;
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
        ["CorrelateMessage"] = (AtWait, new CorrelateMessage(AtWait.Subscriptions.Keys.First(), FeelContext.Empty)),
        ["BroadcastSignal"] = (AtWait, new BroadcastSignal("s", FeelContext.Empty)),
        ["CompleteChild"] = (AtWait, new CompleteChild(IdOf(AtWait, "C"), FeelContext.Empty)),
        ["ThrowBpmnError"] = (AtWait, new ThrowBpmnError(IdOf(AtWait, "C"), "E1", null)),
        ["ThrowEscalation"] = (AtWait, new ThrowEscalation(IdOf(AtWait, "C"), "E1")),
        ["ActivateAdHoc"] = (AtWait, new ActivateAdHoc(IdOf(AtWait, "H"), "K")),
        ["ReturnTo"] = (AtWait, new ReturnTo(IdOf(AtWait, "B"), "A", "li.na", null, Directly: false)),
        ["AddSigner"] = (AtWait, new AddSigner(IdOf(AtWait, "B"), SignerPlace.Before, ["li.na"], "wang.wu")),
        ["RemoveSigner"] = (AtSigner, new RemoveSigner(AtSigner.Elements.Keys.Last(), Counted: false, "wang.wu")),
        ["SuspendInstance"] = (AtWait, new SuspendInstance("checked")),
        ["ResumeInstance"] = (Instance.Step(Waiting, AtWait, new SuspendInstance("checked")).State,
            new ResumeInstance()),
        ["MigrateInstance"] = (AtWait, new MigrateInstance(Waiting, new Dictionary<string, string>())),
    };

    [GlobalSetup]
    public void Choose()
    {
        (_state, _command) = Cases[Command];
        _definition = _state == AtJob || _state == AtTask || _state == AtIncident || !_state.Started
            ? Definition
            : Waiting;
        _now = _command is FireTimer ? Instance.Now.AddDays(6) : Instance.Now;
        if (ProcessEngine.Step(_definition, _state, _command, _now).Refusal is { } refusal)
            throw new InvalidOperationException(refusal.ToString());
    }

    [Benchmark]
    public StepResult AStep() => ProcessEngine.Step(_definition, _state, _command, _now);

    private static ProcessState Step(ProcessState state, Command command) =>
        Instance.Step(Definition, state, command).State;

    private static long IdOf(ProcessState state, string elementId) =>
        state.Elements.Values.First(element => element.ElementId == elementId).Id;
}
