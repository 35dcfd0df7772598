using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace BalancedEdu.Web.Tests.Runtime.Notifications;

public sealed class DigestTests
{
    /// <summary>Friday 2026-11-06, 20:00 in Beijing.</summary>
    private static readonly DateTimeOffset FridayEvening = new(2026, 11, 6, 20, 0, 0, TimeSpan.FromHours(8));

    [Theory, Databases]
    public async Task What_waited_comes_at_nine_on_the_next_working_day_in_one_mail(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        await NotifyAsync(app, ["shenzhiyuan", "shenzhiyuan", "peimingyuan"]);
        await app.AdvanceAsync(TimeSpan.FromHours(60.9)); // Monday 08:54; Saturday and Sunday had no digest
        Assert.Empty(await DigestsAsync(app));
        await app.AdvanceAsync(TimeSpan.FromHours(0.1));
        Assert.Equal(
            ["digest/2026-11-09/peimingyuan", "digest/2026-11-09/shenzhiyuan"],
            (await DigestsAsync(app)).Select(m => m.Key));
        await app.AdvanceAsync(TimeSpan.FromHours(3));
        await app.AdvanceAsync(TimeSpan.FromDays(1));
        var mails = await DigestsAsync(app);
        Assert.Equal(2, mails.Count);
        Assert.Equal("[每日汇总] 2026-11-09 周一 通知 2 条", mails[1].Subject);
        Assert.Contains("- [抄送]", mails[1].Text, StringComparison.Ordinal);
        Assert.Contains("/Inbox", mails[1].Text, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Work_that_is_late_or_soon_will_be_is_in_it_and_nothing_else_makes_one(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        (string, int)[] given = [("迟了", -3), ("今天", 0), ("快了", 2), ("还早", 9)];
        foreach (var (subject, days) in given)
            await GiveAsync(app, subject, "shenzhiyuan", days);
        await GiveAsync(app, "还早", "peimingyuan", 9);
        await app.SweepAsync();
        var mail = Assert.Single(await DigestsAsync(app));
        Assert.Equal("[每日汇总] 2026-11-02 周一 逾期 1 件 今日到期 1 件 即将到期 1 件", mail.Subject);
        Assert.Contains("迟了的试办：审核，应于 2026-10-30 周五", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("还早", mail.Text, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Who_wants_none_gets_none_and_what_waited_waits_no_longer(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider, ProductApp.Start);
        await NotifyAsync(app, ["shenzhiyuan"]);
        await using (var db = app.Open())
        {
            db.NotificationChoices.Add(new()
            {
                UserName = "shenzhiyuan", Event = NotificationEvent.DailyDigest, Mode = NotificationMode.None,
            });
            await db.SaveChangesAsync();
        }
        await app.SweepAsync();
        Assert.Empty(await DigestsAsync(app));
        Assert.False(Assert.Single(await NotificationTests.AllAsync(app)).InDigest);
    }

    [Theory, Databases]
    public async Task A_node_that_dies_between_two_pages_leaves_the_rest_to_another(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider, ProductApp.Start);
        var people = await AddPeopleAsync(app, 450);
        await NotifyAsync(app, people);
        Assert.True(await RunAsync(app) > 0); // its first page, and it never comes back
        Assert.InRange((await DigestsAsync(app)).Count, 1, 200);
        await using var other = app.StartNode();
        while (await RunAsync(other) > 0) { }
        var mails = await DigestsAsync(app);
        Assert.Equal((450, 450), (mails.Count, mails.Select(m => m.ToUserName).Distinct().Count()));
        await using var db = app.Open();
        Assert.NotNull((await db.DigestDays.SingleAsync()).DoneAt);
        Assert.False(await db.Notifications.AnyAsync(n => n.InDigest));
    }

    [Theory, Databases]
    public async Task Two_nodes_that_write_at_once_write_each_digest_once(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider, ProductApp.Start);
        await NotifyAsync(app, await AddPeopleAsync(app, 450));
        await using var other = app.StartNode();
        await Task.WhenAll(new[] { app, other }.Select(node => Task.Run(async () =>
        {
            while (await RunAsync(node) > 0) { }
        })));
        Assert.Equal(450, (await DigestsAsync(app)).Count);
    }

    [Theory, Databases]
    public async Task Two_hundred_digests_reach_the_server_once_each_though_it_stops_in_between(
        DatabaseProvider provider)
    {
        await using var server = new SmtpTestServer { StopsAfter = 77 };
        await using var app = await ProductApp.StartAsync(
            provider, MailDispatcherTests.NoWorkflows,
            services => services.Configure<MailSettings>(settings =>
            {
                (settings.Host, settings.Port) = ("127.0.0.1", server.Port);
                settings.CertificateSha256 = SmtpTestServer.CertificateSha256;
            }),
            ProductApp.Start);
        await NotifyAsync(app, await AddPeopleAsync(app, 200));
        for (var i = 0; i < 3; i++)
            await app.SweepAsync();
        Assert.Equal(77, server.Taken.Count);
        await using var back = new SmtpTestServer(port: server.Port);
        for (var i = 0; i < 3; i++)
            await app.AdvanceAsync(CircuitBreaker.ShutFor);
        var mails = new List<MimeMessage>();
        foreach (var taken in server.Taken.Concat(back.Taken))
            using (var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(taken.Content)))
                mails.Add(await MimeMessage.LoadAsync(stream));
        Assert.Equal(
            (200, 200, 200),
            (mails.Count, mails.Select(m => m.MessageId).Distinct().Count(),
                mails.Select(m => m.To.Mailboxes.Single().Address).Distinct().Count()));
        Assert.All(await DigestsAsync(app), m => Assert.Equal(OutboxStatus.Done, m.Status));
    }

    private static Task<ProductApp> StartAsync(DatabaseProvider provider, DateTimeOffset? now = null) =>
        ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows, now: now ?? FridayEvening);

