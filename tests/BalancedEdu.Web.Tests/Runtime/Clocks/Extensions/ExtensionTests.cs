using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.Extensions;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks.Extensions;

public sealed class ExtensionTests
{
    [Theory, Databases]
    public async Task A_granted_extension_moves_the_end_and_the_ladder_and_keeps_the_ledger(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var clock = await ReviewClockAsync(app);
        Assert.Null(await AskAsync(app, clock.Id, "案情复杂"));
        await app.UntilAsync("2026-11-04 12:00");
        Assert.Null(await DecideAsync(app, clock.Id, true, "同意"));

        await using var db = app.Open();
        var row = await db.Clocks.AsNoTracking().SingleAsync(c => c.Id == clock.Id);
        var extension = row.ToClock().Extension!;
        Assert.Equal(("10WD", ClockProcess.Approver, "案情复杂"),
            (extension.Added.ToString(), extension.ApprovedBy, extension.Reason));
        Assert.Equal(Time("2026-11-19 17:30"), row.DueAt);
        Assert.Equal(row.DueAt, (await db.Tasks.SingleAsync(t => t.Id == row.TaskId)).DueAt);
        var rungs = await db.Rungs.Where(r => r.ClockRowId == clock.Id).OrderBy(r => r.DueAt).ToListAsync();
        Assert.Equal(
            [("-1WD", Time("2026-11-04 09:00")), ("0", Time("2026-11-19 09:00")), ("+1WD", Time("2026-11-20 09:00")),
                ("+3WD", Time("2026-11-24 09:00"))],
            rungs.Select(r => (r.Key, r.DueAt)));
        var kinds = await db.CaseEvents.Where(e => e.Kind.StartsWith("ClockExt")).OrderBy(e => e.Sequence)
            .Select(e => new { e.Kind, e.Actor }).ToListAsync();
        Assert.Equal(
            [("ClockExtensionAsked", ClockProcess.Handler), ("ClockExtended", ClockProcess.Approver)],
            kinds.Select(k => (k.Kind, k.Actor)));
        var mails = await db.OutboxMails.Where(m => m.Template.StartsWith("extension-")).OrderBy(m => m.Id)
            .Select(m => new { m.Template, m.ToUserName }).ToListAsync();
        Assert.Equal(
            [("extension-asked", ClockProcess.Approver), ("extension-granted", ClockProcess.Handler)],
            mails.Select(m => (m.Template, m.ToUserName)));
    }

    [Theory, Databases]
    public async Task A_request_for_a_clock_that_has_ended_meanwhile_can_only_be_refused(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var clock = await ReviewClockAsync(app);
        Assert.Null(await AskAsync(app, clock.Id, "案情复杂"));
        await app.CompleteAsync(clock.CaseId, "REVIEW", ClockProcess.Handler, "pass");

        var late = await DecideAsync(app, clock.Id, true, "同意");
        Assert.Equal("clock.extension.ended", late?.Code);
        Assert.Null(await DecideAsync(app, clock.Id, false, "已经办结"));

        await using var db = app.Open();
        Assert.Equal(
            (ExtensionStatus.Refused, ClockProcess.Approver),
            await db.ClockExtensions.Select(e => new ValueTuple<ExtensionStatus, string?>(e.Status, e.DecidedBy))
                .SingleAsync());
    }

    [Theory, Databases]
    public async Task An_extension_granted_while_the_clock_stands_still_counts_when_it_goes_on(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        await app.CompleteAsync(started.CaseId, "RECEIVE", ClockProcess.Handler, "accept", form: "{}");
        await app.ClaimAsync(started.CaseId, "REVIEW", ClockProcess.Handler);
        var total = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Null(await AskAsync(app, total.Id, "须联合办理"));
        await app.UntilAsync("2026-11-02 10:00");
        await app.CompleteAsync(started.CaseId, "REVIEW", ClockProcess.Handler, "hear");
        Assert.Null(await DecideAsync(app, total.Id, true, null));
        await app.UntilAsync("2026-11-04 10:00");
        await app.CompleteAsync(started.CaseId, "HEAR", "shenzhiyuan", "done");
        await app.CompleteAsync(started.CaseId, "TEST", "shenzhiyuan", "done");
        var after = await app.NamedClockAsync(started.CaseId, "total");
        Assert.Equal(
            WorkingDayCalendar.Shipped.AddWorkingDays(new(2026, 11, 2), 20 + 10 + 2).Date,
            OfficeTime.DateOf(after.DueAt));
    }

