using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Messages;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>What cases say to one another: a call of many children, a signal to many receivers.</summary>
internal static class BetweenCases
{
    /// <summary>
    /// A multi-instance calls so many children: each is a case that begins, computes, ends and answers. From the start
    /// of the caller to its end.
    /// </summary>
    public static async Task CallsAsync(DatabaseProvider provider, int children)
    {
        await using var node = await Node.StartAsync(provider);
        await WarmUpAsync(node, "many", Schools(20));
        var measured = new Measured();
        var caller = await StartAsync(node, "many", Schools(children));
        await SweepAsync(node, measured);
        await using var db = node.Open();
        var status = await db.Cases.Where(c => c.Id == caller).Select(c => c.Status).SingleAsync();
        var ended = await db.Cases.CountAsync(c => c.ParentCaseId == caller && c.Status == CaseStatus.Completed);
        if (status != CaseStatus.Completed || ended != children)
            throw new InvalidOperationException($"The caller is {status}, {ended} of {children} children ended.");
        var steps = await db.Cases.Where(c => c.Id == caller).Select(c => c.Version).SingleAsync();
        measured.Print($"a call of {children} children, {provider} ({steps} steps of the caller)", children);
    }

    /// <summary>A signal reaches so many cases that wait; from the start of the sender to the last step.</summary>
    public static async Task SignalAsync(DatabaseProvider provider, int receivers)
    {
        await using var node = await Node.StartAsync(provider);
        await WarmUpAsync(node, "listener", FeelContext.Empty);
        await WarmUpAsync(node, "announcer", FeelContext.Empty);
        await Parallel.ForAsync(0, receivers, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, _) =>
            await StartAsync(node, "listener", FeelContext.Empty));
        GC.Collect();
        var measured = new Measured();
        await StartAsync(node, "announcer", FeelContext.Empty);
        await SweepAsync(node, measured);
        await using var db = node.Open();
        var left = await db.Cases.CountAsync(c => c.Status == CaseStatus.Running);
        if (left != 0)
            throw new InvalidOperationException($"{left} of {receivers} still wait.");
        measured.Print($"a signal to {receivers} receivers, {provider}", receivers);
    }

    private static async Task WarmUpAsync(Node node, string process, FeelContext variables)
    {
        await StartAsync(node, process, variables);
        await SweepAsync(node, new());
    }

    private static async Task SweepAsync(Node node, Measured measured)
    {
        var sweep = node.Services.GetServices<ISweep>().OfType<CorrespondenceSweep>().Single();
        while (await sweep.RunAsync(default) > 0)
            measured.Look();
    }

    private static async Task<long> StartAsync(Node node, string process, FeelContext variables) =>
        (await node.Runner.StartAsync(
            new(process, variables, "329901", "3299010001", "临澄市教育局", null), Actor.System, default)).Value!.CaseId;

    private static FeelContext Schools(int count) => new([
        new("schools", FeelValue.Of([.. Enumerable.Range(1, count).Select(i => FeelValue.Of((decimal)i))])),
    ]);

    private sealed class Measured
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private readonly TimeSpan _cpu = Cpu();
        private long _memory;

        public void Look() => _memory = Math.Max(_memory, Environment.WorkingSet);

        public void Print(string what, int count) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {_watch.Elapsed.TotalSeconds:F1} s, client CPU {(Cpu() - _cpu).TotalMilliseconds / count:F2} ms "
            + $"each, working set at most {_memory / 1048576} MiB"));

        private static TimeSpan Cpu()
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime;
        }
    }
}
