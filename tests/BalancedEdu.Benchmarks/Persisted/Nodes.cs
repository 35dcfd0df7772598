using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// Five approvals of many cases by one, two and four nodes on one PostgreSQL, eight workers in all. Which node takes a
/// task is left to chance, so that a case goes from one to another. On a machine whose cores are all busy with one node
/// more of them can't be faster; what an approval costs must then be the same.
/// </summary>
internal static class Nodes
{
    private const int Workers = 8;

    public static async Task RunAsync(int cases)
    {
        foreach (var count in new[] { 1, 2, 4 })
        {
            await using var node = await Node.StartAsync(DatabaseProvider.PostgreSql);
            var children = Enumerable.Range(0, count).Select(k => Start(node.Settings, k, count)).ToList();
            foreach (var child in children)
                await UntilAsync(child, "ready");
            await StartCasesAsync(node, cases);
            var (cpu, watch) = (MachineCpu.Used(), Stopwatch.StartNew());
            foreach (var child in children)
                await child.StandardInput.WriteLineAsync("go");
            foreach (var child in children)
                await UntilAsync(child, "done");
            var (elapsed, used) = (watch.Elapsed, MachineCpu.Used() - cpu);
            foreach (var child in children)
                await child.WaitForExitAsync();
            await VerifyAsync(node);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{count} nodes: {cases * 5 / elapsed.TotalSeconds:F0}/s, of the machine "
                + $"{used.TotalMilliseconds / cases / 5:F3} ms each, {used / elapsed:F2} cores busy"));
            children.ForEach(c => c.Dispose());
        }
    }

    /// <summary>What a child does: warms up, waits for its word, approves its share until nothing is open.</summary>
    public static async Task<int> WorkAsync(string[] args)
    {
        var settings = new DatabaseSettings
        {
            Provider = DatabaseProvider.PostgreSql,
            ConnectionString = args[0],
        };
        var (k, count) = (int.Parse(args[1], null), int.Parse(args[2], null));
        await using var node = Node.Over(settings, TimeProvider.System, Path.GetTempPath());
        await WarmUpAsync(node);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        await using var db = node.Open();
        while (await db.Tasks.AnyAsync(t => t.Status == WorkTaskStatus.Open))
        {
            var share = await db.Tasks.AsNoTracking()
                .Where(t => t.Status == WorkTaskStatus.Open && t.Id % count == k).OrderBy(t => t.Id).Take(4_000)
                .ToListAsync();
            await ApproveAsync(node, share, Workers / count);

            // Who looked for work all the time would measure its own looking.
            if (share.Count < 500)
                await Task.Delay(100);
        }
        Console.WriteLine("done");
        return 0;
    }

    private static async Task WarmUpAsync(Node node)
    {
        await using var db = node.Open();
        var mine = await StartCasesAsync(node, 300);
        for (var round = 0; round < 5; round++)
            await ApproveAsync(
                node, await db.Tasks.AsNoTracking()
                    .Where(t => t.Status == WorkTaskStatus.Open && mine.Contains(t.CaseId)).ToListAsync(),
                Workers);
    }

    private static async Task<List<long>> StartCasesAsync(Node node, int count)
    {
        var started = new long[count];
        var variables = new FeelContext([new("subject", FeelValue.Of("明德小学"))]);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (i, stop) =>
            started[i] = (await node.Runner.StartAsync(
                new("five", variables, "329901", "3299010001", "临澄市教育局", null), Actor.System, stop)).Value!.CaseId);
        return [.. started];
    }

    private static Task ApproveAsync(Node node, List<WorkTask> tasks, int workers) => Parallel.ForEachAsync(
        tasks, new ParallelOptions { MaxDegreeOfParallelism = workers }, async (task, stop) =>
        {
            var refusal = await node.Runner.RunAsync(
                new(task.CaseId,
                    new CompleteUserTask(task.ElementInstanceId, "agree", "同意。", "chenhuaijin", FeelContext.Empty),
                    new("chenhuaijin", "陈怀瑾"))
                {
                    TaskId = task.Id,
                    Revision = task.Revision,
                },
                stop);
            if (refusal is not null)
                throw new InvalidOperationException($"{refusal.Code} {refusal.Message}");
        });

    private static async Task VerifyAsync(Node node)
    {
        await using var db = node.Open();
        var open = await db.Cases.CountAsync(c => c.Status != CaseStatus.Completed);
        var events = await db.CaseEvents.CountAsync(e => e.Kind == "UserTaskCompleted");
        var tasks = await db.Tasks.CountAsync();
        if (open != 0 || events != tasks)
            throw new InvalidOperationException($"{open} cases are open; {events} decisions on {tasks} tasks.");
    }

    private static Process Start(DatabaseSettings settings, int k, int count)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[]
        {
            Path.Combine(AppContext.BaseDirectory, "BalancedEdu.Benchmarks.dll"), "persisted", "node",
            settings.ConnectionString, $"{k}", $"{count}",
        })
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task UntilAsync(Process child, string word)
    {
        while (await child.StandardOutput.ReadLineAsync() is { } line)
            if (line == word)
                return;
        throw new InvalidOperationException($"A node ended before it said {word}.");
    }
}
