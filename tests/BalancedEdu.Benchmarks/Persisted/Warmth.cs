using System.Diagnostics;
using System.Runtime;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// Repeats what is to be measured until the compiler at run time has settled: what a node costs that has run for a
/// minute, not what it costs to start one.
/// </summary>
internal static class Warmth
{
    /// <summary>Settled: so much of the processor time of a run, or less, went into compiling.</summary>
    private const double Settled = 0.02;

    /// <summary>Whoever goes on compiling after so many runs is measured with it.</summary>
    private const int RunsMax = 8;

    public static async Task ReachAsync(Func<Task> run)
    {
        using var process = Process.GetCurrentProcess();
        for (var runs = 0; runs < RunsMax; runs++)
        {
            process.Refresh();
            var (cpu, compiling) = (process.TotalProcessorTime, JitInfo.GetCompilationTime());
            await run();
            process.Refresh();
            if (JitInfo.GetCompilationTime() - compiling <= (process.TotalProcessorTime - cpu) * Settled)
                return;
        }
    }
}
