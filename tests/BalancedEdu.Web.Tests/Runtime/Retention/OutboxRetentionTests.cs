using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Runtime.Retention;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Retention;

public sealed class OutboxRetentionTests
{
    /// <summary>Beyond what the application numbers by itself.</summary>
    private const long First = 1_000_000;

    private static readonly OutboxStatus[] Over = [OutboxStatus.Done, OutboxStatus.Discarded];

    [Theory, Databases]
    public async Task What_is_over_goes_when_it_is_old_and_what_waits_for_anybody_never(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        var now = app.Clock.GetUtcNow();
        await using var db = app.Open();
        var id = First;
        foreach (var status in Enum.GetValues<OutboxStatus>())
            foreach (var age in new[] { 4000, 401, 400, 91, 90, 1 })
            {
                db.OutboxMails.Add(Mail(++id, status, now.AddDays(-age)));
                db.OutboxWebhooks.Add(Webhook(id, status, now.AddDays(-age)));
                db.OutboxMessages.Add(Message(id, status, now.AddDays(-age)));
            }
        await db.SaveChangesAsync();
        await RunAsync(app);

        Assert.Equal([.. Of([4000, 401, 400, 91, 90, 1], [400, 91, 90, 1])], await db.OutboxMails.AsNoTracking()
            .OrderBy(m => m.Id).Select(m => new ValueTuple<OutboxStatus, DateTimeOffset>(m.Status, m.CreatedAt))
            .ToListAsync());
        Assert.Equal([.. Of([4000, 401, 400, 91, 90, 1], [90, 1])], await db.OutboxWebhooks.AsNoTracking()
            .OrderBy(w => w.Id).Select(w => new ValueTuple<OutboxStatus, DateTimeOffset>(w.Status, w.CreatedAt))
            .ToListAsync());
        Assert.Equal([.. Of([4000, 401, 400, 91, 90, 1], [90, 1])], await db.OutboxMessages.AsNoTracking()
            .OrderBy(m => m.Id).Select(m => new ValueTuple<OutboxStatus, DateTimeOffset>(m.Status, m.CreatedAt))
            .ToListAsync());

        IEnumerable<(OutboxStatus, DateTimeOffset)> Of(int[] waiting, int[] over) =>
            from status in Enum.GetValues<OutboxStatus>()
            from age in Over.Contains(status) ? over : waiting
            select (status, now.AddDays(-age));
    }

    [Theory, Databases]
    public async Task What_is_about_a_case_stays_until_its_end_is_as_old(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var running = (await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId;
        var ended = (await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId;
        var late = (await app.StartCaseAsync("trial", TrialProcess.Variables)).CaseId;
        var now = app.Clock.GetUtcNow();
        await using var db = app.Open();
        await db.Cases.Where(c => c.Id == ended).ExecuteUpdateAsync(
            c => c.SetProperty(x => x.EndedAt, now.AddDays(-500)));
        await db.Cases.Where(c => c.Id == late).ExecuteUpdateAsync(
            c => c.SetProperty(x => x.EndedAt, now.AddDays(-10)));
        foreach (var (about, i) in new[] { running, ended, late }.Select((c, i) => (c, i)))
        {
            db.OutboxMails.Add(Mail(First + i, OutboxStatus.Done, now.AddDays(-900), about));
            db.OutboxJobs.Add(Job(First + i, OutboxStatus.Done, now.AddDays(-900), about));
            db.OutboxJobs.Add(Job(First + 10 + i, OutboxStatus.Dead, now.AddDays(-900), about));
            db.OutboxWebhooks.Add(Webhook(First + i, OutboxStatus.Done, now.AddDays(-900), about));
            db.OutboxMessages.Add(Message(First + i, OutboxStatus.Discarded, now.AddDays(-900), about));
            db.OutboxNotices.Add(Notice(First + i, OutboxStatus.Done, now.AddDays(-900), about));
            db.OutboxNotices.Add(Notice(First + 10 + i, OutboxStatus.Dead, now.AddDays(-900), about));
        }
        await db.SaveChangesAsync();
        await RunAsync(app);

        long[] stay = [First, First + 2];
        Assert.Equal(stay, await db.OutboxMails.Where(m => m.Id >= First).Select(m => m.Id).Order().ToListAsync());
        Assert.Equal(stay, await db.OutboxWebhooks.Select(w => w.Id).Order().ToListAsync());
        Assert.Equal(stay, await db.OutboxMessages.Select(m => m.Id).Order().ToListAsync());
        Assert.Equal(
            [.. stay, First + 10, First + 11, First + 12],
            await db.OutboxNotices.Select(n => n.Id).Order().ToListAsync());
        Assert.Equal(
            [.. stay, First + 10, First + 11, First + 12],
            await db.OutboxJobs.Where(j => j.Id >= First).Select(j => j.Id).Order().ToListAsync());
    }

    [Theory, Databases]
    public async Task With_the_archive_on_what_is_about_a_case_goes_with_it_alone(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider, ("Retention:ArchiveAfterDays", "5000"));
        var old = app.Clock.GetUtcNow().AddDays(-900);
        await using var db = app.Open();
        db.OutboxMails.AddRange(Mail(First, OutboxStatus.Done, old), Mail(First + 1, OutboxStatus.Done, old, 77));
        db.OutboxJobs.Add(Job(First, OutboxStatus.Done, old, 77));
        await db.SaveChangesAsync();
        await RunAsync(app);
        Assert.Equal(First + 1, (await db.OutboxMails.AsNoTracking().SingleAsync()).Id);
        Assert.Equal(1, await db.OutboxJobs.CountAsync());
    }

    [Theory, Databases]
    public async Task Zero_days_keep_all(DatabaseProvider provider)
    {
        await using var app = await StartAsync(
            provider, ("Retention:KeepMailDays", "0"), ("Retention:KeepOutboxDays", "30"));
        var old = app.Clock.GetUtcNow().AddDays(-31);
        await using var db = app.Open();
        db.OutboxMails.Add(Mail(First, OutboxStatus.Done, old.AddDays(-9000)));
        db.OutboxWebhooks.Add(Webhook(First, OutboxStatus.Done, old));
        await db.SaveChangesAsync();
        await RunAsync(app);
        Assert.Equal((1, 0), (await db.OutboxMails.CountAsync(), await db.OutboxWebhooks.CountAsync()));
    }

    [Theory, Databases]
    public async Task Pages_end_where_they_must_and_a_node_that_stops_in_between_leaves_the_rest_to_another(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        await using var other = app.StartNode();
        var now = app.Clock.GetUtcNow();
        await using var db = app.Open();

        // On both sides of the border of a page something waits, and young ones with low numbers stand before old ones.
        long[] waiting = [First, First + 499, First + 500, First + 999, First + 1200];
        long[] young = [First + 1, First + 498, First + 501];
        db.OutboxMails.AddRange(Enumerable.Range(0, 1201).Select(i => First + i).Select(i => Mail(
            i, waiting.Contains(i) ? OutboxStatus.Dead : OutboxStatus.Done,
            now.AddDays(young.Contains(i) ? -1 : -401))));
        await db.SaveChangesAsync();

        Assert.Equal(OutboxRetention.Batch, await Sweep(app).RunAsync(default));
        Assert.Equal(1201 - 500 + 4, await db.OutboxMails.CountAsync());
        using (var stopped = new CancellationTokenSource())
        {
            await stopped.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sweep(app).RunAsync(stopped.Token));
        }
        Assert.Equal(1201 - 500 + 4, await db.OutboxMails.CountAsync());

        await RunAsync(other);
        Assert.Equal(
            waiting.Concat(young).Order(), await db.OutboxMails.Select(m => m.Id).Order().ToListAsync());
        await RunAsync(app);
        Assert.Equal(8, await db.OutboxMails.CountAsync());
    }

