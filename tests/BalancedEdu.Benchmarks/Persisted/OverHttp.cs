using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>Decisions as a browser sends them: login cookie, antiforgery token, rights, form check, commit.</summary>
internal static class OverHttp
{
    private const int PerSecond = 50;

    /// <summary>The compiler at run time has done its work after so many.</summary>
    private const int WarmUp = 500;

    /// <summary>
    /// 50 decisions a second, each sent when it is its time, whether or not those before have been answered.
    /// </summary>
    public static async Task PacedAsync(DatabaseProvider provider, int count)
    {
        await using var node = await Node.StartAsync(provider);
        var variables = new FeelContext([new("subject", FeelValue.Of("明德小学"))]);
        await StartAsync(node, "five", variables, count + WarmUp);
        using var web = await WebNode.StartAsync(node.Settings);
        var (browser, token) = await web.SignInAsync("peimingyuan");
        var tasks = await OpenAsync(node);
        foreach (var task in tasks.Take(WarmUp))
            await DecideAsync(browser, token, task);
        var (timings, watch, cpu) = (new ConcurrentBag<double>(), Stopwatch.StartNew(), web.Used().Cpu);
        var running = new List<Task>();
        foreach (var (task, i) in tasks.Skip(WarmUp).Select((t, i) => (t, i)))
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond) - watch.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
            running.Add(TimedAsync(browser, token, task, timings));
        }
        await Task.WhenAll(running);
        var all = new Timings();
        all.Add(timings);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"decisions over HTTP, {provider}, {PerSecond}/s: {all}, node CPU "
            + $"{(web.Used().Cpu - cpu).TotalMilliseconds / all.Count:F1} ms each, {web.Used().MiB:F0} MiB"));
    }

    /// <summary>
    /// So many seats of one countersign decide at the same instant: every case ends, every opinion is kept.
    /// </summary>
    public static async Task CountersignAsync(DatabaseProvider provider, int seats, int cases)
    {
        await using var node = await Node.StartAsync(provider);
        await using var db = node.Open();
        var names = await db.Users.OrderBy(u => u.UserName).Select(u => u.UserName!).Take(seats).ToListAsync();
        var members = FeelValue.Of([.. names.Select(FeelValue.Of)]);
        await StartAsync(node, "seats", new([new("members", members), new("needed", FeelValue.Null)]), cases);
        using var web = await WebNode.StartAsync(node.Settings);
        var browsers = await Task.WhenAll(names.Select(web.SignInAsync));
        var (all, watch) = (new Timings(), Stopwatch.StartNew());
        foreach (var seatsOfCase in (await OpenAsync(node)).GroupBy(t => t.CaseId))
        {
            var timings = new ConcurrentBag<double>();
            await Task.WhenAll(seatsOfCase.Select(task =>
            {
                var (browser, token) = browsers[names.IndexOf(task.Assignee!)];
                return Task.Run(() => TimedAsync(browser, token, task, timings));
            }));
            all.Add(timings);
        }
        watch.Stop();
        var ended = await db.Cases.CountAsync(c => c.Status == CaseStatus.Completed);
        var kept = await db.Tasks.CountAsync(t => t.Status == WorkTaskStatus.Completed && t.Comment == "同意。");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"countersign of {seats} at once over HTTP, {provider}: {ended} of {cases} cases ended, {kept} of "
            + $"{seats * cases} opinions kept, {all} ({watch.Elapsed.TotalSeconds:F1} s)"));
        if (ended != cases || kept != seats * cases)
            throw new InvalidOperationException("Opinions were lost.");
    }

    private static async Task TimedAsync(HttpClient browser, string token, WorkTask task, ConcurrentBag<double> timings)
    {
        var begun = Stopwatch.GetTimestamp();
        await DecideAsync(browser, token, task);
        timings.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }

    /// <summary>Sends a decision and expects it to be taken.</summary>
    public static async Task DecideAsync(HttpClient browser, string token, WorkTask task)
    {
        using var answer = await WebNode.PostAsync(
            browser, $"/Tasks/{task.Id}/Completion", token, ("revision", $"{task.Revision}"), ("outcome", "agree"),
            ("comment-agree", "同意。"));
        if (answer.StatusCode != HttpStatusCode.Redirect)
            throw new InvalidOperationException(
                $"Task {task.Id}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static Task StartAsync(Node node, string process, FeelContext variables, int count) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, stop) =>
            await node.Runner.StartAsync(
                new(process, variables, "329901", "3299010001", "临澄市教育局", null), Actor.System, stop));

    private static async Task<List<WorkTask>> OpenAsync(Node node)
    {
        await using var db = node.Open();
        return await db.Tasks.AsNoTracking().Where(t => t.Status == WorkTaskStatus.Open).OrderBy(t => t.Id)
            .ToListAsync();
    }
}
