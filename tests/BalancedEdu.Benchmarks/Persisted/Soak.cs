using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>A node with its pages and its sweeps under steady load for a long time: what memory it holds.</summary>
internal static class Soak
{
    private const int PerSecond = 10;

    public static async Task RunAsync(DatabaseProvider provider, int minutes)
    {
        await using var node = await Node.StartAsync(provider);
        using var web = await WebNode.StartAsync(node.Settings, sweeping: true);
        var (browser, token) = await web.SignInAsync("peimingyuan");
        var (watch, done, highest, told) = (Stopwatch.StartNew(), 0, 0.0, 0);
        var variables = new FeelContext([new("subject", FeelValue.Of("明德小学"))]);
        while (watch.Elapsed.TotalMinutes < minutes)
        {
            var started = await node.Runner.StartAsync(
                new("five", variables, "329901", "3299010001", "临澄市教育局", null), Actor.System, default);
            await using var db = node.Open();
            var task = await db.Tasks.AsNoTracking().SingleAsync(t => t.CaseId == started.Value!.CaseId);
            using var page = await browser.GetAsync($"/Tasks/{task.Id}");
            using var inbox = await browser.GetAsync("/Inbox");
            await OverHttp.DecideAsync(browser, token, task);
            done++;
            highest = Math.Max(highest, web.Used().MiB);
            if (watch.Elapsed.TotalMinutes >= told)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"soak, {provider}, minute {told}: {web.Used().MiB:F0} MiB, {done} decisions"));
                told += 5;
            }
            var due = TimeSpan.FromSeconds((double)done / PerSecond) - watch.Elapsed;
            if (due > TimeSpan.Zero)
                await Task.Delay(due);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"soak, {provider}: {minutes} min, {done} decisions and {2 * done} pages, highest working set "
            + $"{highest:F0} MiB"));
    }
}
