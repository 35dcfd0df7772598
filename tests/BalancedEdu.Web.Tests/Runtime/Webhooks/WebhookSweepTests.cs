using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Letters;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Runtime.Transitions;
using BalancedEdu.Web.Runtime.Webhooks;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalancedEdu.Web.Tests.Runtime.Webhooks;

public sealed class WebhookSweepTests
{
    [Theory]
    [Databases(WebhookKind.DingTalk)]
    [Databases(WebhookKind.WeCom)]
    [Databases(WebhookKind.Feishu)]
    public async Task A_group_is_told_once_with_a_signature_that_its_robot_accepts(
        DatabaseProvider provider, WebhookKind kind)
    {
        await using var app = await StartAsync(provider);
        await using var robot = new RobotServer(app.Clock);
        await AddAsync(app, robot, kind);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.SweepAsync();
        await app.SweepAsync();
        var request = Assert.Single(robot.Requests);
        Assert.True(request.Signed, request.Path + request.Body);
        Assert.Contains("审核，截至 2026-11-05（周四）", request.Body, StringComparison.Ordinal);
        var row = await RowAsync(app);
        Assert.Equal((OutboxStatus.Done, started.CaseId, 1), (row.Status, row.CaseId, row.Attempts));
    }

    [Theory, Databases]
    public async Task An_event_that_a_group_does_not_want_and_a_group_that_is_off_make_no_row(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await using var robot = new RobotServer(app.Clock);
        await AddAsync(app, robot, WebhookKind.WeCom, events: [NotificationEvent.Overdue]);
        await AddAsync(app, robot, WebhookKind.WeCom, enabled: false);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using var db = app.Open();
        Assert.Empty(await db.OutboxWebhooks.ToListAsync());
    }

