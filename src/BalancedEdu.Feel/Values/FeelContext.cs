using System.Collections;
using System.Runtime.CompilerServices;

namespace BalancedEdu.Feel.Values;

/// <summary>An ordered, immutable set of named values; also what an expression may take its variables from.</summary>
public sealed class FeelContext
    : IReadOnlyCollection<KeyValuePair<string, FeelValue>>, IEquatable<FeelContext>, IFeelScope
{
    /// <summary>Up to here a walk is faster than a hash.</summary>
    private const int MaxWalked = 8;

    private readonly KeyValuePair<string, FeelValue>[] _entries;
    private readonly Dictionary<string, int>? _index;

    /// <summary>
    /// Takes the entries in order; a later entry of the same name replaces the earlier one, in its place.
    /// </summary>
    public FeelContext(IEnumerable<KeyValuePair<string, FeelValue>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        KeyValuePair<string, FeelValue>[] given = [.. entries];
        if (given.Length > MaxWalked || HasDuplicate(given))
            (_entries, _index) = Indexed(given);
        else
            _entries = given;
        Weight = 1;
        foreach (var entry in _entries)
            Weight += entry.Value.Weight;
    }

    /// <summary>The context without entries.</summary>
    public static FeelContext Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <summary>How many values this is made of; see <see cref="FeelValue.Weight"/>.</summary>
    internal decimal Weight { get; }

    /// <summary>Finds an entry by its exact name.</summary>
    public bool TryGet(string name, out FeelValue value)
    {
        var at = IndexOf(name);
        value = at < 0 ? FeelValue.Null : _entries[at].Value;
        return at >= 0;
    }

    /// <summary>A copy with the entry added or replaced in its place.</summary>
    public FeelContext With(string name, FeelValue value) => new([.. _entries, new(name, value)]);

    /// <summary>A copy without the entry.</summary>
    public FeelContext Without(string name) => new(_entries.Where(e => e.Key != name));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, FeelValue>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, FeelValue>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same names in the same order with equal values.</summary>
    public bool Equals(FeelContext? other)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (other is null || other.Count != Count)
            return false;
        for (var i = 0; i < _entries.Length; i++)
            if (_entries[i].Key != other._entries[i].Key || _entries[i].Value != other._entries[i].Value)
                return false;
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelContext);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var hash = new HashCode();
        foreach (var (name, value) in _entries)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(value);
        }
        return hash.ToHashCode();
    }

    private int IndexOf(string name)
    {
        if (_index is not null)
            return _index.TryGetValue(name, out var at) ? at : -1;
        for (var i = 0; i < _entries.Length; i++)
            if (string.Equals(_entries[i].Key, name, StringComparison.Ordinal))
                return i;
        return -1;
    }

    private static bool HasDuplicate(KeyValuePair<string, FeelValue>[] entries)
    {
        for (var i = 1; i < entries.Length; i++)
            for (var j = 0; j < i; j++)
                if (entries[i].Key == entries[j].Key)
                    return true;
        return false;
    }

    private static (KeyValuePair<string, FeelValue>[], Dictionary<string, int>) Indexed(
        KeyValuePair<string, FeelValue>[] given)
    {
        var entries = new List<KeyValuePair<string, FeelValue>>(given.Length);
        var index = new Dictionary<string, int>(given.Length, StringComparer.Ordinal);
        foreach (var entry in given)
            if (index.TryGetValue(entry.Key, out var at))
                entries[at] = entry;
            else
            {
                index.Add(entry.Key, entries.Count);
                entries.Add(entry);
            }
        return ([.. entries], index);
    }
}
