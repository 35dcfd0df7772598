using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Incidents;

/// <summary>What an administrator does about a message that nobody received.</summary>
public sealed class UnreceivedMessageTests
{
    private static readonly FeelContext Subject =
        new([new("subject", FeelValue.Of("A")), new("answer", FeelValue.Of("同意"))]);

    [Theory, Databases]
    public async Task It_is_sent_once_more_and_reaches_who_waits_now(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        var row = await UnreceivedAsync(app);
        var waiter = await app.StartCaseAsync("waiter", Subject);
        Assert.Null(await ActAsync(app, (a, admin) => a.RetryAsync(
            new(row.Id, row.Times, StuckCases.Reason), admin, default)));
        await app.SweepAsync();
        await using var db = app.Open();
        Assert.Equal(OutboxStatus.Done, (await db.OutboxMessages.SingleAsync()).Status);
        Assert.NotEqual(CaseStatus.Running, (await db.Cases.SingleAsync(c => c.Id == waiter.CaseId)).Status);
        Assert.NotNull((await db.Incidents.SingleAsync()).ResolvedAt);
        await AssertRecordedAsync(db, row, "MessageRetried");
    }

    [Theory, Databases]
    public async Task It_is_given_up_and_only_once(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        var row = await UnreceivedAsync(app);
        Assert.Null(await DiscardAsync(app, row));
        Assert.Equal("incident.resolved", (await DiscardAsync(app, row))?.Code);
        await using var db = app.Open();
        Assert.Equal(OutboxStatus.Discarded, (await db.OutboxMessages.SingleAsync()).Status);
        Assert.NotNull((await db.Incidents.SingleAsync()).ResolvedAt);
        await AssertRecordedAsync(db, row, "MessageDiscarded");
    }

    [Theory, Databases]
    public async Task One_from_outside_is_given_up_without_a_case(DatabaseProvider provider)
    {
        await using var app = await StartAsync(provider);
        var row = await UnreceivedAsync(app);
        await using (var db = app.Open())
        {
            await db.Incidents.ExecuteUpdateAsync(i => i.SetProperty(x => x.CaseId, (long?)null));
            await db.OutboxMessages.ExecuteUpdateAsync(m => m.SetProperty(x => x.SenderCaseId, (long?)null));
        }
        Assert.Null(await DiscardAsync(app, row));
        await using var check = app.Open();
        Assert.Equal(OutboxStatus.Discarded, (await check.OutboxMessages.SingleAsync()).Status);
        Assert.NotNull((await check.Incidents.SingleAsync()).ResolvedAt);
    }

    [Theory, Databases]
    public async Task Nothing_else_is_given_up_like_a_message(DatabaseProvider provider)
    {
        await using var stuck = await StuckCases.StartAsync(provider);
        Assert.Equal("incident.not-offered", (await DiscardAsync(stuck.App, await stuck.AtTheGatewayAsync()))?.Code);
    }

    private static Task<ProductApp> StartAsync(DatabaseProvider provider) =>
        ProductApp.StartAsync(provider, "Runtime/Messages/Workflows");

    private static async Task<IncidentRow> UnreceivedAsync(ProductApp app)
    {
        await app.StartCaseAsync("sender", Subject);
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(24));
        await app.AdvanceAsync(TimeSpan.FromHours(24));
        await using var db = app.Open();
        return await db.Incidents.AsNoTracking().SingleAsync();
    }

    private static Task<ActionRefusal?> DiscardAsync(ProductApp app, IncidentRow row) => ActAsync(
        app, (a, admin) => a.DiscardAsync(new(row.Id, row.Times, StuckCases.Reason), admin, default));

    private static async Task<ActionRefusal?> ActAsync(
        ProductApp app, Func<IncidentActions, Web.Data.Organisation.AppUser, Task<ActionRefusal?>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<IncidentActions>(), await app.PersonAsync("admin"));
    }

    private static async Task AssertRecordedAsync(BalancedEduDb db, IncidentRow row, string kind)
    {
        var events = await db.CaseEvents.Where(e => e.CaseId == row.CaseId).OrderBy(e => e.Sequence).ToListAsync();
        Assert.Null(EventChain.FindBreak(events));
        Assert.Contains(StuckCases.Reason, Assert.Single(events, e => e.Kind == kind).Data, StringComparison.Ordinal);
    }
}
