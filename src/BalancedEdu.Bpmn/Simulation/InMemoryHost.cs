using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>
/// A host for one instance, without a database: a <see cref="InMemoryNetwork"/> in which nothing else runs. What it
/// calls stays open, what it sends is kept for itself.
/// </summary>
public sealed class InMemoryHost
{
    private readonly InMemoryNetwork _network;
    private readonly InMemoryInstance _instance;

    /// <summary>Prepares an instance; nothing has started yet.</summary>
    /// <param name="definition">The process.</param>
    /// <param name="now">Where the clock stands.</param>
    /// <param name="answer">Answers jobs at once; null for a job leaves it waiting.</param>
    public InMemoryHost(ProcessDefinition definition, DateTimeOffset now, Func<RequestJob, FeelContext?>? answer = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        _network = new(
            now, (_, job) => answer?.Invoke(job) is { } outputs ? JobAnswer.Done(outputs) : null);
        _instance = _network.Prepare(definition);
    }

    /// <summary>The process.</summary>
    public ProcessDefinition Definition => _instance.Definition;

    /// <summary>Where the instance stands.</summary>
    public ProcessState State => _instance.State;

    /// <summary>What the clock shows.</summary>
    public DateTimeOffset Now => _network.Now;

    /// <summary>Open user tasks, oldest first.</summary>
    public IReadOnlyCollection<CreateUserTask> Tasks => _instance.Tasks;

    /// <summary>Jobs that wait for an answer, oldest first.</summary>
    public IReadOnlyCollection<RequestJob> Jobs => _instance.Jobs;

    /// <summary>All mails that were sent.</summary>
    public IReadOnlyList<SendMail> Mails => _instance.Mails;

    /// <summary>Timers that run.</summary>
    public IReadOnlyCollection<ScheduleTimer> Timers => _instance.Timers;

    /// <summary>All that has happened.</summary>
    public IReadOnlyList<ProcessEvent> Events => _instance.Events;

    /// <summary>Element instances that an incident holds.</summary>
    public IEnumerable<ElementInstance> Incidents => _instance.Incidents;

    /// <summary>Carries a command out, then answers the jobs that can be answered at once.</summary>
    /// <returns>Why the command was refused, or null.</returns>
    public Refusal? Send(Command command) => _network.Send(_instance, command);

    /// <inheritdoc cref="InMemoryNetwork.AdvanceTo"/>
    public Refusal? AdvanceTo(DateTimeOffset until, int timersMax = 10_000) => _network.AdvanceTo(until, timersMax);
}
