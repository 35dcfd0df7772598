using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Mail.Bounces;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Mail.Bounces;

public sealed class BounceSweepTests
{
    private const string Address = "shenzhiyuan@lincheng.example";

    private const string Page = "/Administration/Mail/Addresses";

    [Theory, Databases]
    public async Task An_address_whose_mail_came_back_gets_no_more_until_it_is_cleared(DatabaseProvider provider)
    {
        await using var server = new ImapTestServer();
        await using var app = await StartAsync(provider, server);
        var mail = await PutSentAsync(app);
        server.Messages.Add(Reports.Dsn(IdOf(app, mail), Address, "5.1.1", "550 user unknown"));
        await RunAsync(app);
        Assert.Contains(1, server.Seen.Keys);
        var next = await MailDispatcherTests.PutAsync(app, m => m.ToUserName = "shenzhiyuan");
        await app.Services.GetRequiredService<MailDispatcher>().DispatchAsync(default);
        var row = await MailDispatcherTests.RowAsync(app, next);
        Assert.Equal(OutboxStatus.Dead, row.Status);
        Assert.Contains("有退信，已停止发送", row.LastError, StringComparison.Ordinal);
        using var admin = await app.SignInAsync("admin");
        Assert.Contains("通知，1 条未读", await admin.GetStringAsync(Page), StringComparison.Ordinal);
        Assert.Contains(Address, await admin.GetStringAsync(Page), StringComparison.Ordinal);
        await using var db = app.Open();
        var flagged = await db.UndeliverableAddresses.SingleAsync();
        using var cleared = await admin.SubmitAsync(Page, $"{Page}?handler=Clear&id={flagged.Id}");
        Assert.Equal(HttpStatusCode.Redirect, cleared.StatusCode);
        var again = await MailDispatcherTests.PutAsync(app, m => m.ToUserName = "shenzhiyuan");
        await app.Services.GetRequiredService<MailDispatcher>().DispatchAsync(default);
        Assert.Equal(OutboxStatus.Done, (await MailDispatcherTests.RowAsync(app, again)).Status);
    }

    [Theory, Databases]
    public async Task A_report_that_is_read_twice_counts_once_and_a_second_one_twice(DatabaseProvider provider)
    {
        await using var server = new ImapTestServer();
        await using var app = await StartAsync(provider, server);
        var mail = await PutSentAsync(app);
        var report = Reports.Dsn(IdOf(app, mail), Address, "5.1.1", "550 user unknown");
        server.Messages.AddRange([report, report]);
        await RunAsync(app);
        server.Messages.Add(Reports.Dsn(IdOf(app, mail), Address, "5.1.1", "550 user unknown", id: "dsn-2"));
        await RunAsync(app);
        await using var db = app.Open();
        Assert.Equal(2, (await db.UndeliverableAddresses.SingleAsync()).Times);
        Assert.Equal(1, await db.Notifications.CountAsync(n => n.Event == NotificationEvent.System));
    }

    /// <summary>Who forges a report can't stop anybody's mail.</summary>
    [Theory]
    [Databases("another stamp")]
    [Databases("another address")]
    [Databases("no such mail")]
    [Databases("mailbox full")]
    public async Task A_report_flags_nothing_when(DatabaseProvider provider, string what)
    {
        await using var server = new ImapTestServer();
        await using var app = await StartAsync(provider, server);
        var mail = await PutSentAsync(app);
        var id = what switch
        {
            "another stamp" => $"mail-{mail}-19a41f2c400@edu.example",
            "no such mail" => IdOf(app, 4711),
            _ => IdOf(app, mail),
        };
        server.Messages.Add(Reports.Dsn(
            id, what == "another address" ? "admin@lincheng.example" : Address,
            what == "mailbox full" ? "5.2.2" : "5.1.1", "550 no"));
        await RunAsync(app);
        Assert.Single(server.Seen);
        await using var db = app.Open();
        Assert.Empty(await db.UndeliverableAddresses.ToListAsync());
    }

    [Theory]
    [Databases("gone")]
    [Databases("silent")]
    [Databases("wrong password")]
    public async Task A_mailbox_that_cannot_be_read_costs_its_time_and_is_looked_at_again(
        DatabaseProvider provider, string what)
    {
        await using var server = new ImapTestServer { Silent = what == "silent" };
        await using var app = await StartAsync(
            provider, server, what == "wrong password" ? "wrong" : "right", what == "gone" ? 1 : null);
        await RunAsync(app);
        await RunAsync(app, advance: false); // nothing is tried before its time
        Assert.InRange(server.Connections, 0, 1);
        await using var db = app.Open();
        Assert.Empty(await db.UndeliverableAddresses.ToListAsync());
    }

    [Fact]
    public async Task Without_a_server_nobody_looks()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows);
        Assert.Equal(0, await app.Services.GetServices<ISweep>().OfType<BounceSweep>().Single().RunAsync(default));
        using var admin = await app.SignInAsync("admin");
        Assert.Contains("没有配置退信邮箱", await admin.GetStringAsync(Page), StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Only_an_administrator_clears_an_address_and_only_once(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        await using var db = app.Open();
        db.UndeliverableAddresses.Add(new() { Address = Address, Reason = "5.1.1", BounceId = "x" });
        await db.SaveChangesAsync();
        var id = (await db.UndeliverableAddresses.SingleAsync()).Id;
        using var other = await app.SignInAsync("shenzhiyuan");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(Page)).StatusCode);
        using var not = await other.SubmitAsync("/Account/Me", $"{Page}?handler=Clear&id={id}");
        Assert.Equal(HttpStatusCode.NotFound, not.StatusCode);
        using var admin = await app.SignInAsync("admin");
        using var unknown = await admin.SubmitAsync("/Account/Me", $"{Page}?handler=Clear&id=4711");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var first = await admin.SubmitAsync(Page, $"{Page}?handler=Clear&id={id}");
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using var second = await admin.SubmitAsync("/Account/Me", $"{Page}?handler=Clear&id={id}");
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
    }

    private static Task<ProductApp> StartAsync(
        DatabaseProvider provider, ImapTestServer server, string password = "right", int? port = null) =>
        ProductApp.StartAsync(
            provider, MailDispatcherTests.NoWorkflows,
            settings: new Dictionary<string, string?>
            {
                ["Bounces:Host"] = "127.0.0.1", ["Bounces:Port"] = $"{port ?? server.Port}",
                ["Bounces:Security"] = "None", ["Bounces:UserName"] = "bounce", ["Bounces:Password"] = password,
                ["Bounces:TimeoutSeconds"] = server.Silent ? "2" : "30",
            });

    private static async Task RunAsync(ProductApp app, bool advance = true)
    {
        if (advance)
            app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.Services.GetServices<ISweep>().OfType<BounceSweep>().Single().RunAsync(default);
    }

    private static Task<long> PutSentAsync(ProductApp app) => MailDispatcherTests.PutAsync(
        app, m => (m.ToUserName, m.Status, m.CreatedAt) = ("shenzhiyuan", OutboxStatus.Done, ProductApp.Start));

    private static string IdOf(ProductApp app, long mail)
    {
        Assert.NotNull(app);
        return $"mail-{mail}-{MailMessage.StampOf(ProductApp.Start)}@edu.example";
    }
}
