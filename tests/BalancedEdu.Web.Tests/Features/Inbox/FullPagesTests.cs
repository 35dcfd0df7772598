using System.Net;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features.Inbox;

public sealed class FullPagesTests
{
    [Theory, Databases]
    public async Task T13_A_page_is_full_while_there_are_more_whatever_others_have_in_between(
        DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        var browser = await app.SignInAsync("peimingyuan");
        foreach (var view in new[] { "mine", "claimable" })
        {
            var pages = await PagesAsync(browser, $"/Inbox?view={view}");
            Assert.Equal([20, 20, 5], pages.Select(p => p.Count));
            Assert.Equal(45, pages.SelectMany(p => p).Distinct().Count());
        }

        // Narrowed, too: what is filtered out costs a page nothing.
        var some = await PagesAsync(browser, "/Inbox?view=mine&q=" + WebUtility.UrlEncode("甲校"));
        Assert.Equal([20, 3], some.Select(p => p.Count));
    }

    [Theory, Databases]
    public async Task T13_The_next_page_is_full_and_misses_nothing_when_rows_of_the_first_are_gone(
        DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        var browser = await app.SignInAsync("peimingyuan");
        var all = (await PagesAsync(browser, "/Inbox?view=mine")).SelectMany(p => p).ToList();
        var first = await browser.GetStringAsync("/Inbox?view=mine");
        await using var db = app.Open();
        var gone = Browsing.TasksIn(first).Take(7).ToList();
        await db.Tasks.Where(t => gone.Contains(t.Id)).ExecuteUpdateAsync(t => t
            .SetProperty(x => x.Status, WorkTaskStatus.Completed));
        var second = await browser.GetStringAsync(Next(first)!);
        Assert.Equal(all[20..40], Browsing.TasksIn(second));
    }

    /// <summary>135 reviews in turn: one 裴明远 has, one another has, one waits for whoever claims it.</summary>
    private static async Task<ProductApp> StartAsync(DatabaseProvider provider)
    {
        var app = await TrialProcess.StartAppAsync(provider);
        for (var i = 0; i < 45; i++)
        {
            var mine = await app.StartReviewAsync(i % 2 == 0 ? $"甲校{i}" : $"乙校{i}");
            var other = await app.StartReviewAsync($"甲校{i}");
            await app.StartReviewAsync($"甲校{i}");
            await using var db = app.Open();
            await db.Tasks.Where(t => t.Id == mine.Id).ExecuteUpdateAsync(t => t
                .SetProperty(x => x.Assignee, "peimingyuan").SetProperty(x => x.DueAt, DueOf(i)));
            await db.Tasks.Where(t => t.Id == other.Id).ExecuteUpdateAsync(t => t
                .SetProperty(x => x.Assignee, "fangqiheng").SetProperty(x => x.DueAt, DueOf(i)));
        }
        return app;
    }

    /// <summary>Many at the same instant, some without a clock, some whose clock stands still.</summary>
    private static DateTimeOffset? DueOf(int i) => (i % 5) switch
    {
        0 => null,
        1 => Instants.Never,
        2 => ProductApp.Start.AddDays(-1),
        _ => ProductApp.Start.AddDays(i % 3),
    };

    private static async Task<List<IReadOnlyList<long>>> PagesAsync(HttpClient browser, string address)
    {
        List<IReadOnlyList<long>> pages = [];
        for (string? next = address; next is not null;)
        {
            var page = await browser.GetStringAsync(next);
            pages.Add(Browsing.TasksIn(page));
            next = Next(page);
        }
        return pages;
    }

    private static string? Next(string page) =>
        Regex.Match(page, "rel=\"next\" href=\"([^\"]+)\"") is { Success: true } m
            ? WebUtility.HtmlDecode(m.Groups[1].Value)
            : null;
}