    private static Task<int> RunAsync(ProductApp app) =>
        app.Services.GetServices<ISweep>().OfType<DigestSweep>().Single().RunAsync(default);

    private static async Task<List<OutboxMail>> DigestsAsync(ProductApp app)
    {
        await using var db = app.Open();
        return await db.OutboxMails.AsNoTracking().Where(m => m.Template == DigestSweep.Template)
            .OrderBy(m => m.Key).ToListAsync();
    }

    private static async Task NotifyAsync(ProductApp app, IEnumerable<string> userNames)
    {
        await using var db = app.Open();
        db.Notifications.AddRange(userNames.Select(u => new Notification
        {
            UserName = u, Event = NotificationEvent.Copied, Text = "方案审核", InDigest = true,
            CreatedAt = app.Clock.GetUtcNow(),
        }));
        await db.SaveChangesAsync();
    }

    private static async Task GiveAsync(ProductApp app, string subject, string userName, int days)
    {
        var started = await app.StartCaseAsync("trial", new([new("subject", FeelValue.Of(subject))]));
        var due = new DateTimeOffset(2026, 11, 2, 17, 30, 0, TimeSpan.FromHours(8)).AddDays(days);
        await using var db = app.Open();
        await db.Tasks.Where(t => t.CaseId == started.CaseId).ExecuteUpdateAsync(
            t => t.SetProperty(x => x.Assignee, userName).SetProperty(x => x.DueAt, due));
    }

    private static async Task<IReadOnlyList<string>> AddPeopleAsync(ProductApp app, int count)
    {
        await using var db = app.Open();
        List<string> names =
            [.. Enumerable.Range(0, count).Select(i => $"a{i.ToString("d4", CultureInfo.InvariantCulture)}")];
        db.Users.AddRange(names.Select(n => new AppUser
        {
            UserName = n, NormalizedUserName = n.ToUpperInvariant(), DisplayName = n, UnitName = "学校",
            Email = $"{n}@lincheng.example",
        }));
        await db.SaveChangesAsync();
        return names;
    }
}
