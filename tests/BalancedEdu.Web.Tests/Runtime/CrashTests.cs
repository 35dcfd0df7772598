using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>
/// A node is killed at each checkpoint; another one finds the case, goes on with it and repeats nothing.
/// </summary>
public sealed class CrashTests
{
    /// <summary>Longer than any lease: what the dead node held is free again.</summary>
    private static readonly TimeSpan BeyondLeases = TimeSpan.FromMinutes(10);

    [Theory]
    [Databases(1)]
    [Databases(2)]
    [Databases(3)]
    [Databases(4)]
    [Databases(5)]
    [Databases(6)]
    [Databases(7)]
    [Databases(8)]
    public async Task A_case_survives_the_death_of_its_node_at_each_checkpoint(
        DatabaseProvider provider, int checkpoint)
    {
        await using var app = await ProductApp.StartAsync(
            provider, "Runtime/CrashWorkflows", now: TimeProvider.System.GetUtcNow().AddMinutes(-1));
        var started = await app.StartCaseAsync("enduring", FeelContext.Empty);

        // Timers are there once the job is done; mails, too, but they must be left to the child.
        if (checkpoint is 4)
            await app.SweepAsync();

        Assert.Equal(ChildProcess.Killed, await ChildProcess.RunUntilItDiesAsync(app, checkpoint));

        app.Clock.SetUtcNow(TimeProvider.System.GetUtcNow() + BeyondLeases);
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await app.CompleteAsync(started.CaseId, "APPROVE", "jiangyuan", "agree");
        await AssertOnceAsync(app);
    }

    /// <summary>All that was to happen has happened, and once.</summary>
    private static async Task AssertOnceAsync(ProductApp app)
    {
        await using var db = app.Open();
        Assert.Equal(CaseStatus.Completed, (await db.Cases.SingleAsync()).Status);
        var events = await db.CaseEvents.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync();
        Assert.Null(EventChain.FindBreak(events));
        foreach (var kind in new[] { "InstanceStarted", "JobCompleted", "TimerFired", "UserTaskCompleted",
            "InstanceCompleted" })
            Assert.Single(events, e => e.Kind == kind);
        Assert.Equal(OutboxStatus.Done, (await db.OutboxJobs.SingleAsync()).Status);
        Assert.Empty(await db.Timers.ToListAsync());
        var mails = await db.OutboxMails.OrderBy(m => m.Template).ThenBy(m => m.ToUserName).ToListAsync();
        Assert.Equal(
            [("task-assigned", "jiangyuan"), ("told", "chengjiang-edu"), ("told", "p3299010001")],
            mails.Select(m => (m.Template, m.ToUserName)));
        Assert.All(mails, m => Assert.Equal(OutboxStatus.Done, m.Status));
        Assert.Equal(3, Directory.GetFiles(app.MailFolder, "*.eml").Length);
    }
}
