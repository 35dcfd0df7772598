using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Features;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BalancedEdu.Web.Tests.Runtime.Starts;

/// <summary>
/// A start by time that fails each time it is due: one incident, and each of what was missed is decided.
/// </summary>
public sealed class MissedStartTests
{
    private readonly Ledger _ledger = new();

    [Theory, Databases]
    public async Task However_often_it_was_due_it_is_one_incident_that_says_how_often(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await MissAsync(app, 3);
        await using var db = app.Open();
        var incident = await db.Incidents.AsNoTracking().SingleAsync();
        Assert.Equal(
            (IncidentCodes.StartFailed, null, "HOURLY",
                "流程“on-time”有 3 次到时间没能自动发起：ledger away。系统已多次重试，不再自动重试。"
                + "请排除原因后重试，或者放弃。"),
            (incident.Code, incident.CaseId, incident.ElementId, incident.Message));
        using var admin = await app.SignInAsync("admin");
        Assert.Equal(1, (await admin.GetStringAsync("/Incidents")).Split("data-row").Length - 1);
    }

    /// <summary>When those that are tried succeed nobody else tells of the one that rests.</summary>
    [Theory, Databases]
    public async Task It_says_how_many_rest_while_another_is_tried(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await MissAsync(app, 1);
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await using var db = app.Open();
        Assert.Equal(
            "流程“on-time”有 2 次到时间没能自动发起：ledger away。其中 1 次已多次重试，不再自动重试，"
                + "请排除原因后重试，或者放弃；其余的系统会继续重试。",
            (await db.Incidents.AsNoTracking().SingleAsync()).Message);
        _ledger.Fails = false;
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await db.Cases.CountAsync());
        Assert.Null((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    /// <summary>A fault that passes by itself is told of when its row rests, whatever becomes of the others.</summary>
    [Theory, Databases]
    public async Task One_that_rests_after_all_were_tried_again_is_an_incident_once_more(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await MissAsync(app, 2);
        Assert.Null(await ActAsync(app, null, (a, ask, p) => a.RetryAsync(ask, p, default)));
        _ledger.Passing = true;
        await app.SweepAsync();
        for (var wait = TimeSpan.FromSeconds(15); wait <= TimeSpan.FromMinutes(8); wait *= 2)
            await app.AdvanceAsync(wait);
        await using var db = app.Open();
        var (last, later) = (await db.OutboxMessages.MaxAsync(m => m.Id), app.Clock.GetUtcNow().AddHours(9));
        await db.OutboxMessages.Where(m => m.Id == last)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.NextAttemptAt, later));
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
        await app.AdvanceAsync(TimeSpan.FromMinutes(16));
        Assert.Equal(1, await db.OutboxMessages.CountAsync(m => m.Status == OutboxStatus.Dead));
        var incident = await db.Incidents.AsNoTracking().SingleAsync();
        Assert.Null(incident.ResolvedAt);
        Assert.Contains("其中 1 次已多次重试", incident.Message, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task All_that_was_missed_is_tried_again_at_once(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await MissAsync(app, 3);
        _ledger.Fails = false;
        Assert.Null(await ActAsync(app, null, (a, ask, p) => a.RetryAsync(ask, p, default)));
        await app.SweepAsync();
        await app.SweepAsync();
        await using var db = app.Open();
        Assert.Equal(3, await db.Cases.CountAsync());
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    [Theory, Databases]
    public async Task All_that_was_missed_is_given_up_at_once_and_the_next_due_begins(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await MissAsync(app, 2);
        Assert.Null(await ActAsync(app, null, (a, ask, p) => a.DiscardAsync(ask, p, default)));
        _ledger.Fails = false;
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await using var db = app.Open();
        Assert.Equal(1, await db.Cases.CountAsync());
        Assert.Equal(2, await db.OutboxMessages.CountAsync(m => m.Status == OutboxStatus.Discarded));
        Assert.EndsWith(
            "管理员（admin）放弃 2 次：已排除原因", (await db.Incidents.AsNoTracking().SingleAsync()).Message,
            StringComparison.Ordinal);
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    [Theory, Databases]
    public async Task One_that_was_missed_is_tried_again_and_the_others_wait_for_a_person(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await MissAsync(app, 3);
        await using var db = app.Open();
        var missed = await db.OutboxMessages.OrderBy(m => m.Id).Select(m => m.Id).ToListAsync();
        _ledger.Fails = false;
        Assert.Null(await ActAsync(app, missed[1], (a, ask, p) => a.RetryAsync(ask, p, default)));
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await db.Cases.CountAsync());
        Assert.Null((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);

        var again = await ActAsync(app, missed[1], (a, ask, p) => a.RetryAsync(ask, p, default));
        Assert.Equal("incident.not-offered", again?.Code);
        Assert.Null(await ActAsync(
            app, missed[0], (a, ask, p) => a.DiscardAsync(ask with { Times = ask.Times - 1 }, p, default)));
        var partly = await db.Incidents.AsNoTracking().SingleAsync();
        Assert.Null(partly.ResolvedAt);
        Assert.Matches("放弃。\n.+重试首次尝试于 .+ 的一次：已排除原因\n.+放弃首次尝试于 .+ 的一次：已排除原因$", partly.Message);
        Assert.Null(await ActAsync(app, missed[2], (a, ask, p) => a.DiscardAsync(ask, p, default)));
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
        await app.SweepAsync();
        Assert.Equal(1, await db.Cases.CountAsync());
    }

    [Theory, Databases]
    public async Task The_page_lists_what_was_missed_and_asks_which(DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await MissAsync(app, 2);
        await using var db = app.Open();
        var incident = await db.Incidents.AsNoTracking().SingleAsync();
        var first = await db.OutboxMessages.MinAsync(m => m.Id);
        using var admin = await app.SignInAsync("admin");
        var html = await admin.GetStringAsync($"/Incidents/{incident.Id}");
        var page = Browsing.Read(html);
        Assert.Contains("没有发起的 2 次", page, StringComparison.Ordinal);
        Assert.Contains("全部 2 次", page, StringComparison.Ordinal);
        Assert.Contains("<select class=\"form-select\" id=\"Discard-only\" name=\"only\" required", html,
            StringComparison.Ordinal);
        Assert.Contains("写入这条异常和系统日志。", page, StringComparison.Ordinal);
        Assert.Contains($"<option value=\"{first}\">", html, StringComparison.Ordinal);

        await admin.SubmitAsync(
            $"/Incidents/{incident.Id}", $"/Incidents/{incident.Id}?handler=Discard", ("times", $"{incident.Times}"),
            ("only", $"{first}"), ("reason", "已由人工发起"));
        var discarded = await db.OutboxMessages.SingleAsync(m => m.Status == OutboxStatus.Discarded);
        Assert.Equal(first, discarded.Id);
        Assert.Null((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    [Theory, Databases]
    public async Task What_was_missed_and_seen_before_an_upgrade_is_decided_by_its_own_incident(
        DatabaseProvider provider)
    {
        await using var app = await StartAppAsync(provider);
        await MissAsync(app, 2);
        await using var db = app.Open();
        var first = await db.OutboxMessages.MinAsync(m => m.Id);
        await db.Incidents.ExecuteUpdateAsync(i => i.SetProperty(x => x.Key, $"start.failed:{first}")
            .SetProperty(x => x.SourceId, first));
        _ledger.Fails = false;
        Assert.Null(await ActAsync(app, null, (a, ask, p) => a.RetryAsync(ask, p, default)));
        await app.SweepAsync();
        Assert.Equal(1, await db.Cases.CountAsync());
        Assert.NotNull((await db.Incidents.AsNoTracking().SingleAsync()).ResolvedAt);
    }

    /// <summary>It is due so often, an hour apart, and each rests before the next.</summary>
    private async Task MissAsync(ProductApp app, int times)
    {
        _ledger.Fails = true;
        for (var (due, tried) = (0, TimeSpan.Zero); due < times; due++)
        {
            await app.AdvanceAsync(TimeSpan.FromHours(1) - tried);
            tried = TimeSpan.Zero;
            for (var wait = TimeSpan.FromSeconds(15); wait <= TimeSpan.FromMinutes(16); wait *= 2)
            {
                await app.AdvanceAsync(wait);
                tried += wait;
            }
        }
        await using var db = app.Open();
        Assert.Equal(times, await db.OutboxMessages.CountAsync(m => m.Status == OutboxStatus.Dead));
    }

    private Task<ProductApp> StartAppAsync(DatabaseProvider provider) => ProductApp.StartAsync(
        provider, "Runtime/Starts/Workflows", services => services.AddSingleton<ICaseLedger>(_ledger));

    private static async Task<ActionRefusal?> ActAsync(
        ProductApp app, long? only,
        Func<IncidentActions, IncidentRequest, Web.Data.Organisation.AppUser, Task<ActionRefusal?>> act)
    {
        await using var db = app.Open();
        var row = await db.Incidents.AsNoTracking().SingleAsync();
        return await app.ActAsync<IncidentActions>(
            "admin", (a, p) => act(a, new(row.Id, row.Times, "已排除原因") { Only = only }, p));
    }

    private sealed class Ledger : ICaseLedger
    {
        public bool Fails { get; set; }

        /// <summary>Whether it is a fault that passes by itself.</summary>
        public bool Passing { get; set; }

        public string ProcessId => "on-time";

        public IEnumerable<FormattableString> Follow(CaseStep step) =>
            !Fails ? [] : throw new InvalidOperationException(
                "ledger away", Passing ? new NpgsqlException("slow", new TimeoutException()) : null);
    }
}
