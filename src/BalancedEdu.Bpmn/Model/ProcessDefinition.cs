namespace BalancedEdu.Bpmn.Model;

/// <summary>What the process element says, beyond what is drawn in it.</summary>
/// <param name="NumberFormat"><c>be:numberFormat</c>.</param>
/// <param name="Title"><c>be:titleExpression</c>.</param>
/// <param name="Initiators"><c>be:initiators</c>.</param>
/// <param name="Clocks"><c>be:clock</c>.</param>
/// <param name="NoTimeoutOutcome">Whether no task of it may be decided by the passing of time.</param>
/// <param name="SuspensionPausesClocks">Whether its clocks stand still while a case of it does.</param>
public sealed record ProcessDetails(
    string NumberFormat, TextOrFeel Title, IReadOnlyList<string> Initiators, IReadOnlyList<CaseClock> Clocks,
    bool NoTimeoutOutcome, bool SuspensionPausesClocks);

/// <summary>A process that was drawn, compiled once for running: immutable, shared by all of its instances.</summary>
public sealed class ProcessDefinition
{
    private readonly Dictionary<string, FlowNode> _nodes;
    private readonly Dictionary<string, SequenceFlow> _flows;
    private readonly Dictionary<FlowNode, IReadOnlyList<StartEvent>> _starts;
    private readonly Dictionary<FlowNode, IReadOnlyList<FlowNode>> _entries;
    private readonly Dictionary<FlowNode, IReadOnlyList<StartEvent>> _eventStarts;
    private readonly ProcessDetails _details;