    [Theory, Databases]
    public async Task It_looks_once_a_day(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        await RunAsync(app);
        await using var db = app.Open();
        db.OutboxWebhooks.Add(Webhook(First, OutboxStatus.Done, app.Clock.GetUtcNow().AddDays(-91)));
        await db.SaveChangesAsync();
        await RunAsync(app);
        Assert.Equal(1, await db.OutboxWebhooks.CountAsync());
        app.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(app);
        Assert.Equal(0, await db.OutboxWebhooks.CountAsync());
    }

    private static Task<ProductApp> StartAsync(
        DatabaseProvider provider, params (string Key, string Value)[] settings) => ProductApp.StartAsync(
        provider, MailDispatcherTests.NoWorkflows,
        settings: settings.ToDictionary(s => s.Key, s => (string?)s.Value));

    private static OutboxRetention Sweep(ProductApp app) =>
        app.Services.GetServices<ISweep>().OfType<OutboxRetention>().Single();

    /// <summary>This sweep alone: others would deliver what waits.</summary>
    private static async Task RunAsync(ProductApp app)
    {
        while (await Sweep(app).RunAsync(default) > 0)
        {
        }
    }

    private static OutboxMail Mail(long id, OutboxStatus status, DateTimeOffset at, long? about = null) => new()
    {
        Id = id, Key = $"{id}", CaseId = about, ToUserName = "shenzhiyuan", Template = "notice", Data = "{}",
        Status = status, NextAttemptAt = at, CreatedAt = at,
    };

    private static OutboxWebhook Webhook(long id, OutboxStatus status, DateTimeOffset at, long? about = null) => new()
    {
        Id = id, Key = $"{id}", TargetId = 1, CaseId = about, Event = NotificationEvent.Overdue, Title = "已逾期",
        Text = "审核", Status = status, NextAttemptAt = at, CreatedAt = at,
    };

    private static OutboxJob Job(long id, OutboxStatus status, DateTimeOffset at, long about) => new()
    {
        Id = id, Key = $"{id}", CaseId = about, Job = "trial.work", Inputs = "{}", Status = status,
        NextAttemptAt = at, CreatedAt = at,
    };

    private static OutboxNotice Notice(long id, OutboxStatus status, DateTimeOffset at, long about) => new()
    {
        Id = id, Key = $"{id}", CaseId = about, Code = "", Text = "", Variables = "", Status = status,
        NextAttemptAt = at, CreatedAt = at,
    };

    private static OutboxMessage Message(long id, OutboxStatus status, DateTimeOffset at, long? about = null) => new()
    {
        Id = id, Key = $"{id}", SenderCaseId = about, ElementId = "", Name = "消息", CorrelationKey = "", Payload = "{}",
        Status = status, NextAttemptAt = at, ExpiresAt = at, CreatedAt = at,
    };
}
