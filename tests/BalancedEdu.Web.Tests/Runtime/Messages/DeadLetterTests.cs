using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Messages;

/// <summary>What cases send to one another and can't be delivered: tried later and later, then for a person.</summary>
public sealed class DeadLetterTests
{
    private const string Folder = "Runtime/Messages/Workflows";
    private const string CallFolder = "Runtime/Calls/Workflows";

    /// <summary>As many attempts as a job has.</summary>
    private const int Most = 8;

    private static readonly FeelContext Subject =
        new([new("subject", FeelValue.Of("A")), new("answer", FeelValue.Of("同意"))]);

    [Theory, Databases]
    public async Task A_message_is_tried_later_and_later_and_rests_until_a_person_has_it_sent_again(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var waiter = await app.StartCaseAsync("waiter", Subject);
        var sender = await app.StartCaseAsync("sender", Subject);
        var state = await ChangeStateAsync(app, waiter.CaseId, "{}"u8.ToArray());
        await app.SweepAsync();
        await using var db = app.Open();
        var messages = db.OutboxMessages.AsNoTracking();
        for (var (failed, wait) = (1, 15); failed < Most; (failed, wait) = (failed + 1, 2 * wait))
        {
            Assert.Equal(
                (failed, app.Clock.GetUtcNow().AddSeconds(wait), OutboxStatus.Pending),
                await messages.Select(m => new ValueTuple<int, DateTimeOffset, OutboxStatus>(
                    m.Attempts, m.NextAttemptAt, m.Status)).SingleAsync());
            await app.AdvanceAsync(TimeSpan.FromSeconds(wait));
        }
        await app.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal((Most, OutboxStatus.Dead), await StandingAsync(app));
        var incident = await OpenIncidentAsync(app);
        Assert.Equal((IncidentCodes.MessageFailed, Most), (incident.Code, incident.Times));
        Assert.Contains("不再自动重试", incident.Message, StringComparison.Ordinal);

        await ChangeStateAsync(app, waiter.CaseId, state);
        Assert.Null(await ActAsync(app, (a, who) => a.RetryAsync(Ask(incident), who, default)));
        await app.SweepAsync();
        Assert.Equal(CaseStatus.Completed, await StatusAsync(app, waiter));
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
        Assert.True(await db.CaseEvents.AnyAsync(
            e => e.CaseId == sender.CaseId && e.Kind == "MessageRetried" && e.ElementId == "SEND"));
    }

    [Theory]
    [Databases(0)]
    [Databases(2)]
    public async Task A_message_is_given_up_while_it_is_tried_or_rests_though_its_receiver_can_not_be_read(
        DatabaseProvider provider, int hours)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var waiter = await app.StartCaseAsync("waiter", Subject);
        await app.StartCaseAsync("sender", Subject);
        var state = await ChangeStateAsync(app, waiter.CaseId, "{}"u8.ToArray());
        await app.SweepAsync();
        await FailForAsync(app, TimeSpan.FromHours(hours));
        var incident = await OpenIncidentAsync(app);
        Assert.Null(await ActAsync(app, (a, who) => a.DiscardAsync(Ask(incident), who, default)));
        await ChangeStateAsync(app, waiter.CaseId, state);
        await app.AdvanceAsync(TimeSpan.FromHours(2));
        await using var db = app.Open();
        Assert.Equal(OutboxStatus.Discarded, (await db.OutboxMessages.SingleAsync()).Status);
        Assert.Equal(CaseStatus.Running, await StatusAsync(app, waiter));
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    [Theory, Databases]
    public async Task A_signal_rests_until_a_person_has_it_sent_again(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var listener = await app.StartCaseAsync("listener", FeelContext.Empty);
        await app.StartCaseAsync("announcer", FeelContext.Empty);
        await using var db = app.Open();
        await db.OutboxMessages.ExecuteUpdateAsync(m => m.SetProperty(x => x.Payload, "{"));
        await app.SweepAsync();
        await FailForAsync(app, TimeSpan.FromHours(2));
        Assert.Equal((Most, OutboxStatus.Dead), await StandingAsync(app));
        await db.OutboxMessages.ExecuteUpdateAsync(m => m.SetProperty(x => x.Payload, "{}"));
        var incident = await OpenIncidentAsync(app);
        Assert.Null(await ActAsync(app, (a, who) => a.RetryAsync(Ask(incident), who, default)));
        await app.SweepAsync();
        Assert.Equal(CaseStatus.Completed, await StatusAsync(app, listener));
    }

