using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// Five approvals of many cases by several workers through <see cref="ProcessRunner"/>: a round approves one step of
/// every case. What lies between the rounds isn't counted: finding the tasks that opened, and a slice of the yardstick.
/// </summary>
internal static class Approvals
{
    private static readonly string[] Rounds = ["edu.planning", "edu.finance", "edu.basic", "edu.inspect", "edu.leader"];

    public static async Task RunAsync(DatabaseProvider provider, int workers, int cases)
    {
        await using var node = await Node.StartAsync(provider);
        await Warmth.ReachAsync(() => RoundsAsync(node, workers, Math.Min(cases, 1_000), null));
        var measured = new Measured();
        var yardstick = await Yardstick.OfAsync(node.Settings, workers);
        await RoundsAsync(node, workers, cases, (measured, yardstick));
        var rate = measured.Print(provider);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  the same rows by {(provider == DatabaseProvider.PostgreSql ? "pgbench, pipelined" : "a bare loop")}: "
            + $"{yardstick.Rate:F0}/s; the runtime reaches {rate / yardstick.Rate:P0} of it; working set "
            + $"{Environment.WorkingSet / 1048576} MiB"));
    }

    private static async Task RoundsAsync(
        Node node, int workers, int cases, (Measured Measured, Yardstick Yardstick)? counted)
    {
        var postgres = node.Settings.Provider == DatabaseProvider.PostgreSql
            ? await PostgresCpu.OfAsync(node.Settings.ConnectionString)
            : null;
        var variables = new FeelContext([new("subject", FeelValue.Of("明德小学"))]);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers };
        await Parallel.ForAsync(0, cases, parallel, async (_, stop) =>
            Check((await node.Runner.StartAsync(
                new("five", variables, "329901", "3299010001", "临澄市教育局", null), Actor.System, stop)).Refusal));
        for (var round = 0; round < Rounds.Length; round++)
        {
            var tasks = await OpenAsync(node);
            var latencies = new double[tasks.Count];
            var next = -1;
            using var process = Process.GetCurrentProcess();
            var (cpu, machine, database) = (process.TotalProcessorTime, MachineCpu.Used(), postgres?.Used());
            var (wal, watch) = (await WalAsync(node), Stopwatch.StartNew());
            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
            {
                for (var i = Interlocked.Increment(ref next); i < tasks.Count; i = Interlocked.Increment(ref next))
                {
                    var begun = Stopwatch.GetTimestamp();
                    Check(await node.Runner.RunAsync(RequestOf(tasks[i]), default));
                    latencies[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                }
            })));
            watch.Stop();
            process.Refresh();
            if (counted is not var (measured, yardstick))
                continue;
            measured.Add(
                watch.Elapsed, process.TotalProcessorTime - cpu, postgres?.Used() - database,
                MachineCpu.Used() - machine, await WalAsync(node) - wal, latencies);
            await yardstick.AddAsync(seconds: 2);
        }
    }

    private static StepRequest RequestOf(WorkTask task) => new(
        task.CaseId, new CompleteUserTask(task.ElementInstanceId, "agree", "同意。", "chenhuaijin", FeelContext.Empty),
        new("chenhuaijin", "陈怀瑾"))
    {
        TaskId = task.Id,
        Revision = task.Revision,
    };

    private static async Task<List<WorkTask>> OpenAsync(Node node)
    {
        await using var db = node.Open();
        return await db.Tasks.AsNoTracking()
            .Where(t => t.Status == WorkTaskStatus.Open && t.CaseId < Yardstick.First).OrderBy(t => t.Id).ToListAsync();
    }

    private static async Task<long> WalAsync(Node node)
    {
        if (node.Settings.Provider != DatabaseProvider.PostgreSql)
            return 0;
        await using var connection = new NpgsqlConnection(node.Settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_current_wal_insert_lsn() - '0/0'", connection);
        return (long)(decimal)(await command.ExecuteScalarAsync())!;
    }

    private static void Check(ActionRefusal? refusal)
    {
        if (refusal is not null)
            throw new InvalidOperationException($"{refusal.Code} {refusal.Message}");
    }

    private sealed class Measured
    {
        private readonly Timings _latencies = new();
        private TimeSpan _wall;
        private TimeSpan _cpu;
        private TimeSpan _database;
        private TimeSpan _machine;
        private long _wal;

        public void Add(
            TimeSpan wall, TimeSpan cpu, TimeSpan? database, TimeSpan machine, long wal, double[] latencies)
        {
            (_wall, _cpu, _machine, _wal) = (_wall + wall, _cpu + cpu, _machine + machine, _wal + wal);
            _database += database ?? TimeSpan.Zero;
            _latencies.Add(latencies);
        }

        public double Print(DatabaseProvider provider)
        {
            var count = _latencies.Count;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"approvals, {provider}: {count / _wall.TotalSeconds:F0}/s, {_latencies}, client CPU "
                + $"{_cpu.TotalMilliseconds / count:F3} ms each, of PostgreSQL "
                + $"{_database.TotalMilliseconds / count:F3} ms, of the machine "
                + $"{_machine.TotalMilliseconds / count:F3} ms, WAL {_wal / 1024.0 / count:F2} KiB each "
                + $"({count} in {_wall.TotalSeconds:F1} s)"));
            return count / _wall.TotalSeconds;
        }
    }
}
