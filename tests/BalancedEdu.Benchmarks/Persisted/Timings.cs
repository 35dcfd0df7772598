using System.Globalization;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>How long many things of one kind took, in milliseconds.</summary>
internal sealed class Timings
{
    private readonly List<double> _all = [];

    public int Count => _all.Count;

    public void Add(IEnumerable<double> milliseconds) => _all.AddRange(milliseconds);

    /// <summary><c>p50 1.2 ms, p95 3.4 ms, max 9.9 ms</c>.</summary>
    public override string ToString()
    {
        var sorted = _all.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"p50 {At(sorted, 0.5):F1} ms, p95 {At(sorted, 0.95):F1} ms, max {sorted[^1]:F0} ms");
    }

    private static double At(double[] sorted, double share) => sorted[(int)((sorted.Length - 1) * share)];
}
