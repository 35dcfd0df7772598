using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// The inbox page of officials who have 100 tasks of their own and 40 to claim, over HTTP, in a database with many
/// tasks of others, against one with few. Each finished case has five decided tasks and 25 rows of history.
/// </summary>
internal static class LargeInbox
{
    private const int Own = 100;
    private const int Claimable = 40;

    private static readonly string[] People = ["peimingyuan", "wenjingzhi", "jiangyuan", "dingruoshui", "shenzhiyuan"];

    public static async Task RunAsync(DatabaseProvider provider, int finished, int open)
    {
        var few = await MeasureAsync(provider, finished / 100, open / 10);
        var many = await MeasureAsync(provider, finished, open);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"inbox page, {provider}: {open / 10} open tasks of {finished / 100} finished: {few}; "
            + $"{open} of {finished}: {many}"));
    }

    private static async Task<Timings> MeasureAsync(DatabaseProvider provider, int finished, int open)
    {
        await using var node = await Node.StartAsync(provider);
        var variables = new FeelContext([new("subject", FeelValue.Of("明德小学"))]);
        var started = await node.Runner.StartAsync(
            new("five", variables, "329901", "3299010001", "临澄市教育局", null), Actor.System, default);
        await using (var db = node.Open())
        {
            db.Database.SetCommandTimeout(TimeSpan.FromMinutes(20));
            foreach (var sql in Rows(started.Value!.CaseId, finished / 5, open))
                await db.Database.ExecuteSqlRawAsync(sql);
            await db.Database.ExecuteSqlRawAsync(
                provider == DatabaseProvider.PostgreSql ? "VACUUM ANALYZE" : "ANALYZE");
        }
        using var web = await WebNode.StartAsync(node.Settings);
        var all = new Timings();
        foreach (var person in People)
        {
            var (browser, _) = await web.SignInAsync(person);
            for (var i = 0; i < 60; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                var page = await browser.GetStringAsync("/Inbox");
                if (i < 20)
                    continue;
                all.Add([Stopwatch.GetElapsedTime(begun).TotalMilliseconds]);
                if (!page.Contains("明德小学", StringComparison.Ordinal))
                    throw new InvalidOperationException($"{person} sees no task.");
            }
        }
        return all;
    }

    /// <summary>
    /// Finished cases with their tasks and history; open cases of others; those of the five, and some to be claimed.
    /// </summary>
    private static string[] Rows(long caseId, int cases, int open)
    {
        var own = (Own + Claimable) * People.Length;
        string Numbers(long from, long to) => string.Create(CultureInfo.InvariantCulture,
            $"WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to}) ");
        const string Cases = """
            INSERT INTO cases (id, number, process_id, bundle_version_id, title, status, version, state, started_at,
                started_by, applicant_name, district_code, school_code, last_sequence, last_hash)
            SELECT n.i, 'L' || n.i, c.process_id, c.bundle_version_id, c.title, {0}, c.version, c.state, c.started_at,
                c.started_by, c.applicant_name, c.district_code, c.school_code, c.last_sequence, c.last_hash
            FROM n JOIN cases c ON c.id = {1}
            """;
        const string Tasks = """
            INSERT INTO tasks (id, case_id, element_instance_id, element_id, name, seat_name, role, status, assignee,
                claimed, unassignable, created_at, ended_at, completed_by, outcome, outcome_name, revision,
                loop_counter, previous_step, returned)
            SELECT n.i, {0}, n.i, 'REVIEW', '审核', '', '主办', {1}, {2}, false, false, c.started_at, {3}, {4}, {5},
                {5}, 1, 0, '', false
            FROM n JOIN cases c ON c.id = {6}
            """;
        var (first, last) = (2_000_000_000L, 2_000_000_000L + open - 1);
        var mine = string.Join(' ', People.Select((p, k) => $"WHEN {k} THEN '{p}'"));
        return
        [
            Numbers(1_000_000_000, 1_000_000_000 + cases - 1) + string.Format(null, Cases, 1, caseId),
            Numbers(1_000_000_000, 1_000_000_000 + cases * 5L - 1) + string.Format(
                null, Tasks, "1000000000 + (n.i - 1000000000) / 5", 1, "'boyu'", "c.started_at", "'boyu'", "'agree'",
                caseId),
            Numbers(0, 24) + "INSERT INTO case_events (case_id, sequence, at, kind, actor, data, hash) SELECT c.id, "
                + "n.i + 1, c.started_at, 'TaskClaimed', 'boyu', '{{}}', c.last_hash FROM cases c CROSS JOIN n "
                + "WHERE c.id BETWEEN 1000000000 AND 1999999999",
            Numbers(first, last) + string.Format(null, Cases, 0, caseId),
            Numbers(first, last - own) + string.Format(
                null, Tasks, "n.i", 0, "'other' || n.i % 900", "NULL", "NULL", "NULL", caseId),
            Numbers(last - own + 1, last - Claimable * People.Length) + string.Format(
                null, Tasks, "n.i", 0, $"CASE n.i % {People.Length} {mine} END", "NULL", "NULL", "NULL", caseId),
            Numbers(last - Claimable * People.Length + 1, last) + string.Format(
                null, Tasks, "n.i", 0, "NULL", "NULL", "NULL", "NULL", caseId),
            Numbers(last - Claimable * People.Length + 1, last)
                + "INSERT INTO task_candidates (task_id, user_name) SELECT n.i, CASE n.i % "
                + $"{People.Length} {mine} END FROM n",
        ];
    }
}
