using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Starts;

/// <summary>Starts by time and signal that fail: tried later and later, then for a person; the others go on.</summary>
public sealed class FailedStartTests
{
    private const string Folder = "Runtime/Starts/Workflows";

    /// <summary>As many attempts as a job has.</summary>
    private const int Most = 8;

    private readonly Failing _onTime = new("on-time");
    private readonly Failing _onSignal = new("on-signal-a");

    [Theory, Databases]
    public async Task A_start_by_time_is_tried_later_and_later_and_rests_until_a_person_has_it_tried_again(
        DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        _onTime.Fails = true;
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await using var db = app.Open();
        var rows = db.OutboxMessages.AsNoTracking();
        for (var (failed, wait) = (1, 15); failed < Most; (failed, wait) = (failed + 1, 2 * wait))
        {
            Assert.Equal(
                (failed, app.Clock.GetUtcNow().AddSeconds(wait), OutboxStatus.Pending),
                await rows.Select(m => new ValueTuple<int, DateTimeOffset, OutboxStatus>(
                    m.Attempts, m.NextAttemptAt, m.Status)).SingleAsync());
            await app.AdvanceAsync(TimeSpan.FromSeconds(wait));
        }
        Assert.Equal(OutboxStatus.Dead, (await rows.SingleAsync()).Status);
        var incident = await db.Incidents.AsNoTracking().SingleAsync(i => i.ResolvedAt == null);
        Assert.Equal(
            (IncidentCodes.StartFailed, null, "HOURLY", Most,
                "流程“on-time”到时间没能自动发起：ledger away。系统已多次重试，不再自动重试。请排除原因后重试，或者放弃这次发起。"),
            (incident.Code, incident.CaseId, incident.ElementId, incident.Times, incident.Message));

        _onTime.Fails = false;
        Assert.Null(await ActAsync(app, (a, p) => a.RetryAsync(Ask(incident), p, default)));
        await app.SweepAsync();
        Assert.Equal(1, await BegunAsync(app, "on-time"));
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    [Theory, Databases]
    public async Task The_next_due_waits_while_one_is_tried_and_goes_when_it_rests_or_is_given_up(
        DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await using var db = app.Open();
        _onTime.Fails = true;
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        _onTime.Fails = false;
        await db.OutboxMessages.ExecuteUpdateAsync(m => m.SetProperty(
            x => x.NextAttemptAt, app.Clock.GetUtcNow().AddHours(5)));
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(0, await BegunAsync(app, "on-time"));

        var incident = await db.Incidents.AsNoTracking().SingleAsync(i => i.ResolvedAt == null);
        Assert.Null(await ActAsync(app, (a, p) => a.DiscardAsync(Ask(incident), p, default)));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await BegunAsync(app, "on-time"));
        Assert.Equal(OutboxStatus.Discarded, (await db.OutboxMessages.AsNoTracking().SingleAsync()).Status);
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, await BegunAsync(app, "on-time"));
    }

    [Theory, Databases]
    public async Task A_start_that_the_newest_version_no_longer_has_is_given_up(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await using var db = app.Open();
        _onTime.Fails = true;
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await db.ProcessStarts.Where(s => s.Kind == StartKind.Timer).ExecuteDeleteAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(OutboxStatus.Discarded, (await db.OutboxMessages.AsNoTracking().SingleAsync()).Status);
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    [Theory, Databases]
    public async Task A_start_by_time_that_fails_on_two_nodes_begins_once_when_it_can(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await using var other = app.StartNode();
        _onTime.Fails = true;
        app.Clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        _onTime.Fails = false;
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        Assert.Equal(1, await BegunAsync(app, "on-time"));
    }

    [Theory, Databases]
    public async Task One_start_of_a_signal_that_throws_rests_alone_and_the_others_go_on(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        _onSignal.Fails = true;
        var sender = await app.StartCaseAsync("announcer", FeelContext.Empty);
        await app.SweepAsync();
        await app.SweepAsync();
        await using var db = app.Open();
        Assert.Equal((0, 1), (await BegunAsync(app, "on-signal-a"), await BegunAsync(app, "on-signal-b")));
        Assert.Equal(
            OutboxStatus.Done, (await db.OutboxMessages.SingleAsync(m => m.Kind == MessageKind.Signal)).Status);
        for (var i = 0; i < 20; i++)
            await app.AdvanceAsync(TimeSpan.FromMinutes(10));
        var incident = await db.Incidents.AsNoTracking().SingleAsync();
        Assert.Equal(
            (IncidentCodes.StartFailed, sender.CaseId, "TELL", Most),
            (incident.Code, incident.CaseId, incident.ElementId, incident.Times));
        Assert.Contains("流程“on-signal-a”收到信号“开学”没能自动发起", incident.Message, StringComparison.Ordinal);

        _onSignal.Fails = false;
        Assert.Null(await ActAsync(app, (a, p) => a.RetryAsync(Ask(incident), p, default)));
        await app.SweepAsync();
        Assert.Equal((1, 1), (await BegunAsync(app, "on-signal-a"), await BegunAsync(app, "on-signal-b")));
        Assert.True(await db.CaseEvents.AnyAsync(e => e.CaseId == sender.CaseId && e.Kind == "MessageRetried"));
    }

    [Theory, Databases]
    public async Task A_start_of_a_signal_is_given_up(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        _onSignal.Fails = true;
        await app.StartCaseAsync("announcer", FeelContext.Empty);
        await app.SweepAsync();
        await using var db = app.Open();
        var incident = await db.Incidents.AsNoTracking().SingleAsync();
        Assert.Null(await ActAsync(app, (a, p) => a.DiscardAsync(Ask(incident), p, default)));
        _onSignal.Fails = false;
        await app.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal((0, 1), (await BegunAsync(app, "on-signal-a"), await BegunAsync(app, "on-signal-b")));
    }

    private Task<ProductApp> StartAppAsync(DatabaseProvider provider) =>
        ProductApp.StartAsync(provider, Folder, services =>
        {
            services.AddSingleton<ICaseLedger>(_onTime);
            services.AddSingleton<ICaseLedger>(_onSignal);
        });

    private static IncidentRequest Ask(IncidentRow row) => new(row.Id, row.Times, "已排除原因");

    private static Task<ActionRefusal?> ActAsync(
        ProductApp app, Func<IncidentActions, Web.Data.Organisation.AppUser, Task<ActionRefusal?>> act) =>
        app.ActAsync("admin", act);

    private static async Task<int> BegunAsync(ProductApp app, string process)
    {
        await using var db = app.Open();
        return await db.Cases.CountAsync(c => c.ProcessId == process);
    }

    /// <summary>What a process writes beside its case, which can fail.</summary>
    private sealed class Failing(string process) : ICaseLedger
    {
        public bool Fails { get; set; }

        public string ProcessId => process;

        public IEnumerable<FormattableString> Follow(CaseStep step) =>
            Fails ? throw new InvalidOperationException("ledger away") : [];
    }
}
