using System.Diagnostics;
using System.Globalization;

namespace BalancedEdu.Benchmarks.Engine;

/// <summary>
/// Instances a CPU-second: five sequential approvals in memory, start to end, on one thread. The processor time of the
/// whole process is counted, so that the collector and the compiler are paid for, and other work on the machine isn't.
/// </summary>
internal static class Rate
{
    private const int DefaultInstances = 200_000;

    public static int OfFiveApprovals(string[] args)
    {
        var instances = args is [var asked, ..] ? int.Parse(asked, CultureInfo.InvariantCulture) : DefaultInstances;
        // The compiler at run time has three levels; what is measured is the last one.
        for (var n = 0; n < 20_000; n++)
            Instance.FiveApprovals();
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < instances; n++)
            Instance.FiveApprovals();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        process.Refresh();
        var seconds = (process.TotalProcessorTime - cpu).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"five approvals: {instances / seconds:F0} instances/CPU-s, {seconds / instances * 1e6:F1} us and "
            + $"{allocated / instances} B each ({instances} in {seconds:F2} CPU-s)"));
        return 0;
    }
}
