using System.Collections;

namespace BalancedEdu.Feel.Values;

/// <summary>An ordered, immutable set of named values.</summary>
public sealed class FeelContext : IReadOnlyCollection<KeyValuePair<string, FeelValue>>
{
    private readonly IReadOnlyList<KeyValuePair<string, FeelValue>> _entries;

    /// <summary>Takes the entries in order; a later entry of the same name replaces the earlier one.</summary>
    public FeelContext(IEnumerable<KeyValuePair<string, FeelValue>> entries) => _entries = [.. entries];

    /// <summary>The context without entries.</summary>
    public static FeelContext Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <summary>Finds an entry by its exact name.</summary>
    public bool TryGet(string name, out FeelValue value)
    {
        foreach (var entry in _entries)
            if (entry.Key == name)
            {
                value = entry.Value;
                return true;
            }
        value = FeelValue.Null;
        return false;
    }

    /// <summary>A copy with the entry added or replaced.</summary>
    public FeelContext With(string name, FeelValue value) => new([.. _entries.Where(e => e.Key != name), new(name, value)]);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, FeelValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
