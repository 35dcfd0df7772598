using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Mail;
using BalancedEdu.Web.Tests.Runtime;
using BalancedEdu.Web.Tests.Runtime.Notifications;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features.Notifications;

public sealed class NotificationPagesTests
{
    [Theory, Databases]
    public async Task The_bell_counts_and_the_list_leads_to_the_task_and_has_read_it(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var task = await app.OpenTaskAsync(started.CaseId, "REVIEW");
        using var browser = await app.SignInAsync("peimingyuan");
        var page = await browser.GetStringAsync("/Notifications");
        Assert.Contains("aria-label=\"通知，1 条未读\"", page, StringComparison.Ordinal);
        var text = Browsing.Read(page);
        Assert.Contains("新待办 审核，截至 2026-11-05（周四）", text, StringComparison.Ordinal);
        Assert.Contains($"{started.Number}", text, StringComparison.Ordinal);
        var row = (await NotificationTests.AllAsync(app)).Single(n => n.UserName == "peimingyuan");
        using var opened = await browser.GetAsync($"/Notifications/{row.Id}");
        Assert.Equal($"/Tasks/{task.Id}", opened.Headers.Location!.OriginalString);
        Assert.Contains("aria-label=\"通知\"", await browser.GetStringAsync("/Notifications"), StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Pages_follow_one_another_without_a_gap_and_all_read_stops_at_what_was_seen(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        await NotificationFeedTests.TellAsync(app, [.. Enumerable.Repeat("shenzhiyuan", 70), "peimingyuan"]);
        using var browser = await app.SignInAsync("shenzhiyuan");
        var (seen, next) = (new List<string>(), "/Notifications");
        string? first = null;
        while (next.Length > 0)
        {
            var page = await browser.GetStringAsync(next);
            first ??= page;
            seen.AddRange(System.Text.RegularExpressions.Regex.Matches(page, "href=\"/Notifications/(\\d+)\"")
                .Select(m => m.Groups[1].Value));
            var link = System.Text.RegularExpressions.Regex.Match(page, "rel=\"next\" href=\"([^\"]+)\"").Groups[1].Value;
            next = WebUtility.HtmlDecode(link);
        }
        Assert.Equal((70, 70), (seen.Count, seen.Distinct().Count()));
        await NotificationFeedTests.TellAsync(app, "shenzhiyuan");
        var newest = System.Text.RegularExpressions.Regex.Match(first!, "name=\"newest\" value=\"(\\d+)\"").Groups[1].Value;
        using var answer = await browser.SubmitAsync(
            "/Notifications", "/Notifications?handler=ReadAll", ("newest", newest));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("""{"unread":1}""", await browser.GetStringAsync("/Notifications/Unread"));
        await using var db = app.Open();
        Assert.Null((await db.Notifications.SingleAsync(n => n.UserName == "peimingyuan")).ReadAt);
    }

    [Theory]
    [Databases("/Notifications/{0}", "GET")]
    [Databases("/Notifications?handler=Read&id={0}", "POST")]
    public async Task What_is_somebody_elses_is_not_found_and_stays_unread(
        DatabaseProvider provider, string path, string method)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        await NotificationFeedTests.TellAsync(app, "peimingyuan", "shenzhiyuan");
        var row = (await NotificationTests.AllAsync(app)).Single(n => n.UserName == "peimingyuan");
        using var browser = await app.SignInAsync("shenzhiyuan");
        foreach (var id in (long[])[row.Id, 987_654])
        {
            var address = string.Format(null, path, id);
            using var answer = method == "GET"
                ? await browser.GetAsync(address)
                : await browser.SubmitAsync("/Notifications", address);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        Assert.All(await NotificationTests.AllAsync(app), n => Assert.Null(n.ReadAt));
    }

    [Fact]
    public async Task Without_the_token_of_the_page_nothing_is_read()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows);
        await NotificationFeedTests.TellAsync(app, "shenzhiyuan");
        using var browser = await app.SignInAsync("shenzhiyuan");
        using var answer = await browser.PostAsync("/Notifications?handler=ReadAll", null);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(Assert.Single(await NotificationTests.AllAsync(app)).ReadAt);
    }

    [Theory, Databases]
    public async Task The_settings_show_who_is_told_of_what_and_keep_what_is_chosen(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        using var browser = await app.SignInAsync("shenzhiyuan");
        var page = Browsing.Read(await browser.GetStringAsync("/Account/Notifications"));
        foreach (var rule in NotificationRules.All)
            Assert.Contains($"{rule.Name} {rule.Roles} {rule.Roles}", page, StringComparison.Ordinal);
        using var kept = await browser.SubmitAsync(
            "/Account/Notifications", "/Account/Notifications", ("choices[Copied]", "None"));
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        using var refused = await browser.SubmitAsync(
            "/Account/Notifications", "/Account/Notifications", ("choices[Overdue]", "None"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("“已逾期”不能关闭", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var odd = await browser.SubmitAsync(
            "/Account/Notifications", "/Account/Notifications", ("choices[Copied]", "Pigeon"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, odd.StatusCode);
        await using var db = app.Open();
        Assert.Equal(NotificationMode.None, Assert.Single(await db.NotificationChoices.ToListAsync()).Mode);
    }
}
