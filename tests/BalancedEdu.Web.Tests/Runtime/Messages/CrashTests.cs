using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Messages;

/// <summary>A node dies while it carries something from one case to others; the next one carries it once.</summary>
public sealed class CrashTests
{
    private const string Folder = "Runtime/Messages/Workflows";
    private const string CallFolder = "Runtime/Calls/Workflows";

    /// <summary>Longer than any lease: what the dead node held is free again.</summary>
    private static readonly TimeSpan BeyondLeases = TimeSpan.FromMinutes(10);

    [Theory]
    [Databases(1)]
    [Databases(2)]
    [Databases(3)]
    [Databases(9)]
    public async Task A_message_comes_once_though_its_node_dies_at_any_checkpoint(
        DatabaseProvider provider, int checkpoint)
    {
        await using var app = await StartAsync(provider);
        FeelContext subject = new([new("subject", FeelValue.Of("A")), new("answer", FeelValue.Of("同意"))]);
        await app.StartCaseAsync("waiter", subject);
        await app.StartCaseAsync("sender", subject);
        await DieAndGoOnAsync(app, checkpoint);

        // Who waits from now on would get it if it came a second time.
        await app.StartCaseAsync("waiter", subject);
        await app.AdvanceAsync(BeyondLeases);
        await using var db = app.Open();
        Assert.Equal(1, await db.Cases.CountAsync(c => c.ProcessId == "waiter" && c.Status == CaseStatus.Completed));
        Assert.Equal(1, await db.Cases.CountAsync(c => c.ProcessId == "waiter" && c.Status == CaseStatus.Running));
        Assert.Equal(OutboxStatus.Done, (await db.OutboxMessages.SingleAsync()).Status);
        await AssertChainsAsync(db);
    }

    [Theory]
    [Databases(1)]
    [Databases(2)]
    [Databases(3)]
    [Databases(10)]
    public async Task A_signal_reaches_each_once_though_its_node_dies_at_any_checkpoint(
        DatabaseProvider provider, int checkpoint)
    {
        const int Listeners = 5;
        await using var app = await StartAsync(provider);
        for (var i = 0; i < Listeners; i++)
            await app.StartCaseAsync("repeated-listener", FeelContext.Empty);
        await app.StartCaseAsync("announcer", FeelContext.Empty);
        await DieAndGoOnAsync(app, checkpoint);
        await using var db = app.Open();
        // Who had heard it twice would have gone on to the end.
        Assert.Equal(Listeners, await db.Subscriptions.CountAsync(s => s.ElementId == "MORE"));
        Assert.Equal(OutboxStatus.Done, (await db.OutboxMessages.SingleAsync()).Status);
        await AssertChainsAsync(db);
    }

    [Theory]
    [Databases(1)]
    [Databases(2)]
    [Databases(3)]
    [Databases(11)]
    [Databases(12)]
    public async Task A_call_has_one_child_and_one_answer_though_its_node_dies_at_any_checkpoint(
        DatabaseProvider provider, int checkpoint)
    {
        await using var app = await StartAsync(provider, CallFolder);
        await app.StartCaseAsync("bound-parent", Kind("quick"));
        await DieAndGoOnAsync(app, checkpoint);
        await AssertAnsweredOnceAsync(app);
    }

    [Theory]
    [Databases(1)]
    [Databases(2)]
    [Databases(3)]
    public async Task An_answer_is_told_once_though_its_node_dies_at_any_checkpoint(
        DatabaseProvider provider, int checkpoint)
    {
        await using var app = await StartAsync(provider, CallFolder);
        var parent = await app.StartCaseAsync("bound-parent", Kind("task"));
        await app.SweepAsync();
        await using (var db = app.Open())
        {
            var child = await db.Cases.SingleAsync(c => c.ParentCaseId == parent.CaseId);
            await app.CompleteAsync(child.Id, "WORK", "jiangyuan", "agree");
        }
        await DieAndGoOnAsync(app, checkpoint);
        await AssertAnsweredOnceAsync(app);
    }

    private static async Task AssertAnsweredOnceAsync(ProductApp app)
    {
        await using var db = app.Open();
        Assert.Equal(
            [("bound-parent", CaseStatus.Completed), ("child", CaseStatus.Completed)],
            (await db.Cases.OrderBy(c => c.Id).ToListAsync()).Select(c => (c.ProcessId, c.Status)));
        Assert.Equal(CallStatus.Answered, (await db.Calls.SingleAsync()).Status);
        Assert.Equal(OutboxStatus.Done, (await db.OutboxNotices.SingleAsync()).Status);
        await AssertChainsAsync(db);
    }

    private static FeelContext Kind(string kind) =>
        new([new("kind", FeelValue.Of(kind)), new("x", FeelValue.Of(21m))]);

    private static Task<ProductApp> StartAsync(DatabaseProvider provider, string folder = Folder) =>
        ProductApp.StartAsync(provider, folder, now: TimeProvider.System.GetUtcNow().AddMinutes(-1));

    private static async Task DieAndGoOnAsync(ProductApp app, int checkpoint)
    {
        Assert.Equal(ChildProcess.Killed, await ChildProcess.RunUntilItDiesAsync(app, checkpoint));
        app.Clock.SetUtcNow(TimeProvider.System.GetUtcNow() + BeyondLeases);
        await app.SweepAsync();
        await app.AdvanceAsync(BeyondLeases);
    }

    private static async Task AssertChainsAsync(BalancedEduDb db)
    {
        var events = await db.CaseEvents.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync();
        Assert.All(events.GroupBy(e => e.CaseId), chain => Assert.Null(EventChain.FindBreak(chain)));
    }
}
