using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>
/// A host without a database: carries commands out, keeps what the engine asked for, and has a clock that stands still
/// until it is moved.
/// </summary>
public sealed class InMemoryHost
{
    private readonly Func<RequestJob, FeelContext?> _answer;
    private readonly List<CreateUserTask> _tasks = [];
    private readonly List<RequestJob> _jobs = [];
    private readonly List<SendMail> _mails = [];
    private readonly SortedDictionary<long, ScheduleTimer> _timers = [];
    private readonly List<ProcessEvent> _events = [];

    /// <summary>Prepares an instance; nothing has started yet.</summary>
    /// <param name="definition">The process.</param>
    /// <param name="now">Where the clock stands.</param>
    /// <param name="answer">Answers jobs at once; null for a job leaves it waiting.</param>
    public InMemoryHost(ProcessDefinition definition, DateTimeOffset now, Func<RequestJob, FeelContext?>? answer = null)
    {
        Definition = definition;
        Now = now;
        _answer = answer ?? (_ => null);
    }

    /// <summary>The process.</summary>
    public ProcessDefinition Definition { get; }

    /// <summary>Where the instance stands.</summary>
    public ProcessState State { get; private set; } = ProcessState.New;

    /// <summary>What the clock shows.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Open user tasks, oldest first.</summary>
    public IReadOnlyList<CreateUserTask> Tasks => _tasks;

    /// <summary>Jobs that wait for an answer, oldest first.</summary>
    public IReadOnlyList<RequestJob> Jobs => _jobs;

    /// <summary>All mails that were sent.</summary>
    public IReadOnlyList<SendMail> Mails => _mails;

    /// <summary>Timers that run.</summary>
    public IReadOnlyCollection<ScheduleTimer> Timers => _timers.Values;

    /// <summary>All that has happened.</summary>
    public IReadOnlyList<ProcessEvent> Events => _events;

    /// <summary>Element instances that an incident holds.</summary>
    public IEnumerable<ElementInstance> Incidents =>
        State.Elements.Values.Where(element => element.Incident is not null);

    /// <summary>Carries a command out, then answers the jobs that can be answered at once.</summary>
    /// <returns>Why the command was refused, or null.</returns>
    public Refusal? Send(Command command)
    {
        var refusal = Step(command);
        while (refusal is null && _jobs.Select(job => (Job: job, Outputs: _answer(job)))
                .FirstOrDefault(pair => pair.Outputs is not null) is { Job: { } job, Outputs: { } outputs })
            refusal = Step(new CompleteJob(job.JobId, outputs));
        return refusal;
    }

    /// <summary>Moves the clock; timers that come due on the way fire in order, each at its own time.</summary>
    /// <param name="until">Where the clock stands afterwards.</param>
    /// <param name="timersMax">More than this many timers on the way are a cycle that nobody meant.</param>
    public Refusal? AdvanceTo(DateTimeOffset until, int timersMax = 10_000)
    {
        for (var fired = 0; fired < timersMax; fired++)
        {
            var next = _timers.Values.Where(timer => timer.Due <= until)
                .OrderBy(timer => timer.Due).ThenBy(timer => timer.TimerId).FirstOrDefault();
            if (next is null)
            {
                Now = until;
                return null;
            }
            Now = next.Due > Now ? next.Due : Now;
            if (Send(new FireTimer(next.TimerId)) is { } refusal)
                return refusal;
        }
        return new("simulation.too-many-timers", $"到 {until:O} 为止有超过 {timersMax} 个定时器要触发。请缩短时间或改正循环。");
    }

    private Refusal? Step(Command command)
    {
        var result = ProcessEngine.Step(Definition, State, command, Now);
        if (result.Refusal is not null)
            return result.Refusal;
        State = result.State;
        _events.AddRange(result.Events);
        switch (command)
        {
            case CompleteUserTask complete:
                _tasks.RemoveAll(task => task.TaskId == complete.TaskId);
                break;
            case CompleteJob complete:
                _jobs.RemoveAll(job => job.JobId == complete.JobId);
                break;
            case FailJob fail:
                _jobs.RemoveAll(job => job.JobId == fail.JobId);
                break;
            case FireTimer fire:
                _timers.Remove(fire.TimerId);
                break;
        }
        foreach (var effect in result.Effects)
            Carry(effect);
        return null;
    }

    private void Carry(Effect effect)
    {
        switch (effect)
        {
            case CreateUserTask create:
                _tasks.Add(create);
                break;
            case CancelUserTask cancel:
                _tasks.RemoveAll(task => task.TaskId == cancel.TaskId);
                break;
            case RequestJob request:
                _jobs.Add(request);
                break;
            case CancelJob cancel:
                _jobs.RemoveAll(job => job.JobId == cancel.JobId);
                break;
            case ScheduleTimer schedule:
                _timers[schedule.TimerId] = schedule;
                break;
            case CancelTimer cancel:
                _timers.Remove(cancel.TimerId);
                break;
            case SendMail mail:
                _mails.Add(mail);
                break;
        }
    }
}
