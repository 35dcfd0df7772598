using BalancedEdu.Bpmn.Execution.Elements;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// One step while it runs: the state, what happened, what the host is to do, and the queue of what is still to be
/// done. Nothing calls itself through the queue, so loops and wide multi-instances don't grow the stack.
/// </summary>
internal sealed partial class Stepping(ProcessDefinition definition, ProcessState state, DateTimeOffset now)
{
    /// <summary>
    /// More than this in one step is an endless loop: a loop of 1,000 rounds over ten elements takes about 30,000.
    /// </summary>
    public const int MaxMoves = 100_000;

    private readonly Queue<Work> _queue = new();
    private readonly List<ProcessEvent> _events = [];
    private readonly List<Effect> _effects = [];
    private readonly SortedSet<long> _quiet = [];
    private readonly HashSet<long> _retried = [];
    private bool _variablesChanged;

    public ProcessDefinition Definition => definition;

    public WorkingState State { get; } = new(state);

    public DateTimeOffset Now => now;

    /// <summary>The user task that was completed in this step, or 0.</summary>
    public long Previous { get; set; }

    public FlowNode NodeOf(ElementInstance element) => definition.Node(element.ElementId);

    public MultiInstanceLoopCharacteristics? LoopOf(ElementInstance element) =>
        (NodeOf(element) as Activity)?.Loop as MultiInstanceLoopCharacteristics;

    /// <summary>Changes the state by an event, and keeps the event.</summary>
    public void Emit(ProcessEvent happened)
    {
        Transitions.Apply(State, happened);
        _events.Add(happened);
        _variablesChanged |= happened is VariablesSet;
    }

    public void Add(Effect effect) => _effects.Add(effect);

    /// <summary>Works the queue off. False: it doesn't come to an end, and nothing may be kept of the step.</summary>
    public bool Run()
    {
        for (var moves = 0; moves < MaxMoves; moves++)
        {
            if (!_queue.TryDequeue(out var work))
            {
                if (Settle())
                    continue;
                return true;
            }
            // Interruption first: what was ended since it was queued has no work any more.
            if (State.Find(work.InstanceId) is not { IsAlive: true } element)
                continue;
            // An incident holds its own element, not the tokens that come to what is inside a scope.
            if (element.Incident is not null && work.Kind != WorkKind.Arrive && !Ends(work, element))
                continue;
            try
            {
                Do(work, element);
            }
            catch (ElementFault fault)
            {
                RaiseIncident(element, fault);
            }
        }
        return false;
    }

    public StepResult Result() => new(State.Publish(), _events, _effects);

    public void RaiseIncident(ElementInstance element, ElementFault fault, bool ofProgress = false)
    {
        Emit(new IncidentRaised(
            element.Id, element.ElementId, new(fault.Code, fault.Message) { OfProgress = ofProgress }));
        Add(new RaiseIncident(element.Id, element.ElementId, fault.Code, fault.Message));
    }

    /// <summary>
    /// An incident is over: by being tried again, by an answer that came after all, or by an end from outside.
    /// </summary>
    public void ResolveIncident(ElementInstance element)
    {
        Emit(new IncidentResolved(element.Id, element.ElementId));
        Add(new ClearIncident(element.Id));
    }

    /// <summary>Whether a whole is done could be worked out: what stopped an earlier look is over.</summary>
    public void ResolveProgress(long id)
    {
        if (State.Element(id) is { Incident.OfProgress: true } element)
            ResolveIncident(element);
    }

    /// <summary>Sets variables of one element instance or scope.</summary>
    public void Set(long instanceId, string name, FeelValue value) =>
        Emit(new VariablesSet(instanceId, new FeelContext([new(name, value)])));

    /// <summary>
    /// Where results of an element go: the innermost instance of a multi-instance around it, else the process.
    /// </summary>
    public long ResultScope(ElementInstance element)
    {
        while (element.ParentId != 0 && !IsOneOfSeveral(element))
            element = State.Element(element.ParentId);
        return element.Id;
    }

    /// <summary>
    /// The nearest scope around an element that has the variable, else where results go: what is mapped changes a
    /// variable where it is.
    /// </summary>
    public long ScopeOf(string variable, ElementInstance element)
    {
        for (var id = element.ParentId; id != 0;)
        {
            var scope = State.Element(id);
            if (scope.Variables.TryGet(variable, out _))
                return id;
            id = scope.ParentId;
        }
        return ResultScope(element);
    }

    /// <summary>
    /// An element that works or waits, for a command that is about its work: not a multi-instance as a whole, and not
    /// something that is only being undone.
    /// </summary>
    public ElementInstance? FindOpen(long id) =>
        State.Find(id) is { Lifecycle: ElementLifecycle.Activated, Loop: null } element
            && !(element.Compensates && NodeOf(element) is Activity { IsForCompensation: false })
            ? element
            : null;

    /// <summary>
    /// The same, for what a host knows by the id of a call: a call that was made anew has another than its element.
    /// </summary>
    public ElementInstance? FindCall(long callId) =>
        State.Find(callId) is { } element
            ? element.CallId == callId ? FindOpen(callId) : null
            : State.Elements.FirstOrDefault(one => one.CallId == callId) is { } renewed ? FindOpen(renewed.Id) : null;

    private bool IsOneOfSeveral(ElementInstance element) =>
        element.LoopCounter > 0 && NodeOf(element) is Activity { Loop: MultiInstanceLoopCharacteristics };

    private void Do(Work work, ElementInstance element)
    {
        switch (work.Kind)
        {
            // A token that was withdrawn since it was queued isn't there any more.
            case WorkKind.Arrive when element.Lifecycle == ElementLifecycle.Activated
                && element.FlowTokens.On(work.Flow!.Id) > 0:
                var target = work.Flow.Target;
                ElementRegistry.Of(target).Arrive(this, target, work.Flow, element);
                break;
            case WorkKind.Activate when element.Lifecycle == ElementLifecycle.Activating:
                ElementRegistry.Of(NodeOf(element)).Activate(this, NodeOf(element), element);
                break;
            case WorkKind.Complete when element.Lifecycle is ElementLifecycle.Activated or ElementLifecycle.Completing:
                if (element.Lifecycle == ElementLifecycle.Activated)
                    Completing(element);
                ElementRegistry.Of(NodeOf(element)).Complete(this, NodeOf(element), State.Element(element.Id));
                break;
            case WorkKind.Resume when element.Lifecycle == ElementLifecycle.Activated:
                ElementRegistry.Of(NodeOf(element)).Resume(this, NodeOf(element), element);
                break;
        }
    }

    /// <summary>
    /// What was waited for has come although something else at the element, such as a condition on its border, is
    /// stopped by an incident: that is over then.
    /// </summary>
    private bool Ends(Work work, ElementInstance element)
    {
        if (work.Kind != WorkKind.Complete || element.Lifecycle != ElementLifecycle.Activated)
            return false;
        ResolveIncident(element);
        return true;
    }

    private enum WorkKind
    {
        /// <summary>A token on a flow comes to the flow's target; the instance is the scope.</summary>
        Arrive,

        /// <summary>An instance that is activating works out what it needs.</summary>
        Activate,

        /// <summary>An instance whose work is done works out where to go.</summary>
        Complete,

        /// <summary>An instance that is active is looked at again.</summary>
        Resume,
    }

    private readonly record struct Work(WorkKind Kind, long InstanceId, SequenceFlow? Flow = null);
}
