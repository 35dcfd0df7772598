using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Features.Notifications;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Notifications;

public sealed class NotificationFeedTests
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(3);

    [Theory, Databases]
    public async Task A_browser_hears_how_it_stands_and_then_what_changes_on_any_node(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        await using var other = app.StartNode();
        await TellAsync(app, "shenzhiyuan", "peimingyuan");
        using var browser = await app.SignInAsync("shenzhiyuan");
        await using var stream = await EventStream.OpenAsync(app, browser);
        Assert.Equal("1", (await stream.NextAsync()).Data);
        await TellAsync(other, "shenzhiyuan");
        Assert.Equal("2", (await stream.NextAsync(Look)).Data);
        using var window = await other.SignInAsync("shenzhiyuan");
        var page = await window.GetStringAsync("/Notifications");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = ProductApp.AntiforgeryToken(page), ["newest"] = "999999",
        });
        await window.PostAsync("/Notifications?handler=ReadAll", form);
        Assert.Equal("0", (await stream.NextAsync(Look)).Data);
    }

    [Fact]
    public async Task A_browser_that_comes_back_is_told_only_what_it_does_not_know()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows);
        await TellAsync(app, "shenzhiyuan");
        using var browser = await app.SignInAsync("shenzhiyuan");
        string last;
        await using (var first = await EventStream.OpenAsync(app, browser))
            last = (await first.NextAsync()).Id;
        await using (var same = await EventStream.OpenAsync(app, browser, last))
        {
            await TellAsync(app, "shenzhiyuan");
            Assert.Equal("2", (await same.NextAsync(Look)).Data);
        }
        await using var late = await EventStream.OpenAsync(app, browser, last);
        Assert.Equal("2", (await late.NextAsync()).Data);
    }

    [Fact]
    public async Task A_quiet_connection_beats_and_ends_so_that_the_browser_shows_again_who_it_is()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows);
        using var browser = await app.SignInAsync("shenzhiyuan");
        await using var stream = await EventStream.OpenAsync(app, browser);
        Assert.Equal("0", (await stream.NextAsync()).Data);
        Assert.Equal(": beat", await stream.LineAsync(NotificationStream.Beat, l => l.StartsWith(':')));
        Assert.Null(await stream.LineAsync(
            NotificationStream.Longest, l => l.StartsWith("event", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_person_has_so_many_connections_and_a_node_so_many_and_others_ask_instead()
    {
        await using var app = await ProductApp.StartAsync(
            DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows,
            settings: new Dictionary<string, string?> { ["Notifications:ConnectionsMax"] = "9" });
        var feed = app.Services.GetRequiredService<NotificationFeed>();
        var own = Enumerable.Range(0, 9).Select(_ => feed.Listen("shenzhiyuan")!).ToList();
        Assert.Equal(NotificationFeed.ConnectionsAPersonMax, feed.Connections);
        own[0].States.TryRead(out _); // the feed may have told it before it gave way
        Assert.False(await own[0].States.WaitToReadAsync());
        using var one = feed.Listen("peimingyuan");
        Assert.Null(feed.Listen("wenjingzhi"));
        using var browser = await app.SignInAsync("wenjingzhi");
        using var answer = await browser.GetAsync("/Notifications/Stream");
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await TellAsync(app, "wenjingzhi");
        Assert.Equal("""{"unread":1}""", await browser.GetStringAsync("/Notifications/Unread"));
        own.ForEach(l => l.Dispose());
    }

    [Fact]
    public async Task A_connection_keeps_the_newest_state_only_however_slow_its_browser_is()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows);
        var feed = app.Services.GetRequiredService<NotificationFeed>();
        using var listener = feed.Listen("shenzhiyuan")!;
        for (var i = 0; i < 20; i++)
        {
            await TellAsync(app, "shenzhiyuan");
            await feed.LookAsync(default);
        }
        Assert.True(listener.States.TryRead(out var state));
        Assert.Equal(20, state.Unread);
        Assert.False(listener.States.TryRead(out _));
    }

    [Fact]
    public async Task Nobody_hears_of_notifications_of_others_or_without_signing_in()
    {
        await using var app = await ProductApp.StartAsync(DatabaseProvider.Sqlite, MailDispatcherTests.NoWorkflows);
        await TellAsync(app, "peimingyuan");
        using var browser = await app.SignInAsync("shenzhiyuan");
        Assert.Equal("""{"unread":0}""", await browser.GetStringAsync("/Notifications/Unread"));
        using var stranger = app.CreateClient(new() { AllowAutoRedirect = false });
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await stranger.GetAsync("/Notifications")).StatusCode);

        // A page that outlives its session isn't sent to sign in behind the back of whoever looks at it.
        foreach (var path in (string[])["/Notifications/Stream", "/Notifications/Unread"])
        {
            using var answer = await stranger.GetAsync(path);
            Assert.Equal(System.Net.HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsStringAsync());
        }
    }

    internal static async Task TellAsync(ProductApp app, params string[] userNames)
    {
        await using var db = app.Open();
        db.Notifications.AddRange(userNames.Select(u => new Notification
        {
            UserName = u, Event = NotificationEvent.Copied, Text = "方案审核", CreatedAt = app.Clock.GetUtcNow(),
        }));
        await db.SaveChangesAsync();
    }
}
