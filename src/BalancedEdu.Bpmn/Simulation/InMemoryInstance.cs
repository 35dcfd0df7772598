using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>An instance in memory, with what the engine asked its host to keep for it.</summary>
public sealed class InMemoryInstance
{
    private readonly SortedDictionary<long, CreateUserTask> _tasks = [];
    private readonly SortedDictionary<long, RequestJob> _jobs = [];
    private readonly SortedDictionary<long, ScheduleTimer> _timers = [];
    private readonly SortedDictionary<long, StartChild> _calls = [];
    private readonly List<SendMail> _mails = [];
    private readonly List<ProcessEvent> _events = [];

    internal InMemoryInstance(long id, ProcessDefinition definition) => (Id, Definition) = (id, definition);

    /// <summary>Its number in the network, counted from 1.</summary>
    public long Id { get; }

    /// <summary>The process.</summary>
    public ProcessDefinition Definition { get; }

    /// <summary>Where the instance stands.</summary>
    public ProcessState State { get; private set; } = ProcessState.New;

    /// <summary>The instance that called this one, or null.</summary>
    public InMemoryInstance? Caller { get; internal init; }

    /// <summary>Open user tasks, oldest first.</summary>
    public IReadOnlyCollection<CreateUserTask> Tasks => _tasks.Values;

    /// <summary>Jobs that wait for an answer, oldest first.</summary>
    public IReadOnlyCollection<RequestJob> Jobs => _jobs.Values;

    /// <summary>Timers that run.</summary>
    public IReadOnlyCollection<ScheduleTimer> Timers => _timers.Values;

    /// <summary>Calls whose end is waited for, oldest first.</summary>
    public IReadOnlyCollection<StartChild> Calls => _calls.Values;

    /// <summary>All mails that were sent.</summary>
    public IReadOnlyList<SendMail> Mails => _mails;

    /// <summary>All that has happened.</summary>
    public IReadOnlyList<ProcessEvent> Events => _events;

    /// <summary>Element instances that an incident holds.</summary>
    public IEnumerable<ElementInstance> Incidents =>
        State.Elements.Values.Where(element => element.Incident is not null);

    /// <summary>The element of the caller that waits for this one, or 0.</summary>
    internal long CallId { get; init; }

    /// <summary>Whether the caller was told how it ended.</summary>
    internal bool HasAnswered { get; set; }

    /// <summary>What came from other instances while this one was suspended: it is done when it goes on.</summary>
    internal List<Command> Held { get; } = [];

    internal bool Waits(RequestJob job) => _jobs.ContainsKey(job.JobId);

    internal bool WaitsForCall(long callId) => _calls.ContainsKey(callId);

    /// <summary>Carries a command out, and keeps what concerns only this instance.</summary>
    /// <returns>A refusal, or all effects.</returns>
    internal StepResult Step(Command command, DateTimeOffset now)
    {
        var result = ProcessEngine.Step(Definition, State, command, now);
        if (result.Refusal is not null)
            return result;
        State = result.State;
        _events.AddRange(result.Events);
        switch (command)
        {
            case CompleteUserTask complete:
                _tasks.Remove(complete.TaskId);
                break;
            case CompleteJob complete:
                _jobs.Remove(complete.JobId);
                break;
            case FailJob fail:
                _jobs.Remove(fail.JobId);
                break;
            case CompleteChild complete:
                _calls.Remove(complete.CallId);
                break;
            case FireTimer fire:
                _timers.Remove(fire.TimerId);
                break;
        }
        foreach (var effect in result.Effects)
            Keep(effect);
        return result;
    }

    private void Keep(Effect effect)
    {
        switch (effect)
        {
            case CreateUserTask create:
                _tasks[create.TaskId] = create;
                break;
            case CancelUserTask cancel:
                _tasks.Remove(cancel.TaskId);
                break;
            case RequestJob request:
                _jobs[request.JobId] = request;
                break;
            case CancelJob cancel:
                _jobs.Remove(cancel.JobId);
                break;
            case ScheduleTimer schedule:
                _timers[schedule.TimerId] = schedule;
                break;
            case CancelTimer cancel:
                _timers.Remove(cancel.TimerId);
                break;
            case StartChild call:
                _calls[call.CallId] = call;
                break;
            case CancelChild cancel:
                _calls.Remove(cancel.CallId);
                break;
            case SendMail mail:
                _mails.Add(mail);
                break;
        }
    }
}
