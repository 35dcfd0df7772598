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
/// Five approvals of many cases by one, two and four nodes on one PostgreSQL, each with eight workers: a node with
/// fewer would have less to send together, and that would be measured. Which node takes a task is left to chance, so
/// that a case goes from one to another. All nodes have warmed up before, all know their tasks of a round before it is
/// counted, and all begin it together.
/// <para>
/// On a machine whose cores are all busy with one node more of them can't be faster; what an approval costs must then
/// be the same. That is asked where cores are left idle, and with as much work for each node: what comes at once to a
/// node goes together, so that a node with half the work has dearer steps, and processes that wait for a core take
/// time from one another.
/// </para>
/// </summary>
internal static class Nodes
{
    private const int Workers = 8;
    private const int Rounds = 5;

    /// <summary>As fast as they can.</summary>
    private const int Unpaced = 0;

    /// <summary>Approvals a second of each node; the two cores that we measure on could do 4,000 of one.</summary>
    private const int Paced = 300;

    public static async Task RunAsync(int cases)
    {
        foreach (var rate in new[] { Unpaced, Paced })
            foreach (var count in new[] { 1, 2, 4 })
                await RunAsync(count, cases, rate);
    }

    private static async Task RunAsync(int count, int cases, int rate)
    {
        await using var node = await Node.StartAsync(DatabaseProvider.PostgreSql);
        var postgres = await PostgresCpu.OfAsync(node.Settings.ConnectionString);
        var children = Enumerable.Range(0, count).Select(k => Start(node.Settings, k, count, rate)).ToList();
        await ToldAsync(children, "warm");
        await StartCasesAsync(node, cases);
        var (elapsed, nodes, database) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        for (var round = 0; round < Rounds; round++)
        {
            await TellAsync(children, "look");
            await ToldAsync(children, "ready");
            var (used, watch) = (postgres.Used(), Stopwatch.StartNew());
            await TellAsync(children, "go");
            nodes += TimeSpan.FromMilliseconds((await ToldAsync(children, "done")).Sum());
            (elapsed, database) = (elapsed + watch.Elapsed, database + postgres.Used() - used);
        }
        children.ForEach(c => c.StandardInput.Close());
        foreach (var child in children)
            await child.WaitForExitAsync();
        await VerifyAsync(node);
        var approvals = cases * Rounds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} nodes, {(rate == Unpaced ? "as fast as they can" : $"{rate}/s each")}: "
            + $"{approvals / elapsed.TotalSeconds:F0}/s, CPU of the nodes "
            + $"{nodes.TotalMilliseconds / approvals:F3} ms and of PostgreSQL "
            + $"{database.TotalMilliseconds / approvals:F3} ms each, "
            + $"{(nodes + database).TotalMilliseconds / approvals:F3} ms together, "
            + $"{(nodes + database) / elapsed:F2} cores busy"));
        children.ForEach(c => c.Dispose());
    }

    /// <summary>
    /// What a child does: warms up, and then, a round at a word, looks what is its share and approves it.
    /// </summary>
    public static async Task<int> WorkAsync(string[] args)
    {
        var settings = new DatabaseSettings
        {
            Provider = DatabaseProvider.PostgreSql,
            ConnectionString = args[0],
        };
        var (k, count, rate) = (int.Parse(args[1], null), int.Parse(args[2], null), int.Parse(args[3], null));
        await using var node = Node.Over(settings, TimeProvider.System, Path.GetTempPath());
        await Warmth.ReachAsync(() => ApproveFiveTimesAsync(node));
        Console.WriteLine("warm 0");
        await using var db = node.Open();
        using var process = Process.GetCurrentProcess();
        while (await Console.In.ReadLineAsync() is not null)
        {
            var share = await db.Tasks.AsNoTracking().Where(t => t.Status == WorkTaskStatus.Open).OrderBy(t => t.Id)
                .ToListAsync();
            share.RemoveAll(task => NodeOf(task, count) != k);
            Console.WriteLine("ready 0");
            await Console.In.ReadLineAsync();
            process.Refresh();
            var cpu = process.TotalProcessorTime;
            await ApproveAsync(node, share, rate);
            process.Refresh();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"done {(process.TotalProcessorTime - cpu).TotalMilliseconds:F0}"));
        }
        return 0;
    }

    /// <summary>
    /// By chance, the same at each run. Not by the rest of its id: a step takes so many ids that all tasks of a round
    /// can be even ones.
    /// </summary>
    private static int NodeOf(WorkTask task, int count) => new Random((int)task.Id).Next(count);

    private static async Task ApproveFiveTimesAsync(Node node)
    {
        await using var db = node.Open();
        var mine = await StartCasesAsync(node, 300);
        for (var round = 0; round < Rounds; round++)
            await ApproveAsync(
                node, await db.Tasks.AsNoTracking()
                    .Where(t => t.Status == WorkTaskStatus.Open && mine.Contains(t.CaseId)).ToListAsync(), Unpaced);
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

    private static Task ApproveAsync(Node node, List<WorkTask> tasks, int rate)
    {
        var watch = Stopwatch.StartNew();
        return Parallel.ForEachAsync(
            tasks.Index(), new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (next, stop) =>
            {
                if (rate > 0 && TimeSpan.FromSeconds((double)next.Index / rate) - watch.Elapsed is { Ticks: > 0 } early)
                    await Task.Delay(early, stop);
                await ApproveAsync(node, next.Item, stop);
            });
    }

    private static async Task ApproveAsync(Node node, WorkTask task, CancellationToken stop)
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
    }

    private static async Task VerifyAsync(Node node)
    {
        await using var db = node.Open();
        var open = await db.Cases.CountAsync(c => c.Status != CaseStatus.Completed);
        var events = await db.CaseEvents.CountAsync(e => e.Kind == "UserTaskCompleted");
        var tasks = await db.Tasks.CountAsync();
        if (open != 0 || events != tasks)
            throw new InvalidOperationException($"{open} cases are open; {events} decisions on {tasks} tasks.");
    }

    private static Process Start(DatabaseSettings settings, int k, int count, int rate)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[]
        {
            Path.Combine(AppContext.BaseDirectory, "BalancedEdu.Benchmarks.dll"), "persisted", "node",
            settings.ConnectionString, $"{k}", $"{count}", $"{rate}",
        })
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task TellAsync(List<Process> children, string word)
    {
        foreach (var child in children)
            await child.StandardInput.WriteLineAsync(word);
    }

    /// <summary>Waits until all have said a word, and gives the number that each has said with it.</summary>
    private static Task<double[]> ToldAsync(List<Process> children, string word) =>
        Task.WhenAll(children.Select(async child =>
        {
            while (await child.StandardOutput.ReadLineAsync() is { } line)
                if (line.Split(' ') is [var said, var number] && said == word)
                    return double.Parse(number, CultureInfo.InvariantCulture);
            throw new InvalidOperationException($"A node ended before it said {word}.");
        }));
}
