using System.Net;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features.Inbox;

public sealed class InboxTests
{
    [Theory, Databases]
    public async Task A_page_holds_20_while_there_are_more_and_shows_every_task_once(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        for (var i = 0; i < 45; i++)
            await app.StartReviewAsync($"第{i}小学");
        var browser = await app.SignInAsync("peimingyuan");

        var pages = new List<string> { await browser.GetStringAsync("/Inbox?view=claimable") };
        while (Link(pages[^1], "next") is { } next)
            pages.Add(await browser.GetStringAsync(next));
        var back = await browser.GetStringAsync(Link(pages[2], "prev")!);

        Assert.Equal([20, 20, 5], pages.Select(p => Browsing.TasksIn(p).Count));
        Assert.Equal(45, pages.SelectMany(Browsing.TasksIn).Distinct().Count());
        Assert.Equal(Browsing.TasksIn(pages[1]), Browsing.TasksIn(back));
        Assert.Contains("第 21–40 件，共 45 件", Browsing.Read(pages[1]), StringComparison.Ordinal);
        Assert.Null(Link(pages[0], "prev"));
    }

    [Theory, Databases]
    public async Task What_is_due_first_comes_first_and_what_stands_still_last(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var now = ProductApp.Start;
        var (paused, late, free, soon, today) = (
            await MineAsync(app, Instants.Never), await MineAsync(app, now.AddDays(9)), await MineAsync(app, null),
            await MineAsync(app, now.AddDays(1)), await MineAsync(app, now.AddHours(3)));
        var over = await MineAsync(app, now.AddDays(-1));
        var browser = await app.SignInAsync("peimingyuan");

        async Task<IReadOnlyList<long>> View(string view) =>
            Browsing.TasksIn(await browser.GetStringAsync($"/Inbox?view={view}"));

        Assert.Equal([over, today, soon, late, free, paused], await View("mine"));
        Assert.Equal([over], await View("overdue"));
        Assert.Equal([today], await View("today"));
        Assert.Equal([soon], await View("near"));
        Assert.Equal([paused], await View("paused"));
        var page = Browsing.Read(await browser.GetStringAsync("/Inbox"));
        Assert.Contains("1 件逾期", page, StringComparison.Ordinal);
        Assert.Contains("1 件今日到期", page, StringComparison.Ordinal);
        Assert.Contains("第 1–6 件，共 6 件", page, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Filters_and_search_narrow_the_view_and_an_empty_list_names_them(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var one = await app.StartReviewAsync("100%小学");
        await app.StartReviewAsync("双溪小学");
        var browser = await app.SignInAsync("peimingyuan");

        async Task<string> Find(string query) => await browser.GetStringAsync($"/Inbox?view=claimable&{query}");

        Assert.Equal([one.Id], Browsing.TasksIn(await Find("q=" + WebUtility.UrlEncode("100%"))));
        Assert.Equal([one.Id], Browsing.TasksIn(await Find("q=sb-2026-0001")));
        Assert.Equal(2, Browsing.TasksIn(await Find("type=trial&step=" + WebUtility.UrlEncode("审核"))).Count);
        Assert.Empty(Browsing.TasksIn(await Find("returned=true")));
        var nothing = Browsing.Read(await Find("q=%E6%97%A0%E6%AD%A4&district=329902"));
        Assert.Contains("没有符合条件的事项", nothing, StringComparison.Ordinal);
        Assert.Contains("搜索 “无此”", nothing, StringComparison.Ordinal);
        Assert.Contains("清除筛选", nothing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_started_and_decided_stands_in_views_of_its_own()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables, by: "wenjingzhi");
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: """{"seats":45}""");

        var byMe = Browsing.Read(await (await app.SignInAsync("wenjingzhi")).GetStringAsync("/Inbox?view=started"));
        Assert.Contains(started.Number, byMe, StringComparison.Ordinal);
        Assert.Contains("在办", byMe, StringComparison.Ordinal);
        var done = Browsing.Read(await (await app.SignInAsync("peimingyuan")).GetStringAsync("/Inbox?view=done"));
        Assert.Contains(started.Number, done, StringComparison.Ordinal);
        Assert.Contains("通过", done, StringComparison.Ordinal);
        var other = await (await app.SignInAsync("dingruoshui")).GetStringAsync("/Inbox?view=done");
        Assert.DoesNotContain(started.Number, other, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Inbox?view=nonsense", HttpStatusCode.NotFound)]
    [InlineData("/Inbox?after=nonsense&before=1-2-3", HttpStatusCode.OK)]
    [InlineData("/Inbox?type=no-such&step=%27%3B--", HttpStatusCode.OK)]
    [InlineData("/Inbox/Preview/999999", HttpStatusCode.NotFound)]
    public async Task An_address_that_nobody_gave_is_answered_calmly(string address, HttpStatusCode status)
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.Sqlite);
        var browser = await app.SignInAsync("peimingyuan");
        Assert.Equal(status, (await browser.GetAsync(address)).StatusCode);
    }

    private static async Task<long> MineAsync(ProductApp app, DateTimeOffset? due)
    {
        var task = await app.StartReviewAsync();
        await using var db = app.Open();
        await db.Tasks.Where(t => t.Id == task.Id).ExecuteUpdateAsync(t => t
            .SetProperty(x => x.Assignee, "peimingyuan").SetProperty(x => x.DueAt, due));
        return task.Id;
    }

    private static string? Link(string page, string rel) =>
        Regex.Match(page, $"rel=\"{rel}\" href=\"([^\"]+)\"") is { Success: true } m
            ? WebUtility.HtmlDecode(m.Groups[1].Value)
            : null;
}
