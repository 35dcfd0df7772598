using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime.Notifications;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Notifications;

public sealed class NotificationRetentionTests
{
    [Theory, Databases]
    public async Task What_was_read_long_ago_goes_and_what_nobody_read_goes_later(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(
            provider, MailDispatcherTests.NoWorkflows, now: ProductApp.Start.AddHours(-1)); // before the digest
        var now = app.Clock.GetUtcNow();
        await using var db = app.Open();
        (string Text, int Age, int? ReadAgo, bool InDigest)[] rows =
        [
            ("unread for ever", 400, null, false), ("read for ever", 400, 399, false),
            ("read long ago", 60, 31, false), ("read lately", 60, 29, false), ("unread", 60, null, false),
            ("read, not told by mail", 60, 31, true),
            .. Enumerable.Range(0, 600).Select(i => ($"old {i}", 50, (int?)40, false)),
        ];
        db.Notifications.AddRange(rows.OrderByDescending(r => r.Age).Select(r => new Notification
        {
            UserName = "admin", Event = NotificationEvent.Copied, Text = r.Text, InDigest = r.InDigest,
            CreatedAt = now.AddDays(-r.Age), ReadAt = r.ReadAgo is { } ago ? now.AddDays(-ago) : null,
        }));
        await db.SaveChangesAsync();
        await app.SweepAsync();
        Assert.Equal(
            ["read lately", "read, not told by mail", "unread"],
            await db.Notifications.Select(n => n.Text).Order().ToListAsync());
    }

    [Theory, Databases]
    public async Task That_there_was_work_is_settled_when_it_is_over_or_somebody_else_has_it(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var first = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        Assert.Equal(2, await UnreadAsync(app, "peimingyuan"));
        await using (var db = app.Open())
            await db.Tasks.Where(t => t.CaseId == first.CaseId)
                .ExecuteUpdateAsync(t => t.SetProperty(x => x.Assignee, "fangqiheng"));
        Assert.Equal((1, 2), (await UnreadAsync(app, "peimingyuan"), await UnreadAsync(app, "fangqiheng")));
        await app.CompleteAsync(first.CaseId, "REVIEW", "fangqiheng", "pass", form: """{ "seats": 45 }""");
        Assert.Equal((1, 1), (await UnreadAsync(app, "peimingyuan"), await UnreadAsync(app, "fangqiheng")));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await using var after = app.Open();
        Assert.All(
            await after.Notifications.Where(n => n.CaseId == first.CaseId && n.Event == NotificationEvent.Assigned
                && n.CreatedAt < app.Clock.GetUtcNow().AddMinutes(-30)).ToListAsync(),
            n => Assert.NotNull(n.ReadAt));
    }

    private static async Task<int> UnreadAsync(ProductApp app, string userName)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NotificationDesk>()
            .CountUnreadAsync(userName, default);
    }
}
