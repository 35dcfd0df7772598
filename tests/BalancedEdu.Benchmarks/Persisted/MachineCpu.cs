using System.Globalization;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// CPU time that the whole machine has spent, database included: it says more than a rate where the load shares the
/// cores with what it measures.
/// </summary>
internal static class MachineCpu
{
    /// <summary>Spent since the machine started, to 10 ms; zero where Linux's <c>/proc/stat</c> isn't.</summary>
    public static TimeSpan Used()
    {
        if (!File.Exists("/proc/stat"))
            return TimeSpan.Zero;

        // cpu user nice system idle iowait irq softirq: hundredths of a second.
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var busy = new[] { 1, 2, 3, 6, 7 }.Sum(i => long.Parse(fields[i], CultureInfo.InvariantCulture));
        return TimeSpan.FromMilliseconds(busy * 10);
    }
}
