using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Delegations;

public sealed class DelegationSweepTests
{
    private static readonly string[] Both = ["fangqiheng", "peimingyuan"];

    [Theory, Databases]
    public async Task Both_sides_are_told_once_of_all_that_happens_to_a_delegation(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        await app.SweepAsync();
        await app.DelegateAsync("peimingyuan", "方启恒", 3, 4, "休年假");
        Assert.Equal(Twice("裴明远委托方启恒代办，2026-11-03 周二 至 2026-11-04 周三"), await ToldAsync(app));

        app.Clock.Advance(TimeSpan.FromHours(15)); // midnight: it begins
        await Task.WhenAll(app.SweepAsync(), other.SweepAsync());
        Assert.Equal(Twice("裴明远委托方启恒代办，已开始生效，2026-11-03 周二 至 2026-11-04 周三"), await ToldAsync(app));
        Assert.Equal(Both, await app.MailedAsync("delegation-begun"));

        app.Clock.Advance(TimeSpan.FromHours(47));
        await Task.WhenAll(app.SweepAsync(), other.SweepAsync());
        Assert.Empty(await ToldAsync(app));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(app.SweepAsync(), other.SweepAsync());
        Assert.Equal(Twice("裴明远对方启恒的委托已到期，2026-11-03 周二 至 2026-11-04 周三"), await ToldAsync(app));
        Assert.Equal(Both, await app.MailedAsync("delegation-over"));

        await app.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Empty(await ToldAsync(app));
        await using var db = app.Open();
        Assert.All(
            await db.OutboxMails.Where(m => m.CaseId == null && m.Template != DigestSweep.Template).ToListAsync(),
            m => Assert.Contains("裴明远", m.Text, StringComparison.Ordinal));
    }

    [Theory, Databases]
    public async Task By_mail_each_is_told_as_they_chose_and_in_the_centre_always(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.SweepAsync();
        await ChooseAsync(app, "peimingyuan", NotificationMode.None);
        await ChooseAsync(app, "fangqiheng", NotificationMode.Digest);
        var made = await app.DelegateAsync("peimingyuan", "方启恒", 3, 4);
        await app.AdvanceAsync(TimeSpan.FromHours(15));
        Assert.Null(await app.ActAsync<DelegationRules, ActionRefusal?>(
            "peimingyuan", (v, p) => v.RevokeAsync(made.Id, p, default)));
        await using var db = app.Open();
        Assert.Equal(
            [("fangqiheng", true, 3), ("peimingyuan", false, 3)],
            (await db.Notifications.Where(n => n.Event == NotificationEvent.Delegated).ToListAsync())
                .GroupBy(n => (n.UserName, n.InDigest)).Select(g => (g.Key.UserName, g.Key.InDigest, g.Count()))
                .Order());
        Assert.All(
            await db.Notifications.Where(n => n.Event == NotificationEvent.Delegated).ToListAsync(),
            n => Assert.Equal("/Account/Delegations", n.Link));
        Assert.Empty(await db.OutboxMails.Where(m => EF.Functions.Like(m.Template, "delegation-%")).ToListAsync());
    }

    [Theory, Databases]
    public async Task Nobody_is_told_again_of_what_somebody_did_or_of_what_was_over_meanwhile(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.SweepAsync();
        await app.DelegateAsync("shenzhiyuan", "裴明远", 2, 9); // in force as soon as it is made
        var revoked = await app.DelegateAsync("peimingyuan", "方启恒", 3, 4);
        await app.DelegateAsync("luoyichen", "方启恒", 5, 6); // begins and is over while no node runs
        Assert.Null(await app.ActAsync<DelegationRules, ActionRefusal?>(
            "peimingyuan", (v, p) => v.RevokeAsync(revoked.Id, p, default)));
        Assert.Equal(8, (await ToldAsync(app)).Count);

        await app.AdvanceAsync(TimeSpan.FromDays(5));
        Assert.Equal(
            ["fangqiheng 骆一辰对方启恒的委托已到期，2026-11-05 周四 至 2026-11-06 周五",
                "luoyichen 骆一辰对方启恒的委托已到期，2026-11-05 周四 至 2026-11-06 周五"],
            await ToldAsync(app));
    }

    [Theory, Databases]
    public async Task Who_cannot_sign_in_any_more_is_not_told(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.SweepAsync();
        await app.DelegateAsync("peimingyuan", "方启恒", 3, 4);
        await ToldAsync(app);
        await using var db = app.Open();
        await db.Users.Where(u => u.UserName == "peimingyuan").ExecuteUpdateAsync(
            u => u.SetProperty(x => x.Disabled, true));
        await app.AdvanceAsync(TimeSpan.FromHours(15));
        Assert.Equal(
            ["fangqiheng 裴明远委托方启恒代办，已开始生效，2026-11-03 周二 至 2026-11-04 周三"], await ToldAsync(app));
        Assert.Equal(["fangqiheng"], await app.MailedAsync("delegation-begun"));
    }

    private static string[] Twice(string text) => [.. Both.Select(b => $"{b} {text}")];

    /// <summary>What stands in the centre since the last look, by person.</summary>
    private static async Task<List<string>> ToldAsync(ProductApp app)
    {
        await using var db = app.Open();
        var told = await db.Notifications.Where(n => n.Event == NotificationEvent.Delegated && n.ReadAt == null)
            .OrderBy(n => n.UserName).ThenBy(n => n.Id).Select(n => n.UserName + " " + n.Text).ToListAsync();
        await db.Notifications.ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, app.Clock.GetUtcNow()));
        return told;
    }

    private static async Task ChooseAsync(ProductApp app, string userName, NotificationMode mode)
    {
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<NotificationPreferences>().SaveAsync(
            userName, new Dictionary<NotificationEvent, NotificationMode> { [NotificationEvent.Delegated] = mode },
            default));
    }
}
