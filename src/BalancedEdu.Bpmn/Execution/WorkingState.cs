using System.Collections.Immutable;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// The state while a step runs: mutable, changed by <see cref="Transitions.Apply"/> only, published as an immutable
/// <see cref="ProcessState"/> at the end.
/// </summary>
internal sealed class WorkingState
{
    private readonly ImmutableSortedDictionary<long, ElementInstance>.Builder _elements;
    private readonly ImmutableDictionary<long, ImmutableSortedSet<long>>.Builder _children;
    private readonly ImmutableSortedDictionary<long, TimerState>.Builder _timers;
    private readonly ImmutableDictionary<long, ImmutableSortedSet<long>>.Builder _timersOf;
    private readonly ImmutableSortedSet<string>.Builder _completed;

    public WorkingState(ProcessState state)
    {
        NextId = state.NextId;
        EndEventId = state.EndEventId;
        _elements = state.Elements.ToBuilder();
        _children = state.Children.ToBuilder();
        _timers = state.Timers.ToBuilder();
        _timersOf = state.TimersOf.ToBuilder();
        _completed = state.Completed.ToBuilder();
    }

    public long NextId { get; set; }

    public string? EndEventId { get; set; }

    public bool Started => _elements.Count > 0;

    public IEnumerable<ElementInstance> Elements => _elements.Values;

    public ElementInstance? Find(long id) => _elements.TryGetValue(id, out var element) ? element : null;

    public ElementInstance Element(long id) =>
        Find(id) ?? throw new InvalidOperationException($"There is no element instance {id}.");

    public TimerState? FindTimer(long id) => _timers.TryGetValue(id, out var timer) ? timer : null;

    public ImmutableSortedSet<long> ChildrenOf(long id) => _children.GetValueOrDefault(id) ?? [];

    public ImmutableSortedSet<long> TimersOf(long id) => _timersOf.GetValueOrDefault(id) ?? [];

    public void Put(ElementInstance element)
    {
        if (!_elements.ContainsKey(element.Id) && element.ParentId != 0)
            _children[element.ParentId] = ChildrenOf(element.ParentId).Add(element.Id);
        _elements[element.Id] = element;
    }

    public void Remove(ElementInstance element)
    {
        _elements.Remove(element.Id);
        _children.Remove(element.Id);
        Shrink(_children, element.ParentId, element.Id);
    }

    public void Put(TimerState timer)
    {
        _timersOf[timer.InstanceId] = TimersOf(timer.InstanceId).Add(timer.Id);
        _timers[timer.Id] = timer;
    }

    public void Remove(TimerState timer)
    {
        _timers.Remove(timer.Id);
        Shrink(_timersOf, timer.InstanceId, timer.Id);
    }

    public void Passed(string elementId) => _completed.Add(elementId);

    public ProcessState Publish() => new(
        NextId, _elements.ToImmutable(), _children.ToImmutable(), _timers.ToImmutable(), _timersOf.ToImmutable(),
        _completed.ToImmutable(), EndEventId);

    private static void Shrink(
        ImmutableDictionary<long, ImmutableSortedSet<long>>.Builder index, long key, long member)
    {
        if (!index.TryGetValue(key, out var members))
            return;
        members = members.Remove(member);
        if (members.Count == 0)
            index.Remove(key);
        else
            index[key] = members;
    }
}