    [Theory, Databases]
    public async Task A_refused_request_may_be_made_again_and_the_asker_is_told_why(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var clock = await ReviewClockAsync(app);
        Assert.Null(await AskAsync(app, clock.Id, "案情复杂"));
        Assert.Null(await DecideAsync(app, clock.Id, false, "理由不充分"));
        Assert.Null(await AskAsync(app, clock.Id, "须补充检测"));
        await using var db = app.Open();
        Assert.Equal(
            [ExtensionStatus.Refused, ExtensionStatus.Asked],
            await db.ClockExtensions.OrderBy(e => e.Id).Select(e => e.Status).ToListAsync());
        Assert.Equal(clock.DueAt, (await db.Clocks.SingleAsync(c => c.Id == clock.Id)).DueAt);
        Assert.Equal(1, await db.OutboxMails.CountAsync(m => m.Template == "extension-refused"));
    }

    [Theory, Databases]
    public async Task Two_who_decide_at_once_one_wins_and_the_other_is_told(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var clock = await ReviewClockAsync(app);
        Assert.Null(await AskAsync(app, clock.Id, "案情复杂"));
        var both = await Task.WhenAll(
            Task.Run(() => DecideAsync(app, clock.Id, true, null)),
            Task.Run(() => DecideAsync(app, clock.Id, false, "不同意")));
        Assert.Contains(
            Assert.Single(both.OfType<ActionRefusal>()).Code, new[] { "case.moved", "clock.extension.decided" });
        await using var db = app.Open();
        Assert.Equal(1, await db.CaseEvents.CountAsync(
            e => e.Kind == "ClockExtended" || e.Kind == "ClockExtensionRefused"));
    }

    public static TheoryData<DatabaseProvider, string, string, string?, string> AskRefusals
    {
        get
        {
            var rows = new TheoryData<DatabaseProvider, string, string, string?, string>();
            foreach (var provider in Enum.GetValues<DatabaseProvider>())
            {
                rows.Add(provider, "open", "p3299010001", "案情复杂", "clock.unknown");
                rows.Add(provider, "open", "wenjingzhi", "案情复杂", "clock.extension.not-handler");
                rows.Add(provider, "stage", ClockProcess.Handler, "案情复杂", "clock.extension.not-provided");
                rows.Add(provider, "open", ClockProcess.Handler, " ", "clock.extension.reason");
                rows.Add(provider, "open", ClockProcess.Handler, new string('长', 501), "clock.extension.reason");
                rows.Add(provider, "asked", ClockProcess.Handler, "再申请", "clock.extension.asked");
                rows.Add(provider, "granted", ClockProcess.Handler, "再延一次", "clock.extension.twice");
                rows.Add(provider, "late", ClockProcess.Handler, "案情复杂", "clock.extension.late");
                rows.Add(provider, "ended", "wenjingzhi", "案情复杂", "clock.extension.not-handler");
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(AskRefusals))]
    public async Task Asking_is_refused(
        DatabaseProvider provider, string situation, string by, string? reason, string code)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var clock = await SituationAsync(app, situation);
        (await AskAsync(app, clock, reason, by)).Says(code);
    }

