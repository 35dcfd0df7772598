using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime;
using BalancedEdu.Web.Tests.Runtime.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Features.Administration;

public sealed class WebhookPagesTests
{
    private const string Good = "https://8.8.8.8/cgi-bin/webhook/send?key=abc";

    private const string New = "/Administration/Webhooks/0";

    [Theory, Databases]
    public async Task A_robot_is_set_up_tried_and_never_shown_again(DatabaseProvider provider)
    {
        await using var app = await WebhookSweepTests.StartAsync(provider);
        await using var robot = new RobotServer(app.Clock);
        using var admin = await app.SignInAsync("admin");
        using var saved = await admin.SubmitAsync(
            New, New, ("name", "基教科工作群"), ("kind", "DingTalk"), ("url", robot.DingTalk),
            ("secret", RobotServer.Secret), ("events", "Assigned"), ("events", "Overdue"), ("enabled", "true"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var path = saved.Headers.Location!.OriginalString;
        using var tried = await admin.SubmitAsync(path, path + "?handler=Try");
        Assert.Contains("测试消息已送达", await admin.GetStringAsync(path), StringComparison.Ordinal);
        Assert.True(Assert.Single(robot.Requests).Signed);
        foreach (var page in (string[])[path, "/Administration/Webhooks"])
        {
            var html = await admin.GetStringAsync(page);
            Assert.Contains("基教科工作群", html, StringComparison.Ordinal);
            Assert.DoesNotContain("access_token", html, StringComparison.Ordinal);
            Assert.DoesNotContain(RobotServer.Secret, html, StringComparison.Ordinal);
        }
        await using var db = app.Open();
        var row = await db.WebhookTargets.SingleAsync();
        Assert.DoesNotContain("access_token", row.ProtectedUrl, StringComparison.Ordinal);
        Assert.DoesNotContain(RobotServer.Secret, row.ProtectedSecret!, StringComparison.Ordinal);
        Assert.Equal("Assigned,Overdue", row.Events);
        using var kept = await admin.SubmitAsync(
            path, path, ("revision", "1"), ("name", "改名"), ("kind", "DingTalk"), ("events", "Overdue"));
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        var after = await db.WebhookTargets.AsNoTracking().SingleAsync();
        Assert.Equal(
            (row.ProtectedUrl, row.ProtectedSecret, false),
            (after.ProtectedUrl, after.ProtectedSecret, after.Enabled));
    }

    /// <summary>In order of precedence: the name, the format, the address, the secret, the events.</summary>
    [Theory]
    [Databases("", "WeCom", "", "", "", "请填写名称")]
    [Databases("旧群", "WeCom", "", "", "", "已经有叫“旧群”")]
    [Databases("新群", "9", "", "", "", "请选择钉钉、企业微信或飞书")]
    [Databases("新群", "WeCom", "", "", "", "请粘贴群机器人的 Webhook 地址")]
    [Databases("新群", "WeCom", "不是网址", "", "", "不是完整的网址")]
    [Databases("新群", "WeCom", "ftp://example.com/?key=1", "", "", "不是完整的网址")]
    [Databases("新群", "WeCom", "http://8.8.8.8/?key=1", "", "", "须以 https:// 开头")]
    [Databases("新群", "WeCom", "https://user:pw@8.8.8.8/?key=1", "", "", "不能有用户名、密码")]
    [Databases("新群", "WeCom", "https://8.8.8.8/send", "", "", "应有 key=")]
    [Databases("新群", "DingTalk", "https://8.8.8.8/send?key=1", "", "", "应有 access_token=")]
    [Databases("新群", "WeCom", "https://127.0.0.1/?key=1", "", "", "内部网络")]
    [Databases("新群", "WeCom", "https://localhost/?key=1", "", "", "内部网络")]
    [Databases("新群", "WeCom", "https://[::1]/?key=1", "", "", "内部网络")]
    [Databases("新群", "WeCom", "https://169.254.169.254/?key=1", "", "", "内部网络")]
    [Databases("新群", "Feishu", "https://10.0.0.1/hook", "", "", "内部网络")]
    [Databases("新群", "WeCom", Good, "密钥", "", "企业微信的群机器人没有加签密钥")]
    [Databases("新群", "WeCom", Good, "", "", "请至少选一种")]
    [Databases("新群", "WeCom", Good, "", "DailyDigest", "请至少选一种")]
    public async Task A_robot_is_refused_and_what_was_typed_comes_back(
        DatabaseProvider provider, string name, string kind, string url, string secret, string events, string said)
    {
        await using var app = await WebhookSweepTests.StartAsync(
            provider, ("Webhooks:AllowHttp", "false"), ("Webhooks:PrivateNetworks", ""));
        await using (var db = app.Open())
        {
            db.WebhookTargets.Add(new()
            {
                Name = "旧群", Kind = WebhookKind.WeCom, Host = "x", ProtectedUrl = "x", Events = "Overdue",
                ChangedBy = "admin",
            });
            await db.SaveChangesAsync();
        }
        using var admin = await app.SignInAsync("admin");
        List<(string, string)> fields = [("name", name), ("kind", kind), ("url", url), ("secret", secret)];
        if (events.Length > 0)
            fields.Add(("events", events));
        using var answer = await admin.SubmitAsync(New, New, [.. fields]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{url}\"", url.Length == 0 ? "value=\"\"" : page, StringComparison.Ordinal);
        await using var after = app.Open();
        Assert.Equal("旧群", (await after.WebhookTargets.SingleAsync()).Name);
    }

    [Theory, Databases]
    public async Task Who_was_slower_is_told_and_who_is_no_administrator_finds_nothing(DatabaseProvider provider)
    {
        await using var app = await WebhookSweepTests.StartAsync(provider);
        await using var robot = new RobotServer(app.Clock);
        var id = await WebhookSweepTests.AddAsync(app, robot, WebhookKind.WeCom);
        var path = $"/Administration/Webhooks/{id}";
        using var admin = await app.SignInAsync("admin");
        using var stale = await admin.SubmitAsync(
            path, path, ("revision", "7"), ("name", "群"), ("kind", "WeCom"), ("events", "Overdue"));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Contains("已被 admin 改过", await stale.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var other = await app.SignInAsync("shenzhiyuan");
        foreach (var page in (string[])["/Administration/Webhooks", path, New])
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(page)).StatusCode);
        foreach (var handler in (string[])["", "?handler=Try", "?handler=RetryAll", "?handler=DiscardAll"])
        {
            using var posted = await other.SubmitAsync(
                "/Account/Me", path + handler, ("name", "群"), ("kind", "WeCom"), ("events", "Overdue"),
                ("reason", "试"));
            Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/Administration/Webhooks/4711")).StatusCode);
        Assert.Empty(robot.Requests);
    }

    [Theory, Databases]
    public async Task What_did_not_arrive_is_sent_again_or_given_up_with_a_reason(DatabaseProvider provider)
    {
        await using var app = await WebhookSweepTests.StartAsync(provider);
        await using var robot = new RobotServer(app.Clock);
        var id = await WebhookSweepTests.AddAsync(app, robot, WebhookKind.WeCom);
        robot.Script(404, "", times: 2);
        for (var i = 0; i < 2; i++)
        {
            await app.StartCaseAsync("trial", TrialProcess.Variables);
            await app.SweepAsync();
        }
        var path = $"/Administration/Webhooks/{id}";
        using var admin = await app.SignInAsync("admin");
        Assert.Contains("未送达 2 条", await admin.GetStringAsync(path), StringComparison.Ordinal);
        using var empty = await admin.SubmitAsync(path, path + "?handler=DiscardAll", ("reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        using var given = await admin.SubmitAsync(path, path + "?handler=DiscardAll", ("reason", "群已解散"));
        Assert.Equal(HttpStatusCode.Redirect, given.StatusCode);
        await using var db = app.Open();
        Assert.All(await db.OutboxWebhooks.ToListAsync(), w => Assert.Equal(OutboxStatus.Discarded, w.Status));
        Assert.Equal(2, await db.CaseEvents.CountAsync(e => e.Kind == "LetterDiscarded"));
    }
}