    internal ProcessDefinition(
        IReadOnlyList<FlowNode> nodes, IReadOnlyList<SequenceFlow> flows, ProcessDetails details,
        ReadOnlyMemory<byte> source)
    {
        Nodes = nodes;
        Flows = flows;
        Source = source;
        _details = details;
        _nodes = nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        _flows = flows.ToDictionary(flow => flow.Id, StringComparer.Ordinal);
        _starts = nodes.OfType<StartEvent>().GroupBy(start => start.Container!)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<StartEvent>)[.. group]);
        _entries = nodes.Where(IsEntry).GroupBy(node => node.Container!)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<FlowNode>)[.. group]);
        _eventStarts = nodes.OfType<StartEvent>()
            .Where(start => start.Container is SubProcess { TriggeredByEvent: true })
            .GroupBy(start => start.Container!.Container!)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<StartEvent>)[.. group]);
        InclusiveJoins = nodes.OfType<InclusiveGateway>().Where(gateway => gateway.Incoming.Count > 1)
            .Select(gateway => new InclusiveJoin(gateway, this)).ToDictionary(join => (FlowNode)join.Gateway);
        StartEventId = StartsOf(Root).FirstOrDefault(start => start.Definition is null)?.Id
            ?? StartsOf(Root).Select(start => start.Id).FirstOrDefault() ?? "";
    }

    /// <summary>The id of the BPMN process: <c>large-class-rectification</c>.</summary>
    public string Id => Root.Id;

    /// <summary>Its Chinese name.</summary>
    public string Name => NameOf(Root.Id);

    /// <summary><c>be:numberFormat</c>: <c>DB-{yyyy}-{seq:5}</c>.</summary>
    public string NumberFormat => _details.NumberFormat;

    /// <summary>
    /// <c>be:titleExpression</c>: FEEL over the first variables; the process's name when there is none.
    /// </summary>
    public TextOrFeel Title => _details.Title;

    /// <summary><c>be:initiators</c>: position ids that may start a case by hand; empty when none may.</summary>
    public IReadOnlyList<string> Initiators => _details.Initiators;

    /// <summary>The form of the none start event (<c>be:form</c>), or null.</summary>
    public string? StartForm => (_nodes.GetValueOrDefault(StartEventId) as StartEvent)?.Form;

    /// <summary>
    /// The id of the none start event (of the first start event where there is no none one); form data is stored under
    /// it.
    /// </summary>
    public string StartEventId { get; }

    /// <summary>Timer start events of the process: the host starts instances when they are due.</summary>
    public IEnumerable<StartEvent> TimerStartEvents =>
        StartsOf(Root).Where(start => PartOf<TimerEventDefinition>(start.Definition) is not null);

    /// <summary>
    /// Start events of the process with a condition: the host looks at it when what it is about may have changed.
    /// </summary>
    public IEnumerable<StartEvent> ConditionalStartEvents =>
        StartsOf(Root).Where(start => PartOf<ConditionalEventDefinition>(start.Definition) is not null);

    /// <summary>
    /// All that can start an instance from outside: start events, instantiating receive tasks, and the events behind
    /// an instantiating gateway, each with what it waits for (null: it is started by hand).
    /// </summary>
    public IEnumerable<(FlowNode Node, EventDefinition? Trigger)> StartTriggers =>
        StartsOf(Root).SelectMany(start => PartsOf(start.Definition).Select(part => ((FlowNode)start, part)))
            .Concat(Instantiating);

    /// <summary>Named clocks of the case.</summary>
    public IReadOnlyList<CaseClock> Clocks => _details.Clocks;

    /// <summary>Whether no task may be decided by the passing of time: each decision is a person's.</summary>
    public bool NoTimeoutOutcome => _details.NoTimeoutOutcome;

    /// <summary>Whether the clocks of a case, and of its tasks, stand still while it is suspended.</summary>
    public bool SuspensionPausesClocks => _details.SuspensionPausesClocks;

    /// <summary>The file that it was compiled from.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>All nodes, the process first, in document order.</summary>
    public IReadOnlyList<FlowNode> Nodes { get; }

    /// <summary>All sequence flows, in document order.</summary>
    public IReadOnlyList<SequenceFlow> Flows { get; }

    /// <summary>The process as the outermost scope.</summary>
    public FlowNode Root => Nodes[0];

    /// <summary>The Chinese name of an element, or its id where it has none.</summary>
    public string NameOf(string elementId) =>
        _nodes.TryGetValue(elementId, out var node) && !string.IsNullOrWhiteSpace(node.Name) ? node.Name
        : _flows.TryGetValue(elementId, out var flow) && !string.IsNullOrWhiteSpace(flow.Name) ? flow.Name
        : elementId;

    /// <summary>
    /// What the extension words say of a user task, or what is so of the form that starts a case, which is filled in
    /// anew when the case is returned to it (退回).
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no user task of that id.</exception>
    public UserTaskDetails UserTask(string elementId) => FindUserTask(elementId)
        ?? throw new KeyNotFoundException($"流程 {Id} 中没有用户任务 {elementId}。");

    /// <summary>The same, or null where there is no such task: it belongs to another version.</summary>
    public UserTaskDetails? FindUserTask(string elementId) => _nodes.GetValueOrDefault(elementId) switch
    {
        Model.UserTask task => task.Details,
        StartEvent { Form: { } form } => UserTaskDetails.OfReturnedForm(form),
        _ => null,
    };

    /// <summary>The node of that id, or null.</summary>
    public FlowNode? Find(string elementId) => _nodes.GetValueOrDefault(elementId);

    /// <summary>The flow of that id, or null.</summary>
    public SequenceFlow? FindFlow(string flowId) => _flows.GetValueOrDefault(flowId);

    /// <summary>The node of that id; a state that names another one belongs to another definition.</summary>
    internal FlowNode Node(string elementId) =>
        _nodes.TryGetValue(elementId, out var node)
            ? node
            : throw new InvalidOperationException($"Process '{Id}' has no element '{elementId}' of the state.");

    /// <summary>The start events of a process or sub-process.</summary>
    internal IReadOnlyList<StartEvent> StartsOf(FlowNode container) => _starts.GetValueOrDefault(container) ?? [];

    /// <summary>Instantiating receive tasks, and the events behind instantiating gateways.</summary>
    internal IEnumerable<(FlowNode Node, EventDefinition? Trigger)> Instantiating => Nodes
        .SelectMany(node => node switch
        {
            ReceiveTask { Instantiate: true } => [node],
            EventBasedGateway { Instantiate: true } => node.Outgoing.Select(flow => flow.Target),
            _ => Enumerable.Empty<FlowNode>(),
        })
        .SelectMany(node => PartsOf(TriggerOf(node)).Select(part => (node, part)));

    /// <summary>
    /// Where tokens can begin in a container: its start events and event sub-processes; in an ad-hoc sub-process, and
    /// where no start event is drawn, what no flow leads to.
    /// </summary>
    internal IReadOnlyList<FlowNode> EntriesOf(FlowNode container) => _entries.GetValueOrDefault(container) ?? [];

    /// <summary>
    /// Where tokens begin when a process is started by hand, or a sub-process is entered: at its none start event;
    /// without any start event at all that no flow leads to, at once (BPMN 2.0.2, 10.5.2).
    /// </summary>
    internal IReadOnlyList<FlowNode> BeginningsOf(FlowNode container)
    {
        var starts = StartsOf(container);
        if (starts.Count > 0)
            return container is SubProcess { TriggeredByEvent: true } ? [starts[0]]
                : starts.FirstOrDefault(start => start.Definition is null) is { } none ? [none] : [];
        return
        [
            .. EntriesOf(container).Where(node => node is not SubProcess { TriggeredByEvent: true }
                and not ReceiveTask { Instantiate: true } and not EventBasedGateway { Instantiate: true }),
        ];
    }

    /// <summary>The start events of the event sub-processes that stand in a container.</summary>
    internal IReadOnlyList<StartEvent> EventStartsOf(FlowNode container) =>
        _eventStarts.GetValueOrDefault(container) ?? [];

    /// <summary>The catching link events of that name in a container.</summary>
    internal IEnumerable<FlowNode> LinkTargets(FlowNode container, string name) => Nodes.Where(node =>
        node.Container == container && node is IntermediateCatchEvent { Definition: LinkEventDefinition link }
        && link.Name == name);

    /// <summary>Inclusive gateways with several ways in.</summary>
    internal IReadOnlyDictionary<FlowNode, InclusiveJoin> InclusiveJoins { get; }

    /// <summary>What an event or receive task waits for.</summary>
    internal static EventDefinition? TriggerOf(FlowNode node) => node switch
    {
        ReceiveTask receive => receive.Message,
        Event e => e.Definition,
        _ => null,
    };

    /// <summary>Whether an event is about several things that must all have come.</summary>
    internal static bool WaitsForAll(FlowNode node) =>
        node is Event { Definition: MultipleEventDefinition { IsParallel: true } };

    /// <summary>What an event is about, one by one; null for a none event.</summary>
    internal static IReadOnlyList<EventDefinition?> PartsOf(EventDefinition? definition) =>
        (definition as MultipleEventDefinition)?.Parts ?? (IReadOnlyList<EventDefinition?>)[definition];

    /// <summary>The first part of that kind, or null.</summary>
    internal static TPart? PartOf<TPart>(EventDefinition? definition)
        where TPart : EventDefinition =>
        definition as TPart ?? (definition as MultipleEventDefinition)?.Parts.OfType<TPart>().FirstOrDefault();

    private bool IsEntry(FlowNode node) => node switch
    {
        { Container: null } => false,
        StartEvent or SubProcess { TriggeredByEvent: true } => true,
        EventBasedGateway { Instantiate: true } or ReceiveTask { Instantiate: true } => node.Incoming.Count == 0,
        BoundaryEvent or Activity { IsForCompensation: true } => false,
        IntermediateCatchEvent { Definition: LinkEventDefinition } => false,
        _ => node.Incoming.Count == 0
            && (node.Container is AdHocSubProcess || !_starts.ContainsKey(node.Container)),
    };
}
