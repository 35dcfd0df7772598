using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Messages;

public sealed class SignalTests
{
    private const string Folder = "Runtime/Messages/Workflows";

    [Theory, Databases]
    public async Task A_signal_reaches_three_hundred_who_wait_once_each_on_two_nodes(DatabaseProvider provider)
    {
        const int Listeners = 300;
        await using var app = await ProductApp.StartAsync(provider, Folder);
        await using var other = app.StartNode();
        for (var i = 0; i < Listeners; i++)
            await app.StartCaseAsync("listener", FeelContext.Empty);
        await app.StartCaseAsync("announcer", FeelContext.Empty);
        app.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var late = await app.StartCaseAsync("listener", FeelContext.Empty);
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        await app.AdvanceAsync(TimeSpan.FromMinutes(5));

        await using var db = app.Open();
        var waiting = await db.Cases.SingleAsync(c => c.Status == CaseStatus.Running);
        Assert.Equal(late.CaseId, waiting.Id);
        Assert.Equal(Listeners, await db.Cases.CountAsync(c =>
            c.ProcessId == "listener" && c.Status == CaseStatus.Completed));
        Assert.Equal(OutboxStatus.Done, (await db.OutboxMessages.SingleAsync()).Status);
        Assert.Equal(late.CaseId, (await db.Subscriptions.SingleAsync()).CaseId);
    }

    [Theory, Databases]
    public async Task A_case_that_stands_still_hears_the_signal_when_it_goes_on(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var still = await app.StartCaseAsync("listener", FeelContext.Empty);
        var open = await app.StartCaseAsync("listener", FeelContext.Empty);
        Assert.Null(await app.ExecuteAsync(still.CaseId, new SuspendInstance("核查")));
        await app.StartCaseAsync("announcer", FeelContext.Empty);
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await using var db = app.Open();
        Assert.Equal(still.CaseId, (await db.Cases.AsNoTracking().SingleAsync(c => c.Status == CaseStatus.Running)).Id);
        Assert.Null(await app.ExecuteAsync(still.CaseId, new ResumeInstance()));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await db.Cases.CountAsync(c => c.Status == CaseStatus.Running));
        Assert.Equal(OutboxStatus.Done, (await db.OutboxNotices.SingleAsync()).Status);
        Assert.NotEqual(still.CaseId, open.CaseId);
    }
}
