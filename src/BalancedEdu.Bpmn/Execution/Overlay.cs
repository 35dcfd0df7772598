using System.Collections.Immutable;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>Changes to an immutable table that are only worked into it at the end.</summary>
/// <typeparam name="T">What the table holds by id.</typeparam>
internal sealed class Overlay<T>(ImmutableSortedDictionary<long, T> before)
    where T : class
{
    /// <summary>New values; null where one was removed.</summary>
    private Dictionary<long, T?>? _changed;

    private int _count = before.Count;

    public bool IsEmpty => _count == 0;

    public T? Find(long id) =>
        _changed is not null && _changed.TryGetValue(id, out var changed) ? changed
        : before.TryGetValue(id, out var value) ? value
        : null;

    public void Put(long id, T value)
    {
        if (Find(id) is null)
            _count++;
        (_changed ??= [])[id] = value;
    }

    public void Remove(long id)
    {
        if (Find(id) is null)
            return;
        _count--;
        if (before.ContainsKey(id))
            (_changed ??= [])[id] = null;
        else
            _changed!.Remove(id);
    }

    /// <summary>All values in the order of their ids: as they are now, also when more is changed meanwhile.</summary>
    public List<T> All()
    {
        var all = new List<(long Id, T Value)>(_count);
        foreach (var (id, value) in before)
            if (_changed is null || !_changed.ContainsKey(id))
                all.Add((id, value));
        foreach (var (id, value) in _changed ?? [])
            if (value is not null)
                all.Add((id, value));
        all.Sort((one, other) => one.Id.CompareTo(other.Id));
        return [.. all.Select(entry => entry.Value)];
    }

    public ImmutableSortedDictionary<long, T> Publish()
    {
        if (_changed is null || _changed.Count == 0)
            return before;
        var builder = before.ToBuilder();
        foreach (var (id, value) in _changed)
            if (value is null)
                builder.Remove(id);
            else
                builder[id] = value;
        return builder.ToImmutable();
    }
}