    [Theory, Databases]
    public async Task A_hanging_receiver_costs_its_time_and_is_left_alone_while_others_are_told(
        DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider, ("Webhooks:TimeoutSeconds", "2"));
        await using var robot = new RobotServer(app.Clock) { Hangs = true };
        await using var other = new RobotServer(app.Clock);
        var hanging = await AddAsync(app, robot, WebhookKind.WeCom);
        await AddAsync(app, other, WebhookKind.WeCom);
        for (var i = 0; i < CircuitBreaker.FailuresMax + 2; i++)
            await app.StartCaseAsync("trial", TrialProcess.Variables);
        await SweepAsync(app);
        Assert.Equal(CircuitBreaker.FailuresMax + 2, other.Requests.Count);
        Assert.Equal(CircuitBreaker.FailuresMax, robot.Requests.Count);
        Assert.Contains(
            WebhookSweep.CircuitOf(hanging), app.Services.GetRequiredService<CircuitBreaker>().Shut);
        robot.Hangs = false;
        for (var i = 0; i < 4; i++)
        {
            app.Clock.Advance(CircuitBreaker.ShutFor);
            await SweepAsync(app);
        }
        await using var db = app.Open();
        Assert.All(await db.OutboxWebhooks.ToListAsync(), w => Assert.Equal(OutboxStatus.Done, w.Status));
    }

    [Theory, Databases]
    public async Task A_receiver_that_fails_is_tried_later_and_later_until_a_person_decides(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await using var robot = new RobotServer(app.Clock);
        var target = await AddAsync(app, robot, WebhookKind.WeCom);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        robot.Script(502, "bad gateway", times: 8);
        for (var i = 0; i < 8; i++)
        {
            await SweepAsync(app);
            await SweepAsync(app);
            Assert.Equal(i + 1, robot.Requests.Count);
            app.Clock.Advance(TimeSpan.FromHours(1));
        }
        var row = await RowAsync(app);
        Assert.Equal((OutboxStatus.Dead, 8), (row.Status, row.Attempts));
        Assert.Contains("HTTP 502", row.LastError, StringComparison.Ordinal);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var answer = await scope.ServiceProvider.GetRequiredService<LetterActions>().DecideManyAsync(
                Outbox.Webhooks, OutboxStatus.Pending, $"{target}", "接收端已恢复", await app.PersonAsync("admin"),
                default);
            Assert.Equal(1, answer.Value!.Done);
        }
        await SweepAsync(app);
        Assert.Equal(OutboxStatus.Done, (await RowAsync(app)).Status);
        await using var db = app.Open();
        Assert.Contains(
            "webhook", (await db.CaseEvents.SingleAsync(e => e.Kind == "LetterRetried")).Data,
            StringComparison.Ordinal);
    }

    [Theory]
    [Databases(200, """{"errcode":310000,"errmsg":"sign not match"}""", "310000")]
    [Databases(200, "<html>", "不是企业微信机器人的应答")]
    [Databases(404, "", "HTTP 404")]
    [Databases(302, "", "HTTP 302")]
    public async Task What_will_never_be_taken_waits_for_a_person_at_once(
        DatabaseProvider provider, int status, string body, string said)
    {
        await using var app = await StartAsync(provider);
        await using var robot = new RobotServer(app.Clock);
        await AddAsync(app, robot, WebhookKind.WeCom);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        robot.Script(status, body);
        await SweepAsync(app);
        var row = await RowAsync(app);
        Assert.Equal((OutboxStatus.Dead, 1), (row.Status, row.Attempts));
        Assert.Contains(said, row.LastError, StringComparison.Ordinal);
        Assert.Single(robot.Requests); // no redirect is followed
    }

    [Theory]
    [Databases(429, "", 300)]
    [Databases(200, """{"errcode":45009,"errmsg":"api freq out of limit"}""", 60)]
    public async Task A_robot_that_has_enough_is_asked_again_after_its_wait_and_it_costs_no_attempt(
        DatabaseProvider provider, int status, string body, int seconds)
    {
        await using var app = await StartAsync(provider);
        await using var robot = new RobotServer(app.Clock);
        await AddAsync(app, robot, WebhookKind.WeCom);
        for (var i = 0; i < 3; i++)
            await app.StartCaseAsync("trial", TrialProcess.Variables);
        robot.Script(status, body);
        await SweepAsync(app);
        Assert.Single(robot.Requests);
        app.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        await SweepAsync(app);
        Assert.Single(robot.Requests);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await SweepAsync(app);
        Assert.Equal(4, robot.Requests.Count);
        await using var db = app.Open();
        Assert.All(
            await db.OutboxWebhooks.ToListAsync(), w => Assert.Equal((OutboxStatus.Done, 1), (w.Status, w.Attempts)));
    }

    [Theory, Databases]
    public async Task Messages_of_a_case_go_out_in_their_order_and_hold_up_no_other_case(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await using var robot = new RobotServer(app.Clock);
        await AddAsync(app, robot, WebhookKind.WeCom, events: [NotificationEvent.Assigned, NotificationEvent.NearDue]);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        robot.Script(500, "", times: 1);
        await SweepAsync(app);
        await using (var db = app.Open())
        {
            var first = await db.OutboxWebhooks.AsNoTracking().SingleAsync();
            (first.Id, first.Key, first.Text) = (first.Id + 1_000_000, "second", "第二条");
            (first.Attempts, first.NextAttemptAt) = (0, app.Clock.GetUtcNow());
            db.OutboxWebhooks.Add(first);
            await db.SaveChangesAsync();
        }
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        await SweepAsync(app);
        Assert.Equal(2, robot.Requests.Count);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await SweepAsync(app);
        await SweepAsync(app);
        Assert.Equal(4, robot.Requests.Count);
        Assert.Contains("第二条", robot.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Two_nodes_send_each_message_once(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await using var robot = new RobotServer(app.Clock);
        await AddAsync(app, robot, WebhookKind.WeCom);
        await using var node = app.StartNode();
        for (var i = 0; i < 12; i++)
            await app.StartCaseAsync("trial", TrialProcess.Variables);
        await Task.WhenAll(SweepAsync(app), SweepAsync(node));
        Assert.Equal(12, robot.Requests.Count);
    }

    [Theory, Databases]
    public async Task A_row_of_a_node_that_died_goes_out_when_its_lease_is_over(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await using var robot = new RobotServer(app.Clock);
        var target = await AddAsync(app, robot, WebhookKind.WeCom);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        var now = app.Clock.GetUtcNow();
        await app.Services.GetRequiredService<Leases>().WebhooksAsync(
            target, false, now, now.AddMinutes(1), 5, default); // and then it was killed
        await SweepAsync(app);
        Assert.Empty(robot.Requests);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await SweepAsync(app);
        Assert.Single(robot.Requests);
    }

    [Fact]
    public async Task At_night_only_urgent_messages_go_out()
    {
        await using var app = await StartAsync(
            DatabaseProvider.Sqlite, ("Mail:QuietFrom", "22:00"), ("Mail:QuietTo", "07:00"));
        await using var robot = new RobotServer(app.Clock);
        await AddAsync(app, robot, WebhookKind.WeCom);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        app.Clock.Advance(TimeSpan.FromHours(14)); // 23:00
        await SweepAsync(app);
        Assert.Empty(robot.Requests);
        app.Clock.Advance(TimeSpan.FromHours(8)); // 07:00
        await SweepAsync(app);
        Assert.Single(robot.Requests);
    }

    [Fact]
    public async Task Without_leave_no_private_address_is_reached_whatever_the_row_says()
    {
        await using var app = await StartAsync(DatabaseProvider.Sqlite, ("Webhooks:PrivateNetworks", ""));
        await using var robot = new RobotServer(app.Clock);
        await AddAsync(app, robot, WebhookKind.WeCom);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        await SweepAsync(app);
        Assert.Empty(robot.Requests);
        Assert.Contains("内部网络", (await RowAsync(app)).LastError, StringComparison.Ordinal);
    }

    internal static Task<ProductApp> StartAsync(
        DatabaseProvider provider, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Webhooks:AllowHttp"] = "true", ["Webhooks:PrivateNetworks"] = "127.0.0.0/8",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return ProductApp.StartAsync(
            provider, TrialProcess.Folder,
            services =>
            {
                services.AddSingleton(new TrialJobs());
                TrialProcess.AddJobs(services);
            },
            settings: all);
    }

    internal static async Task<long> AddAsync(
        ProductApp app, RobotServer robot, WebhookKind kind, NotificationEvent[]? events = null, bool enabled = true)
    {
        var secrets = app.Services.GetRequiredService<WebhookSecrets>();
        var url = kind switch
        {
            WebhookKind.DingTalk => robot.DingTalk, WebhookKind.WeCom => robot.WeCom, _ => robot.Feishu,
        };
        await using var db = app.Open();
        var target = new WebhookTarget
        {
            Name = $"群 {Guid.NewGuid()}", Kind = kind, Host = "127.0.0.1", ProtectedUrl = secrets.Protect(url),
            ProtectedSecret = kind == WebhookKind.WeCom ? null : secrets.Protect(RobotServer.Secret),
            Events = string.Join(',', events ?? [NotificationEvent.Assigned]), Enabled = enabled, ChangedBy = "admin",
        };
        db.WebhookTargets.Add(target);
        await db.NumberSeries.Where(n => n.Key == "#organisation")
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.Next, x => x.Next + 1));
        await db.SaveChangesAsync();
        return target.Id;
    }

    private static async Task SweepAsync(ProductApp app)
    {
        while (await app.Services.GetServices<ISweep>().OfType<WebhookSweep>().Single().RunAsync(default) > 0) { }
    }

    private static async Task<OutboxWebhook> RowAsync(ProductApp app)
    {
        await using var db = app.Open();
        return await db.OutboxWebhooks.AsNoTracking().SingleAsync();
    }
}
