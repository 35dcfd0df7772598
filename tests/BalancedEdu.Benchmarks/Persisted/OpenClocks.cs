using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// A day becomes a day off: many open clocks with their ladders are derived anew while people go on deciding, twenty a
/// second.
/// </summary>
internal static class OpenClocks
{
    public static async Task RunAsync(DatabaseProvider provider, int count)
    {
        await using var node = await Node.StartAsync(provider);
        await using var db = node.Open();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        var first = await StartAsync(node, "clocked");
        foreach (var sql in Copies(first, count))
            await db.Database.ExecuteSqlRawAsync(sql);
        for (var i = 0; i < 2_000; i++)
            await StartAsync(node, "five");
        var tasks = await db.Tasks.AsNoTracking().Where(t => t.ElementId == "APPLY")
            .OrderBy(t => t.Id).ToListAsync();
        var alone = await DecideAsync(node, tasks[..200], default);
        using var over = new CancellationTokenSource();
        var deciding = Task.Run(() => DecideAsync(node, tasks[200..], over.Token));
        var (sweep, watch, moved) = (SweepOf(node), Stopwatch.StartNew(), 0);
        while (await sweep.RunAsync(default) is > 0 and var some)
            moved += some;
        watch.Stop();
        await over.CancelAsync();
        var beside = await deciding;
        var left = await db.Clocks.CountAsync(c => c.CalendarVersion != Calendar().Version && c.EndedAt == null);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{moved} open clocks derived anew, {provider}: {watch.Elapsed.TotalSeconds:F0} s, {left} left, "
            + $"working set {Environment.WorkingSet / 1048576} MiB; decisions before {alone}; meanwhile {beside} "
            + $"({beside.Count})"));
    }

    private static async Task<Timings> DecideAsync(Node node, List<WorkTask> tasks, CancellationToken over)
    {
        var times = new ConcurrentBag<double>();
        foreach (var task in tasks)
        {
            if (over.IsCancellationRequested)
                break;
            var begun = Stopwatch.GetTimestamp();
            var refusal = await node.Runner.RunAsync(
                new(task.CaseId,
                    new CompleteUserTask(task.ElementInstanceId, "agree", null, "chenhuaijin", FeelContext.Empty),
                    new("chenhuaijin", "陈怀瑾"))
                {
                    TaskId = task.Id,
                    Revision = task.Revision,
                },
                default);
            if (refusal is not null)
                throw new InvalidOperationException(refusal.Message);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await Task.Delay(50, CancellationToken.None);
        }
        var all = new Timings();
        all.Add(times);
        return all;
    }

    private static async Task<long> StartAsync(Node node, string process) => (await node.Runner.StartAsync(
        new(process, new([new("subject", FeelValue.Of("明德小学"))]), "329901", "3299010001", "临澄市教育局", null),
        Actor.System, default)).Value!.CaseId;

    private static CalendarSweep SweepOf(Node node)
    {
        node.Services.GetRequiredService<OfficeTime>().Adopt(Calendar());
        return node.Services.GetServices<ISweep>().OfType<CalendarSweep>().Single();
    }

    /// <summary>The shipped one with the next 20 days off, whichever day it is: all ends move.</summary>
    private static WorkingDayCalendar Calendar()
    {
        var (shipped, today) = (WorkingDayCalendar.Shipped, DateOnly.FromDateTime(DateTime.UtcNow));
        var days = Enumerable.Range(1, 20).Select(i => new NamedDay(today.AddDays(i), "试验")).ToList();
        return shipped.With(
        [
            .. shipped.Years.Select(y => y with
            {
                Holidays = [.. y.Holidays, .. days.Where(d => d.Date.Year == y.Year)],
            }),
        ]);
    }

    /// <summary>Cases, tasks, clocks and rungs like those that the one case has.</summary>
    private static string[] Copies(long caseId, int count)
    {
        const long Apart = 1_000_000_000;
        var numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + string.Create(CultureInfo.InvariantCulture, $"{count - 1}) ");
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"""
                {numbers} INSERT INTO cases (id, number, process_id, bundle_version_id, title, status, version, state,
                    started_at, started_by, applicant_name, district_code, school_code, last_sequence, last_hash)
                SELECT {Apart} + n.i, 'C' || n.i, c.process_id, c.bundle_version_id, c.title, c.status, c.version,
                    c.state, c.started_at, c.started_by, c.applicant_name, c.district_code, c.school_code,
                    c.last_sequence, c.last_hash
                FROM cases c, n WHERE c.id = {caseId}
                """),
            string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO tasks (id, case_id, element_instance_id, element_id, name, seat_name, role, status,
                    assignee, claimed, unassignable, created_at, due_at, revision, loop_counter, previous_step,
                    returned)
                SELECT c.id, c.id, t.element_instance_id, t.element_id, t.name, t.seat_name, t.role, t.status,
                    t.assignee, t.claimed, t.unassignable, t.created_at, t.due_at, t.revision, t.loop_counter,
                    t.previous_step, t.returned
                FROM tasks t, cases c WHERE t.case_id = {caseId} AND c.id > {Apart}
                """),
            string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO clocks (id, case_id, task_id, name, clock_id, budget, law, started_at, pauses, paused,
                    extension, calendar_version, due_at, provisional)
                SELECT c.id, c.id, c.id, k.name, k.clock_id, k.budget, k.law, k.started_at, k.pauses, k.paused,
                    k.extension, k.calendar_version, k.due_at, k.provisional
                FROM clocks k, cases c WHERE k.case_id = {caseId} AND c.id > {Apart}
                """),
            string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO rungs (clock_row_id, key, level, due_at)
                SELECT c.id, r.key, r.level, r.due_at FROM rungs r, clocks k, cases c
                WHERE k.case_id = {caseId} AND r.clock_row_id = k.id AND c.id > {Apart}
                """),
        ];
    }
}
