using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>Many timers that are due at once: each fires one step, which opens a task and writes a mail.</summary>
internal static class DueTimers
{
    public static async Task RunAsync(DatabaseProvider provider, int count)
    {
        await using var node = await Node.StartAsync(provider);
        var variables = new FeelContext([new("subject", FeelValue.Of("明德小学"))]);
        var started = await node.Runner.StartAsync(
            new("waiting", variables, "329901", "3299010001", "临澄市教育局", null), Actor.System, default);
        await using var db = node.Open();
        foreach (var sql in Copies(started.Value!.CaseId, count))
            await db.Database.ExecuteSqlRawAsync(sql);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var sweep = node.Services.GetServices<ISweep>().OfType<TimerSweep>().Single();
        using var process = Process.GetCurrentProcess();
        var (cpu, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
        while (await sweep.RunAsync(default) > 0)
        {
        }
        watch.Stop();
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        var (left, tasks) = (await db.Timers.CountAsync(), await db.Tasks.CountAsync());
        if (left != 0 || tasks != count)
            throw new InvalidOperationException($"{left} timers are left, {tasks} tasks were opened of {count}.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} due timers, {provider}: {watch.Elapsed.TotalSeconds:F1} s, "
            + $"{count / watch.Elapsed.TotalSeconds:F0}/s, client CPU {cpu.TotalMilliseconds / count:F2} ms each"));
    }

    /// <summary>Cases and timers like the one that was started, due a second after it.</summary>
    private static string[] Copies(long caseId, int count)
    {
        var numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + string.Create(CultureInfo.InvariantCulture, $"{count - 1}) ");
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"""
                {numbers} INSERT INTO cases (id, number, process_id, bundle_version_id, title, status, version, state,
                    started_at, started_by, applicant_name, district_code, school_code, last_sequence, last_hash)
                SELECT 1000000000 + n.i, 'C' || n.i, c.process_id, c.bundle_version_id, c.title, c.status, c.version,
                    c.state, c.started_at, c.started_by, c.applicant_name, c.district_code, c.school_code,
                    c.last_sequence, c.last_hash
                FROM cases c, n WHERE c.id = {caseId}
                """),
            string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO timers (case_id, timer_id, element_id, due_at)
                SELECT c.id, t.timer_id, t.element_id, t.due_at FROM timers t, cases c
                WHERE t.case_id = {caseId} AND c.id >= 1000000000
                """),
        ];
    }
}
