using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>A node that sweeps by itself: woken by what it commits, else by Hangfire.</summary>
public sealed class WakingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory, Databases]
    public async Task A_commit_wakes_the_sweeps_and_a_due_timer_is_found_without_one(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var node = app.StartNode(sweeping: true);
        var started = await node.StartCaseAsync("trial", TrialProcess.Variables);
        await node.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");
        await UntilAsync(app, db => db.OutboxMails.CountAsync(m => m.Template == "told" && m.SentAt != null), 2);

        // Nothing is committed from here on: only the recurring job can find the timer.
        app.Clock.Advance(TimeSpan.FromHours(1));
        await UntilAsync(app, db => db.Tasks.CountAsync(t =>
            t.ElementId == "APPROVE" && t.Status == WorkTaskStatus.Open), 1);
    }

    /// <summary>
    /// Time goes on while one looks, as on a real node: what failed once is tried again after its back-off.
    /// </summary>
    private static async Task UntilAsync(ProductApp app, Func<BalancedEduDb, Task<int>> count, int expected)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!limit.IsCancellationRequested)
        {
            await using var db = app.Open();
            if (await count(db) == expected)
                return;
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await look.WaitForNextTickAsync();
        }
        Assert.Fail($"not within {Patience}: {await WaitingAsync(app)}");
    }

    /// <summary>What waits, how often it was tried, and why it failed.</summary>
    private static async Task<string> WaitingAsync(ProductApp app)
    {
        await using var db = app.Open();
        var jobs = await db.OutboxJobs.Select(j => $"job {j.Job} {j.Status} {j.Attempts} {j.LastError}").ToListAsync();
        var mails = await db.OutboxMails.Select(m => $"mail {m.Template} {m.Status} {m.Attempts} {m.LastError}")
            .ToListAsync();
        return string.Join("; ", jobs.Concat(mails));
    }
}
