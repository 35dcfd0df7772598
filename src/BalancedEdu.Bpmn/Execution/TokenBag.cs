using System.Collections;
using System.Collections.Immutable;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// How many tokens stand on which flows of a scope, in the order of the flows' ids. Nearly always none, one or two
/// flows have any: an array is cheaper than a tree.
/// </summary>
public sealed class TokenBag : IEnumerable<KeyValuePair<string, int>>
{
    private readonly ImmutableArray<KeyValuePair<string, int>> _flows;

    private TokenBag(ImmutableArray<KeyValuePair<string, int>> flows) => _flows = flows;

    /// <summary>No tokens.</summary>
    public static TokenBag Empty { get; } = new([]);

    /// <summary>How many flows have tokens.</summary>
    public int Count => _flows.Length;

    /// <summary>The flows that have tokens.</summary>
    public IEnumerable<string> Flows => _flows.Select(flow => flow.Key);

    /// <summary>How many tokens stand on a flow.</summary>
    public int On(string flow)
    {
        var index = IndexOf(flow);
        return index < 0 ? 0 : _flows[index].Value;
    }

    /// <summary>The same with more or fewer tokens on a flow.</summary>
    /// <exception cref="InvalidOperationException">There would be less than none.</exception>
    public TokenBag Add(string flow, int change)
    {
        var index = IndexOf(flow);
        var count = (index < 0 ? 0 : _flows[index].Value) + change;
        if (count < 0)
            throw new InvalidOperationException($"There is no token on flow '{flow}'.");
        if (index < 0)
            return count == 0 ? this : new(_flows.Insert(~index, new(flow, count)));
        if (count > 0)
            return new(_flows.SetItem(index, new(flow, count)));
        return _flows.Length == 1 ? Empty : new(_flows.RemoveAt(index));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, int>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, int>>)_flows).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string flow)
    {
        for (var i = 0; i < _flows.Length; i++)
        {
            var order = string.CompareOrdinal(_flows[i].Key, flow);
            if (order >= 0)
                return order == 0 ? i : ~i;
        }
        return ~_flows.Length;
    }
}
