using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Notifications;

public sealed class NotificationPreferencesTests
{
    /// <summary>In order of precedence: what there is not, what can't be chosen, what is no way of it.</summary>
    [Theory]
    [Databases(99, 0, "notification.event-unknown", "99")]
    [Databases((int)NotificationEvent.Overdue, (int)NotificationMode.None, "notification.fixed", "已逾期")]
    [Databases((int)NotificationEvent.Escalated, (int)NotificationMode.Digest, "notification.fixed", "逾期升级")]
    [Databases((int)NotificationEvent.Returned, (int)NotificationMode.None, "notification.fixed", "退回")]
    [Databases((int)NotificationEvent.Assigned, 7, "notification.mode-unknown", "新待办")]
    [Databases((int)NotificationEvent.DailyDigest, (int)NotificationMode.AtOnce, "notification.mode-unknown", "每日汇总")]
    public async Task A_choice_is_refused_and_nothing_is_kept(
        DatabaseProvider provider, int @event, int mode, string code, string said)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        var refusal = await SaveAsync(
            app, (NotificationEvent.Copied, NotificationMode.None),
            ((NotificationEvent)@event, (NotificationMode)mode));
        Assert.Equal((RefusalKind.Invalid, code), (refusal!.Kind, refusal.Code));
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        await using var db = app.Open();
        Assert.Empty(await db.NotificationChoices.ToListAsync());
    }

    [Theory, Databases]
    public async Task What_is_chosen_stays_and_the_default_needs_no_row(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        Assert.Null(await SaveAsync(
            app, (NotificationEvent.Copied, NotificationMode.None),
            (NotificationEvent.Decided, NotificationMode.None)));
        Assert.Null(await SaveAsync(app, (NotificationEvent.Copied, NotificationMode.AtOnce)));
        await using var db = app.Open();
        var row = Assert.Single(await db.NotificationChoices.ToListAsync());
        Assert.Equal(("shenzhiyuan", NotificationEvent.Decided, NotificationMode.None),
            (row.UserName, row.Event, row.Mode));
        var read = await new NotificationPreferences(db).ReadAsync("shenzhiyuan", default);
        Assert.Equal(NotificationRules.All, read.Select(p => p.Rule));
        Assert.Equal([NotificationEvent.Decided], read.Where(p => p.Chosen).Select(p => p.Rule.Event));
    }

    [Theory, Databases]
    public async Task Two_windows_that_save_at_once_leave_one_choice(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        NotificationMode[] modes = [NotificationMode.None, NotificationMode.Digest];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            SaveAsync(app, (NotificationEvent.Assigned, modes[i % 2])))));
        await using var db = app.Open();
        Assert.Single(await db.NotificationChoices.ToListAsync());
    }

    private static async Task<ActionRefusal?> SaveAsync(
        ProductApp app, params (NotificationEvent Event, NotificationMode Mode)[] choices)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NotificationPreferences>()
            .SaveAsync("shenzhiyuan", choices.ToDictionary(c => c.Event, c => c.Mode), default);
    }
}
