using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests;

/// <summary>
/// An instance under test. Each step is checked for what must hold of every step: the same step gives the same bytes,
/// the state survives being stored, and the events, folded, give the state.
/// </summary>
internal sealed partial class Running(ProcessDefinition definition)
{
    private readonly List<Effect> _asked = [];
    private readonly List<ProcessEvent> _events = [];

    private readonly HostMirror _host = new(definition);
    private ProcessDefinition _definition = definition;

    public ProcessDefinition Definition => _definition;

    public ProcessState State { get; private set; } = ProcessState.New;

    public DateTimeOffset Now { get; set; } = new(2026, 9, 7, 9, 0, 0, TimeSpan.FromHours(8));

    public StepResult Last { get; private set; } = new(ProcessState.New, [], []);

    public IReadOnlyList<ProcessEvent> Events => _events;

    /// <summary>Open user tasks, oldest first.</summary>
    public IReadOnlyList<CreateUserTask> Tasks =>
        Open<CreateUserTask>(e => e.TaskId, e => e is CancelUserTask c ? c.TaskId : null);

    public IReadOnlyList<RequestJob> Jobs => Open<RequestJob>(e => e.JobId, e => e is CancelJob c ? c.JobId : null);

    public IReadOnlyList<SendMail> Mails => [.. _asked.OfType<SendMail>()];

    public IEnumerable<TimerState> Timers => State.Timers.Values;

    public IReadOnlyList<Incident> Incidents =>
        [.. State.Elements.Values.Where(e => e.Incident is not null).Select(e => e.Incident!)];

    public string TaskIds => string.Join(" ", Tasks.Select(task => task.ElementId).Order(StringComparer.Ordinal));

    public static FeelContext Vars(params (string Name, object? Value)[] variables) =>
        new(variables.Select(v => KeyValuePair.Create(v.Name, Value(v.Value))));

    public static FeelValue Value(object? value) => value switch
    {
        null => FeelValue.Null,
        FeelValue given => given,
        bool given => FeelValue.Of(given),
        string given => FeelValue.Of(given),
        int given => FeelValue.Of((decimal)given),
        decimal given => FeelValue.Of(given),
        FeelContext given => FeelValue.Of(given),
        IEnumerable<object?> given => FeelValue.Of((IReadOnlyList<FeelValue>)[.. given.Select(Value)]),
        _ => throw new ArgumentException($"No value of FEEL: {value}"),
    };

    public Running Start(params (string Name, object? Value)[] variables) =>
        Do(new StartInstance(null, Vars(variables)));

    public Running Complete(string elementId, string outcome = "ok", int loop = 0, string? comment = null,
        FeelContext? form = null)
    {
        var task = Tasks.First(t => t.ElementId == elementId && (loop == 0 || t.LoopCounter == loop));
        return Do(new CompleteUserTask(task.TaskId, outcome, comment, "wang.wu", form ?? FeelContext.Empty));
    }

    public Running Answer(string elementId, params (string Name, object? Value)[] outputs) =>
        Do(new CompleteJob(Jobs.First(job => job.ElementId == elementId).JobId, Vars(outputs)));

    public Running Fire(string elementId)
    {
        var timer = Timers.First(t => t.ElementId == elementId);
        Now = Now > timer.Due ? Now : timer.Due;
        return Do(new FireTimer(timer.Id));
    }

    public Running Resolve(string elementId) =>
        Do(new ResolveIncident(State.Elements.Values.First(e =>
            e.ElementId == elementId && e.Incident is not null).Id));

    /// <summary>Carries a command out; a refusal fails the test.</summary>
    public Running Do(Command command)
    {
        var result = Try(command);
        Assert.True(result.Refusal is null, result.Refusal?.ToString());
        return this;
    }

    /// <summary>Whether each step is checked, which costs ten steps; else only what it gives is taken.</summary>
    public bool IsChecked { get; init; } = true;

    public StepResult Try(Command command)
    {
        if (!IsChecked)
            return Take(command, ProcessEngine.Step(_definition, State, command, Now));
        var before = State.ToJson();
        var result = ProcessEngine.Step(_definition, State, command, Now);
        Assert.Equal(before, State.ToJson());
        var bytes = result.State.ToJson();
        Assert.Equal(bytes, ProcessEngine.Step(_definition, State, command, Now).State.ToJson());
        Assert.Equal(bytes, ProcessState.FromJson(bytes).ToJson());
        Assert.Equal(bytes, ProcessEngine.Fold(State, result.Events).ToJson());
        var stored = ProcessEngine.Step(_definition, ProcessState.FromJson(before), command, Now);
        Assert.Equal(bytes, stored.State.ToJson());
        return Take(command, result);
    }

    private StepResult Take(Command command, StepResult result)
    {
        _asked.AddRange(result.Effects);
        _events.AddRange(result.Events);
        State = result.State;
        _host.Take(command, result);
        return Last = result;
    }

    public FeelValue Variable(string name)
    {
        State.Variables.TryGet(name, out var value);
        return value;
    }

    /// <summary>The instance has ended at that end event, and nothing is left open.</summary>
    public void AssertEnded(string? endEventId = "E")
    {
        Assert.True(State.Ended,
            $"still open: {string.Join(" ", State.ActiveElementIds)} {string.Join(" ", Incidents)}");
        Assert.Equal(endEventId, State.EndEventId);
        Assert.Empty(Tasks);
        Assert.Empty(Jobs);
        Assert.Empty(Timers);
        Assert.Empty(State.Subscriptions);
        Assert.Empty(State.Compensations);
        Assert.Single(State.Elements);
    }

    /// <summary>From now on the instance goes by another version.</summary>
    public Running Migrate(ProcessDefinition to, params (string From, string To)[] elements)
    {
        var result = TryMigrate(to, elements);
        Assert.True(result.Refusal is null, result.Refusal?.ToString());
        return this;
    }

    public StepResult TryMigrate(ProcessDefinition to, params (string From, string To)[] elements)
    {
        var from = _definition;
        _definition = to;
        _host.Definition = to;
        var result = Try(new MigrateInstance(from, elements.ToDictionary(pair => pair.From, pair => pair.To)));
        if (result.Refusal is not null)
            (_definition, _host.Definition) = (from, from);
        return result;
    }

    private List<TEffect> Open<TEffect>(Func<TEffect, long> id, Func<Effect, long?> withdrawn)
        where TEffect : Effect
    {
        var gone = _asked.Select(withdrawn).OfType<long>().ToHashSet();
        return [.. _asked.OfType<TEffect>().DistinctBy(id).Where(effect => !gone.Contains(id(effect))
            && State.Elements.Values.FirstOrDefault(one => one.CallId == id(effect))
            is { Lifecycle: ElementLifecycle.Activated, Signing: null or { Outcome: null } })];
    }
}