    [Theory, Databases]
    public async Task A_receiver_that_stands_still_costs_no_attempt(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, Folder);
        var waiter = await app.StartCaseAsync("waiter", Subject);
        Assert.Null(await app.ExecuteAsync(waiter.CaseId, new SuspendInstance("核查")));
        await app.StartCaseAsync("sender", Subject);
        await app.SweepAsync();
        await FailForAsync(app, TimeSpan.FromMinutes(10));
        Assert.Equal((0, OutboxStatus.Pending), await StandingAsync(app));
    }

    [Theory]
    [Databases(true)]
    [Databases(false)]
    public async Task An_answer_rests_until_a_person_has_it_told_again_or_gives_it_up(
        DatabaseProvider provider, bool again)
    {
        await using var app = await ProductApp.StartAsync(provider, CallFolder);
        var parent = await app.StartCaseAsync("parent", Kind("task"));
        await CompleteChildrenAsync(app);
        var state = await ChangeStateAsync(app, parent.CaseId, "{}"u8.ToArray());
        await app.SweepAsync();
        await FailForAsync(app, TimeSpan.FromHours(2));
        await using var db = app.Open();
        var notice = await db.OutboxNotices.AsNoTracking().SingleAsync();
        Assert.Equal((Most, OutboxStatus.Dead), (notice.Attempts, notice.Status));
        var incident = await OpenIncidentAsync(app);
        Assert.Equal(IncidentCodes.NoticeFailed, incident.Code);

        await ChangeStateAsync(app, parent.CaseId, state);
        Assert.Null(await ActAsync(app, (a, who) => again
            ? a.RetryAsync(Ask(incident), who, default)
            : a.DiscardAsync(Ask(incident), who, default)));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(again, await db.Tasks.AnyAsync(t => t.CaseId == parent.CaseId && t.ElementId == "AFTER"));
        Assert.Equal(
            again ? OutboxStatus.Done : OutboxStatus.Discarded,
            (await db.OutboxNotices.AsNoTracking().SingleAsync()).Status);
    }

    [Theory, Databases]
    public async Task A_caller_whose_answer_is_given_up_stops_with_an_incident_that_calls_again(
        DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, CallFolder);
        var parent = await app.StartCaseAsync("parent", Kind("task"));
        await CompleteChildrenAsync(app);
        await using var db = app.Open();
        await db.OutboxNotices.ExecuteUpdateAsync(n => n.SetProperty(x => x.Variables, "{"));
        await app.SweepAsync();
        var failed = await OpenIncidentAsync(app);
        Assert.Null(await ActAsync(app, (a, who) => a.DiscardAsync(Ask(failed), who, default)));
        Assert.Equal(CallStatus.Answered, (await db.Calls.AsNoTracking().SingleAsync()).Status);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        var stopped = await OpenIncidentAsync(app);
        Assert.Equal(
            ("bpmn.call-activity.failed", parent.CaseId, IncidentCodes.NoticeFailed),
            (stopped.Code, stopped.CaseId, failed.Code));
        Assert.Contains("管理员已放弃它。请重试以重新发起", stopped.Message, StringComparison.Ordinal);

        Assert.Null(await ActAsync(app, (a, who) => a.RetryAsync(Ask(stopped), who, default)));
        await CompleteChildrenAsync(app);
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await app.OpenTaskAsync(parent.CaseId, "AFTER");
    }

    [Theory, Databases]
    public async Task An_answer_that_can_not_be_told_holds_up_none_that_came_before_it(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, CallFolder);
        var schools = FeelValue.Of([FeelValue.Of(1m), FeelValue.Of(2m)]);
        await app.StartCaseAsync("many", Kind("task").With("schools", schools));
        await CompleteChildrenAsync(app);
        await using var db = app.Open();
        var last = await db.OutboxNotices.MaxAsync(n => n.Id);
        await db.OutboxNotices.Where(n => n.Id == last)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.Variables, "{"));
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromSeconds(15));
        await app.AdvanceAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(
            [OutboxStatus.Done, OutboxStatus.Pending],
            await db.OutboxNotices.OrderBy(n => n.Id).Select(n => n.Status).ToListAsync());
        Assert.Equal(last, (await OpenIncidentAsync(app)).SourceId);
    }

    [Theory, Databases]
    public async Task A_call_that_can_not_begin_comes_back_to_its_caller(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, CallFolder);
        var parent = await app.StartCaseAsync("parent", Kind("task"));
        await using var db = app.Open();
        await db.Calls.ExecuteUpdateAsync(c => c.SetProperty(x => x.Variables, "{"));
        await app.SweepAsync();
        Assert.Equal(IncidentCodes.CallFailed, (await OpenIncidentAsync(app)).Code);
        await FailForAsync(app, TimeSpan.FromHours(2));
        var call = await db.Calls.AsNoTracking().SingleAsync();
        Assert.Equal((Most, CallStatus.Dead), (call.Attempts, call.Status));
        var incident = await OpenIncidentAsync(app);
        Assert.Equal(("bpmn.call-activity.failed", parent.CaseId), (incident.Code, incident.CaseId));
        Assert.Null(await ActAsync(app, (a, who) => a.RetryAsync(Ask(incident), who, default)));
        await app.SweepAsync();
        Assert.Equal(1, await db.Cases.CountAsync(c => c.ParentCaseId == parent.CaseId));
    }

    private static IncidentRequest Ask(IncidentRow row) => new(row.Id, row.Times, "已排除原因");

    /// <summary>Sweeps so often that nothing that is due waits.</summary>
    private static async Task FailForAsync(ProductApp app, TimeSpan time)
    {
        for (var end = app.Clock.GetUtcNow() + time; app.Clock.GetUtcNow() < end;)
            await app.AdvanceAsync(time / 20);
    }

    private static async Task CompleteChildrenAsync(ProductApp app)
    {
        await app.SweepAsync();
        await using var db = app.Open();
        foreach (var child in await db.Cases
            .Where(c => c.ParentCaseId != null && c.EndedAt == null).Select(c => c.Id).ToListAsync())
            await app.CompleteAsync(child, "WORK", "jiangyuan", "agree");
    }

    private static async Task<(int Attempts, OutboxStatus Status)> StandingAsync(ProductApp app)
    {
        await using var db = app.Open();
        var message = await db.OutboxMessages.SingleAsync();
        return (message.Attempts, message.Status);
    }

    private static async Task<IncidentRow> OpenIncidentAsync(ProductApp app)
    {
        await using var db = app.Open();
        return await db.Incidents.AsNoTracking().SingleAsync(i => i.ResolvedAt == null);
    }

    private static async Task<CaseStatus> StatusAsync(ProductApp app, StartedCase started)
    {
        await using var db = app.Open();
        return await db.Cases.Where(c => c.Id == started.CaseId).Select(c => c.Status).SingleAsync();
    }

    private static FeelContext Kind(string kind) =>
        new([new("kind", FeelValue.Of(kind)), new("x", FeelValue.Of(21m))]);

    private static async Task<ActionRefusal?> ActAsync(
        ProductApp app, Func<IncidentActions, Web.Data.Organisation.AppUser, Task<ActionRefusal?>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<IncidentActions>(), await app.PersonAsync("admin"));
    }

    private static async Task<byte[]> ChangeStateAsync(ProductApp app, long caseId, byte[] state)
    {
        await using var db = app.Open();
        var row = await db.Cases.SingleAsync(c => c.Id == caseId);
        var before = row.State;
        row.State = state;
        await db.SaveChangesAsync();
        return before;
    }
}
