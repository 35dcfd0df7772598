using System.Collections.Concurrent;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>When each sweep of this node has last gone round; one that hangs or is not woken falls silent.</summary>
public sealed class SweepPulse(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _last = new(StringComparer.Ordinal);

    /// <summary>A sweep begins, or has gone round.</summary>
    public void Beat(string sweep) => _last[sweep] = time.GetUtcNow();

    /// <summary>Sweeps that have been silent for longer than a time, with the time of their last round.</summary>
    public IReadOnlyList<(string Sweep, DateTimeOffset Last)> SilentFor(TimeSpan longer)
    {
        var before = time.GetUtcNow() - longer;
        return [.. _last.Where(s => s.Value < before).OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => (s.Key, s.Value))];
    }
}