    public static TheoryData<DatabaseProvider, string, string, bool, string?, string> DecisionRefusals
    {
        get
        {
            var rows = new TheoryData<DatabaseProvider, string, string, bool, string?, string>();
            foreach (var provider in Enum.GetValues<DatabaseProvider>())
            {
                rows.Add(provider, "asked", "p3299010001", true, null, "clock.unknown");
                rows.Add(provider, "asked", "wenjingzhi", true, null, "clock.extension.not-approver");
                rows.Add(provider, "asked", ClockProcess.Handler, true, null, "clock.extension.not-approver");
                rows.Add(provider, "asked", ClockProcess.Approver, false, "", "clock.extension.opinion");
                rows.Add(provider, "open", "wenjingzhi", true, null, "clock.extension.not-asked");
                rows.Add(provider, "granted", ClockProcess.Approver, false, "不同意", "clock.extension.decided");
                rows.Add(provider, "asked-late", ClockProcess.Approver, true, null, "clock.extension.late");
                rows.Add(provider, "asked-ended", ClockProcess.Approver, true, null, "clock.extension.ended");
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(DecisionRefusals))]
    public async Task Deciding_is_refused(
        DatabaseProvider provider, string situation, string by, bool grant, string? opinion, string code)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var clock = await SituationAsync(app, situation);
        (await DecideAsync(app, clock, grant, opinion, by)).Says(code);
    }

    [Theory, Databases]
    public async Task Nobody_decides_their_own_request_by_another_account(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var clock = await SituationAsync(app, "asked");
        await using (var db = app.Open())
            await db.Users.Where(u => u.UserName == ClockProcess.Handler || u.UserName == ClockProcess.Approver)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, "P-1"));

        // They read the case by no other right, so there is nothing there for them.
        Assert.Equal("clock.unknown", (await DecideAsync(app, clock, true, "同意"))?.Code);
    }

    [Fact]
    public void What_ships_names_its_law_and_a_file_of_the_place_replaces_it()
    {
        var shipped = ClockRules.Read("").On(new(2026, 11, 2));
        Assert.Equal(
            [("permit", "10WD"), ("permit.joint", "15WD")], shipped.Extensions.Select(e => (e.Id, e.Added)));
        Assert.All(shipped.Extensions, e => Assert.Contains("行政许可法", e.Law, StringComparison.Ordinal));
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """
            [{ "effectiveFrom": "2020-01-01", "source": "本市办法", "extensions": [
                { "id": "permit", "name": "延长", "added": "5WD", "law": "本市办法 第三条" }],
               "lateOpinion": { "period": "2WD", "law": "本市办法 第四条" } }]
            """);
        Assert.Equal("5WD", ClockRules.Read(file).On(new(2026, 11, 2)).Extension("permit")!.Added);
        File.Delete(file);
    }

    private static async Task<ClockRow> ReviewClockAsync(ProductApp app)
    {
        var started = await app.StartAcceptedAsync();
        await app.ClaimAsync(started.CaseId, "REVIEW", ClockProcess.Handler);
        return await app.TaskClockAsync(started.CaseId, "REVIEW");
    }

    private static async Task<long> SituationAsync(ProductApp app, string situation)
    {
        var clock = await ReviewClockAsync(app);
        if (situation == "stage")
            return (await app.NamedClockAsync(clock.CaseId, "accepted")).Id;
        if (situation.StartsWith("asked", StringComparison.Ordinal) || situation == "granted")
            Assert.Null(await AskAsync(app, clock.Id, "案情复杂"));
        if (situation == "granted")
            Assert.Null(await DecideAsync(app, clock.Id, true, null));
        if (situation.EndsWith("late", StringComparison.Ordinal))
            await app.UntilAsync("2026-11-06 09:00");
        if (situation.EndsWith("ended", StringComparison.Ordinal))
            await app.CompleteAsync(clock.CaseId, "REVIEW", ClockProcess.Handler, "pass");
        return clock.Id;
    }

    private static async Task<ActionRefusal?> AskAsync(
        ProductApp app, long clock, string? reason, string by = ClockProcess.Handler)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ExtensionActions>()
            .AskAsync(clock, reason, await app.PersonAsync(by), default);
    }

    private static async Task<ActionRefusal?> DecideAsync(
        ProductApp app, long clock, bool grant, string? opinion, string by = ClockProcess.Approver)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ExtensionActions>()
            .DecideAsync(clock, grant, opinion, await app.PersonAsync(by), default);
    }
}
