using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// A node under load is killed as by <c>kill -9</c> at a random moment, many times. What it has acknowledged must be
/// there, and nothing twice.
/// </summary>
internal static class Kills
{
    private const int Workers = 4;

    public static async Task RunAsync(DatabaseProvider provider, int kills)
    {
        await using var node = await Node.StartAsync(provider);
        await using var db = node.Open();
        var folder = Directory.CreateTempSubdirectory("balancededu-kills-");
        var random = new Random(1);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < kills; i++)
        {
            using var child = Process.Start(
                Worker(AppContext.BaseDirectory, node.Settings, folder.FullName, i))!;
            await IsWorkingAsync(child);
            await Task.Delay(random.Next(50, 1_500));
            if (child.HasExited)
                throw new InvalidOperationException("The node ended by itself.");
            child.Kill();
            await child.WaitForExitAsync();
        }
        var told = ToldIn(folder);
        await DrainAsync(node.Settings, folder.FullName);
        Console.WriteLine($"{kills} kills, {provider}, {watch.Elapsed.TotalSeconds:F0} s: "
            + $"{await VerifyAsync(db, told, folder.FullName)}");
        folder.Delete(recursive: true);
    }

    /// <summary>
    /// Two nodes work while their PostgreSQL is stopped as by a crash and started again, many times.
    /// </summary>
    public static async Task OutagesAsync(DatabaseProvider provider, int outages)
    {
        if (provider != DatabaseProvider.PostgreSql)
            return;
        await using var node = await Node.StartAsync(provider);
        var folder = Directory.CreateTempSubdirectory("balancededu-outages-");
        var (random, watch) = (new Random(1), Stopwatch.StartNew());
        var children = new List<Process>();
        foreach (var name in new[] { "a", "b" })
            children.Add(Process.Start(Worker(
                AppContext.BaseDirectory, node.Settings, folder.CreateSubdirectory(name).FullName, children.Count,
                "steady"))!);
        for (var i = 0; i < outages; i++)
        {
            await Task.Delay(random.Next(2_000, 5_000));
            await PostgresServer.RestartAsync(TimeSpan.FromMilliseconds(random.Next(100, 3_000)));
        }
        await Task.Delay(5_000);
        if (children.Any(c => c.HasExited))
            throw new InvalidOperationException("A node ended by itself.");
        foreach (var child in children)
        {
            // A killed one may still be writing into the folder that is deleted in the end.
            child.Kill();
            await child.WaitForExitAsync();
            child.Dispose();
        }
        NpgsqlConnection.ClearAllPools();
        var told = ToldIn(folder);
        await DrainAsync(node.Settings, folder.FullName);
        await using var db = node.Open();
        Console.WriteLine($"PostgreSQL stopped {outages} times under two nodes, {watch.Elapsed.TotalSeconds:F0} s: "
            + $"{await VerifyAsync(db, told, folder.FullName)}");
        folder.Delete(recursive: true);
    }

    /// <summary>What the child does until it is killed.</summary>
    public static async Task<int> WorkAsync(string[] args)
    {
        var settings = new DatabaseSettings
        {
            Provider = Enum.Parse<DatabaseProvider>(args[0]),
            ConnectionString = args[1],
        };
        await using var node = Node.Over(settings, TimeProvider.System, args[2]);
        await using var told = new StreamWriter(Path.Combine(args[2], "acknowledged"), append: true)
        {
            AutoFlush = true,
        };
        await StartCaseAsync(node, "five");
        Console.WriteLine("working");
        var seed = int.Parse(args[3], CultureInfo.InvariantCulture);

        // The first that ends ends the node: nothing but a fault ends any of them.
        await await Task.WhenAny(Enumerable.Range(0, Workers).Select(w => Task.Run(() => UntilKilledAsync(
            () => w == 0 ? SweepAsync(node, int.MaxValue) : DecideAsync(node, new(seed * Workers + w), told),
            steady: args is [.., "steady"]))));
        return 0;
    }

    /// <summary>Who is steady goes on when the database has gone, as requests and sweeps of the product do.</summary>
    private static async Task UntilKilledAsync(Func<Task> work, bool steady)
    {
        while (true)
            try
            {
                await work();
            }
            catch (Exception e) when (steady && (e is DbException || e.InnerException is DbException))
            {
                await Task.Delay(100);
            }
    }

    private static async Task DecideAsync(Node node, Random random, StreamWriter told)
    {
        for (var n = 0; ; n++)
        {
            if (n % 5 == 0)
                await StartCaseAsync(node, random.Next(2) == 0 ? "five" : "waiting");
            await using var db = node.Open();
            var tasks = await db.Tasks.AsNoTracking().Where(t => t.Status == WorkTaskStatus.Open)
                .OrderBy(t => t.Id).Skip(random.Next(20)).Take(4).ToListAsync();
            foreach (var task in tasks)
                if (await node.Runner.RunAsync(RequestOf(task), default) is null)
                    lock (told)
                        told.WriteLine(task.Id);
        }
    }

    private static Task StartCaseAsync(Node node, string process) => node.Runner.StartAsync(
        new(process, new([new("subject", FeelValue.Of("明德小学"))]), null, null, "", null), Actor.System, default);

    private static StepRequest RequestOf(WorkTask task) => new(
        task.CaseId, new CompleteUserTask(task.ElementInstanceId, "agree", null, "boyu", FeelContext.Empty),
        new("boyu", "柏雨"))
    {
        TaskId = task.Id,
        Revision = task.Revision,
    };

    private static async Task SweepAsync(Node node, int rounds)
    {
        for (var idle = 0; idle < rounds;)
        {
            var done = 0;
            foreach (var sweep in node.Services.GetServices<ISweep>())
                done += await sweep.RunAsync(default);
            idle = done == 0 ? idle + 1 : 0;
        }
    }

    /// <summary>The tasks whose decisions were acknowledged to a worker of this folder or of one in it.</summary>
    internal static List<long> ToldIn(DirectoryInfo folder) =>
        [.. folder.GetFiles("acknowledged", SearchOption.AllDirectories).SelectMany(f => File.ReadAllLines(f.FullName))
            .Select(l => long.Parse(l, CultureInfo.InvariantCulture))];

    /// <summary>A day later nothing is leased by the dead: what they left is done.</summary>
    internal static async Task DrainAsync(DatabaseSettings settings, string folder)
    {
        await using var node = Node.Over(settings, new Later(), folder);
        await SweepAsync(node, 1);
    }

    internal static async Task<Verdict> VerifyAsync(BalancedEduDb db, List<long> told, string folder)
    {
        var decided = await db.Tasks.Where(t => t.Status == WorkTaskStatus.Completed).Select(t => t.Id).ToListAsync();
        var events = await db.CaseEvents.AsNoTracking().OrderBy(e => e.CaseId).ThenBy(e => e.Sequence).ToListAsync();
        var steps = events.Where(e => e.Kind == "UserTaskCompleted").GroupBy(e => e.TaskId).ToList();
        return new(
            Told: told.Count,
            Lost: told.Except(decided).Count(),
            StepsTwice: steps.Count(g => g.Count() > 1) + Math.Abs(steps.Count - decided.Count),
            TimersTwice: events.Where(e => e.Kind == "TimerFired").GroupBy(e => e.CaseId).Count(g => g.Count() > 1),
            Broken: events.GroupBy(e => e.CaseId).Count(g => EventChain.FindBreak(g) is not null),
            Mails: await db.OutboxMails.CountAsync(m => m.TaskId != null),
            Tasks: await db.Tasks.CountAsync(),
            Unsent: await db.OutboxMails.CountAsync(m => m.Status == OutboxStatus.Pending),
            Files: Directory.GetFiles(folder, "*.eml", SearchOption.AllDirectories).Length);
    }

    /// <summary>How a worker is started.</summary>
    /// <param name="build">The folder of the build whose worker it is.</param>
    /// <param name="settings">Its database.</param>
    /// <param name="folder">Where it writes its mails, and what was acknowledged to it.</param>
    /// <param name="seed">Of its chance.</param>
    /// <param name="mode">How it works: <c>steady</c>, or until something throws.</param>
    internal static ProcessStartInfo Worker(
        string build, DatabaseSettings settings, string folder, int seed, string mode = "") => new("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(build, "BalancedEdu.Benchmarks.dll"), "persisted", "worker", $"{settings.Provider}",
                settings.ConnectionString, folder, $"{seed}", mode,
            },
        };

    /// <summary>Waits until it works, or has ended.</summary>
    internal static async Task IsWorkingAsync(Process worker)
    {
        while (await worker.StandardOutput.ReadLineAsync() is { } line && line != "working")
        {
        }
    }

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddDays(1);
    }
}

/// <summary>What is found when nobody works any more.</summary>
internal sealed record Verdict(
    int Told, int Lost, int StepsTwice, int TimersTwice, int Broken, int Mails, int Tasks, int Unsent, int Files)
{
    /// <summary>Whether nothing is lost and nothing is there twice.</summary>
    public bool Holds =>
        (Lost, StepsTwice, TimersTwice, Broken, Unsent) == (0, 0, 0, 0, 0) && Mails == Tasks && Told > 0;

    public override string ToString() =>
        $"{Told} decisions acknowledged, {Lost} lost, {StepsTwice} steps twice, {TimersTwice} timers twice, {Broken} "
        + $"chains broken, {Mails} mails of {Tasks} tasks, {Unsent} unsent, {Files} files";
}
