using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>How a start went.</summary>
/// <param name="Instance">The instance, or null when it was refused.</param>
/// <param name="Refusal">Why it was refused, or null.</param>
public sealed record StartResult(InMemoryInstance? Instance, Refusal? Refusal);

/// <summary>
/// A host for several definitions and all of their instances, in memory, on one clock that stands still until it is
/// moved: it carries messages, signals and calls between them. The same calls give the same results.
/// </summary>
public sealed partial class InMemoryNetwork
{
    /// <summary>How long a message waits for a receiver when nothing else was said.</summary>
    public static readonly TimeSpan DefaultMessageLife = TimeSpan.FromHours(1);

    private readonly Func<InMemoryInstance, RequestJob, JobAnswer?> _answer;
    private readonly TimeSpan _messageLife;
    private readonly Dictionary<string, ProcessDefinition> _latest = new(StringComparer.Ordinal);
    private readonly Dictionary<ProcessDefinition, Dictionary<string, ProcessDefinition>> _bound = [];
    private readonly Dictionary<string, List<AgendaEntry>> _timerStarts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, InMemoryInstance> _instances = [];
    private readonly Dictionary<(long Instance, long Call), InMemoryInstance> _children = [];
    private readonly Dictionary<(long Instance, long Timer), AgendaEntry> _timers = [];
    private readonly Subscriptions _subscriptions = new();
    private readonly List<BufferedMessage> _buffer = [];
    private readonly List<Refusal> _problems = [];
    private readonly Queue<Action> _queue = new();
    private readonly Agenda _agenda = new();
    private long _lastId;

    /// <summary>A network without definitions.</summary>
    /// <param name="now">Where the clock stands.</param>
    /// <param name="answer">Answers jobs when they are asked for; null for a job leaves it waiting.</param>
    /// <param name="messageLife">
    /// How long a message without receiver is kept; null for <see cref="DefaultMessageLife"/>.
    /// </param>
    public InMemoryNetwork(
        DateTimeOffset now, Func<InMemoryInstance, RequestJob, JobAnswer?>? answer = null,
        TimeSpan? messageLife = null)
    {
        Now = now;
        _answer = answer ?? ((_, _) => null);
        _messageLife = messageLife ?? DefaultMessageLife;
    }

    /// <summary>
    /// More than this without anybody doing anything is a message or signal that goes round in circles.
    /// </summary>
    public int MovesMax { get; init; } = 1_000_000;

    /// <summary>What the clock shows.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>When the next timer or answer is due, or null.</summary>
    public DateTimeOffset? NextDue => _agenda.Next?.Due;

    /// <summary>All instances that were started, ended ones too, oldest first.</summary>
    public IReadOnlyCollection<InMemoryInstance> Instances => _instances.Values;

    /// <summary>
    /// What could not be carried from one instance to another: an ambiguous message, an unknown process. The sender has
    /// gone on.
    /// </summary>
    public IReadOnlyList<Refusal> Problems => _problems;

    /// <summary>The latest version of a process, or null.</summary>
    public ProcessDefinition? Latest(string processId) => _latest.GetValueOrDefault(processId);

    /// <summary>
    /// Adds a process, or a new version of one: instances that are started from now on follow it, those that run stay
    /// with theirs. Timer starts of the version before are given up, its own begin.
    /// </summary>
    /// <returns>Why it was refused: another process is started by the same message.</returns>
    public Refusal? Deploy(ProcessDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        foreach (var (node, trigger) in definition.StartTriggers)
            if (trigger is MessageEventDefinition message
                && StartedBy(message) is ({ } other, _, _) && other.Id != definition.Id)
                return Problem.MessageStartTwice(definition, node, message.Message, other);
        _latest[definition.Id] = definition;
        _bound[definition] = definition.Nodes.OfType<CallActivity>().Select(call => call.CalledElement).Distinct()
            .Where(_latest.ContainsKey).ToDictionary(id => id, id => _latest[id], StringComparer.Ordinal);
        if (_timerStarts.Remove(definition.Id, out var old))
            foreach (var entry in old)
                _agenda.Remove(entry);
        foreach (var start in definition.TimerStartEvents)
            ScheduleStart(definition, start);
        WatchConditions(definition);
        DeliverBuffered();
        return Drain();
    }

    /// <summary>Starts an instance by hand.</summary>
    /// <param name="processId">The process; its latest version is started.</param>
    /// <param name="variables">Its first variables.</param>
    /// <param name="startEventId">The start event, or null for the none start event.</param>
    public StartResult Start(string processId, FeelContext variables, string? startEventId = null)
    {
        if (!_latest.TryGetValue(processId, out var definition))
            return new(null, Problem.UnknownProcess(processId));
        var instance = Prepare(definition);
        if (Step(instance, new StartInstance(startEventId, variables)) is { } refusal)
        {
            _instances.Remove(instance.Id);
            return new(null, refusal);
        }
        return new(instance, Drain());
    }

    /// <summary>Carries a command out in an instance, then all that follows from it in others.</summary>
    /// <returns>Why the command was refused, or null.</returns>
    public Refusal? Send(InMemoryInstance instance, Command command)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return Step(instance, command) ?? Drain();
    }

    /// <summary>
    /// Sends a message from outside. One receiver that waits for its name and key gets it; else a process that it
    /// starts; else it is kept for a while.
    /// </summary>
    /// <param name="message">The name of the message.</param>
    /// <param name="key">The key that its receiver waits with, or null without.</param>
    /// <param name="payload">What it brings.</param>
    /// <param name="life">How long it is kept; null for the network's own time.</param>
    /// <returns>Why it was refused: several wait for it, and the sentence names them.</returns>
    public Refusal? Publish(string message, string? key, FeelContext payload, TimeSpan? life = null) =>
        Deliver(new(message, key, payload, Now + (life ?? _messageLife))) ?? Drain();

    /// <summary>Sends a signal from outside: all that wait for it get it, and processes that it starts start.</summary>
    public Refusal? Broadcast(string signal, FeelContext payload)
    {
        SendSignal(signal, payload);
        return Drain();
    }

    /// <summary>Moves the clock; what comes due on the way is done in order, each at its own time.</summary>
    /// <param name="until">Where the clock stands afterwards.</param>
    /// <param name="timersMax">More than this many timers on the way are a cycle that nobody meant.</param>
    public Refusal? AdvanceTo(DateTimeOffset until, int timersMax = 10_000)
    {
        for (var done = 0; done < timersMax; done++)
        {
            if (_agenda.Next is not { } next || next.Due > until)
            {
                Now = until > Now ? until : Now;
                LookAtStarts();
                return Drain();
            }
            Now = next.Due > Now ? next.Due : Now;
            _agenda.Remove(next);
            if ((next.Do() ?? Drain()) is { } refusal)
                return refusal;
        }
        return Problem.TooManyTimers(until, timersMax);
    }

    /// <summary>An instance that has not started yet.</summary>
    internal InMemoryInstance Prepare(
        ProcessDefinition definition, InMemoryInstance? caller = null, long callId = 0)
    {
        var instance = new InMemoryInstance(++_lastId, definition) { Caller = caller, CallId = callId };
        _instances.Add(instance.Id, instance);
        return instance;
    }

    /// <summary>Works off what follows. The queue is empty afterwards in any case.</summary>
    private Refusal? Drain()
    {
        for (var moves = 0; moves < MovesMax; moves++)
        {
            if (!_queue.TryDequeue(out var next))
                return null;
            next();
        }
        _queue.Clear();
        return Problem.Endless(MovesMax);
    }
}
