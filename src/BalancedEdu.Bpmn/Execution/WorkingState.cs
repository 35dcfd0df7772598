using System.Collections.Immutable;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// The state while a step runs: changed by <see cref="Transitions.Apply"/> only, published as an immutable
/// <see cref="ProcessState"/> at the end. Changes lie over the state before, so that an element that comes and goes
/// within a step costs nothing afterwards.
/// </summary>
internal sealed class WorkingState(ProcessState state)
{
    private readonly Overlay<ElementInstance> _elements = new(state.Elements);
    private readonly Overlay<TimerState> _timers = new(state.Timers);
    private readonly Overlay<SubscriptionState> _subscriptions = new(state.Subscriptions);
    private readonly Overlay<CompensationState> _compensations = new(state.Compensations);
    private readonly Overlay<ImmutableSortedSet<long>> _compensationsByScope = new(state.CompensationsByScope);
    private ImmutableHashSet<string> _passed = state.Passed;

    /// <summary>Ids of instances by what they stand in; null until somebody asks.</summary>
    private Dictionary<long, SortedSet<long>>? _children;

    public long NextId { get; set; } = state.NextId;

    public string? EndEventId { get; set; } = state.EndEventId;

    public Suspension? Suspension { get; set; } = state.Suspension;

    public bool IsCalled { get; set; } = state.IsCalled;

    public bool Started => Find(ProcessState.RootId) is not null;

    public ElementInstance? Find(long id) => _elements.Find(id);

    public ElementInstance Element(long id) =>
        Find(id) ?? throw new InvalidOperationException($"There is no element instance {id}.");

    public TimerState? FindTimer(long id) => _timers.Find(id);

    public SubscriptionState? FindSubscription(long id) => _subscriptions.Find(id);

    public CompensationState? FindCompensation(long id) => _compensations.Find(id);

    public bool HasSubscriptions => !_subscriptions.IsEmpty;

    public bool HasCompensations => !_compensations.IsEmpty;

    public IEnumerable<ElementInstance> Elements => _elements.All();

    public IEnumerable<TimerState> Timers => _timers.All();

    public IEnumerable<SubscriptionState> Subscriptions => _subscriptions.All();

    public IEnumerable<CompensationState> Compensations => _compensations.All();

    /// <summary>
    /// The instances in another one, by id. Looks at all once in a step: a thousand scopes that end together must not
    /// look at all a thousand times.
    /// </summary>
    public List<ElementInstance> ChildrenOf(long id)
    {
        if (Element(id).ChildCount == 0)
            return [];
        _children ??= IndexChildren();
        return [.. _children[id].Select(Element)];
    }

    public void Put(ElementInstance element)
    {
        if (element.ParentId != 0 && Find(element.Id) is null)
        {
            Count(element.ParentId, 1);
            if (_children is not null)
                AddTo(_children, element);
        }
        _elements.Put(element.Id, element);
    }

    public void Remove(ElementInstance element)
    {
        _elements.Remove(element.Id);
        _children?[element.ParentId].Remove(element.Id);
        Count(element.ParentId, -1);
    }

    public void Put(TimerState timer)
    {
        var owner = Element(timer.InstanceId);
        if (FindTimer(timer.Id) is null)
            _elements.Put(owner.Id, owner with { TimerIds = owner.TimerIds.Add(timer.Id) });
        _timers.Put(timer.Id, timer);
    }

    public void Remove(TimerState timer)
    {
        var owner = Element(timer.InstanceId);
        _elements.Put(owner.Id, owner with { TimerIds = owner.TimerIds.Remove(timer.Id) });
        _timers.Remove(timer.Id);
    }

    public void Put(SubscriptionState subscription)
    {
        var owner = Element(subscription.InstanceId);
        if (FindSubscription(subscription.Id) is null)
            _elements.Put(owner.Id, owner with { SubscriptionIds = owner.SubscriptionIds.Add(subscription.Id) });
        _subscriptions.Put(subscription.Id, subscription);
    }

    public void Remove(SubscriptionState subscription)
    {
        var owner = Element(subscription.InstanceId);
        _elements.Put(owner.Id, owner with { SubscriptionIds = owner.SubscriptionIds.Remove(subscription.Id) });
        _subscriptions.Remove(subscription.Id);
    }

    /// <summary>What was done in a scope and can be undone, in the order of completion.</summary>
    public List<CompensationState> CompensationsIn(long scopeId) =>
        _compensationsByScope.Find(scopeId) is { } ids ? [.. ids.Select(id => _compensations.Find(id)!)] : [];

    public bool HasCompensationsIn(long scopeId) => _compensationsByScope.Find(scopeId) is not null;

    public void Put(CompensationState compensation)
    {
        if (FindCompensation(compensation.Id) is { } before)
            Remove(before);
        _compensations.Put(compensation.Id, compensation);
        var beside = _compensationsByScope.Find(compensation.ScopeId) ?? [];
        _compensationsByScope.Put(compensation.ScopeId, beside.Add(compensation.Id));
    }

    public void Remove(CompensationState compensation)
    {
        _compensations.Remove(compensation.Id);
        var beside = _compensationsByScope.Find(compensation.ScopeId)!.Remove(compensation.Id);
        if (beside.IsEmpty)
            _compensationsByScope.Remove(compensation.ScopeId);
        else
            _compensationsByScope.Put(compensation.ScopeId, beside);
    }

    public void Passed(string elementId) => _passed = _passed.Add(elementId);

    public bool HasPassed(string elementId) => _passed.Contains(elementId);

    public void Rename(IReadOnlyDictionary<string, string> elements) =>
        _passed = [.. _passed.Select(id => elements.GetValueOrDefault(id, id))];

    public ProcessState Publish() => new(
        NextId, _elements.Publish(), _timers.Publish(), _subscriptions.Publish(), _compensations.Publish(), _passed,
        EndEventId, Suspension, IsCalled, _compensationsByScope.Publish());

    private Dictionary<long, SortedSet<long>> IndexChildren()
    {
        var children = new Dictionary<long, SortedSet<long>>();
        foreach (var element in _elements.All())
            AddTo(children, element);
        return children;
    }

    private static void AddTo(Dictionary<long, SortedSet<long>> children, ElementInstance element)
    {
        if (!children.TryGetValue(element.ParentId, out var beside))
            children.Add(element.ParentId, beside = []);
        beside.Add(element.Id);
    }

    private void Count(long id, int change)
    {
        var parent = Element(id);
        _elements.Put(id, parent with { ChildCount = parent.ChildCount + change });
    }
}
