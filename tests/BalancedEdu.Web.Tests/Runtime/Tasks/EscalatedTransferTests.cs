using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks.Cards;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Tasks;

/// <summary>改派 by the leader of education from L3 on (domain.md §7.0).</summary>
public sealed class EscalatedTransferTests
{
    private const string Leader = "jiangyuan";

    private const string Receiver = "guyongming";

    private const string Administrator = "fangqiheng";

    [Theory, Databases]
    public async Task From_the_third_level_on_the_leader_of_education_gives_a_late_task_to_others(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var late = await LateAsync(app, "2026-11-10 12:00");
        await using var db = app.Open();
        var leader = await app.PersonAsync(Leader);
        Assert.Single(await db.VisibleCases(leader).ToListAsync());
        using (var scope = app.Services.CreateScope())
            Assert.True(Assert.Single((await scope.ServiceProvider.GetRequiredService<SupervisionRegister>()
                .PageAsync(leader, null, default)).Lines).MayReassign);
        Assert.Equal(
            ("task.reason-missing", "没有转办：请写明原因后再提交。"),
            await app.TransferAsync(Leader, late, Receiver) is { } refusal ? (refusal.Code, refusal.Message) : default);

        Assert.Null(await app.TransferAsync(Leader, late, Receiver, "经办人长期出差"));

        var now = await app.NowAsync(late);
        Assert.Equal((Receiver, late.Revision + 1), (now.Assignee, now.Revision));
        var e = await db.CaseEvents.SingleAsync(x => x.Kind == "TaskTransferred");
        Assert.Equal((Leader, (long?)late.Id), (e.Actor, e.TaskId));
    }

    [Theory, Databases]
    public async Task Who_gave_it_to_others_reads_the_case_after_it_is_done_and_has_not_worked_on_it(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var late = await LateAsync(app, "2026-11-10 12:00");
        using var browser = await app.SignInAsync(Leader);
        Assert.Contains(
            "您仍可查看本事项", await browser.GetStringAsync($"/Tasks/{late.Id}/Transfer"), StringComparison.Ordinal);

        Assert.Null(await app.TransferAsync(Leader, late, Receiver, "经办人长期出差"));
        await app.CompleteAsync(late.CaseId, "REVIEW", Receiver, "pass");

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/Cases/{late.CaseId}")).StatusCode);
        await using var db = app.Open();
        Assert.True(await db.VisibleTasks(await app.PersonAsync(Leader)).AnyAsync(t => t.Id == late.Id));
        Assert.Equal(
            [(ClockProcess.Handler, false), (Leader, false)],
            (await db.TaskHolders.Where(h => h.TaskId == late.Id).OrderByDescending(h => h.UserName).ToListAsync())
                .Select(h => (h.UserName, h.Answered)));
    }

    [Theory, Databases]
    public async Task Who_administers_the_case_and_leads_elsewhere_gets_no_lasting_right_by_giving_it_to_others(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        await GiveAsync(app, TaskRights.CaseAdministrators, "329901");
        await GiveAsync(app, TaskRights.EducationLeaders, "329902");

        Assert.Null(await app.TransferAsync(Administrator, task, Receiver, "经办人长期出差"));

        await using var db = app.Open();
        Assert.Equal(
            ["dingruoshui"],
            await db.TaskHolders.Where(h => h.TaskId == task.Id).Select(h => h.UserName).ToListAsync());
    }

    [Theory, Databases]
    public async Task Who_administers_and_leads_gets_it_only_once_the_task_is_late(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var late = await LateAsync(app, "2026-11-10 12:00");
        await GiveAsync(app, TaskRights.CaseAdministrators, "329901");
        await GiveAsync(app, TaskRights.EducationLeaders, "329901");

        Assert.Null(await app.TransferAsync(Administrator, late, Receiver, "经办人长期出差"));

        await using var db = app.Open();
        Assert.True(await db.TaskHolders.AnyAsync(h => h.TaskId == late.Id && h.UserName == Administrator));
    }

    [Theory, Databases]
    public async Task Who_only_looked_at_a_late_case_reads_it_no_longer_once_it_is_done(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var late = await LateAsync(app, "2026-11-10 12:00");
        using var browser = await app.SignInAsync(Leader);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/Cases/{late.CaseId}")).StatusCode);

        await app.CompleteAsync(late.CaseId, "REVIEW", ClockProcess.Handler, "pass");

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/Cases/{late.CaseId}")).StatusCode);
    }

    [Theory]
    [Databases(Leader, "2026-11-09 12:00", "task.unknown", "before L3 the case is not the leader's to read")]
    [Databases("guyongming", "2026-11-10 12:00", "task.unknown", "somebody else of the bureau")]
    [Databases("nrpleader", "2026-11-10 12:00", "task.unknown", "the leader of another unit")]
    public async Task Before_that_and_by_others_it_stays_where_it_is(
        DatabaseProvider provider, string by, string until, string code, string why)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        if (by == "nrpleader")
        {
            await using var users = app.Open();
            by = await users.Users.Where(u => u.Holdings.Any(h => h.PositionId == "nrp.leader"))
                .Select(u => u.UserName!).FirstAsync();
        }
        var late = await LateAsync(app, until);
        var refusal = await app.TransferAsync(by, late, Receiver, "经办人长期出差");
        Assert.True(code == refusal?.Code, $"{why}: {refusal?.Code} {refusal?.Message}");
        Assert.Equal(late.Revision, (await app.NowAsync(late)).Revision);
    }

    private static async Task GiveAsync(ProductApp app, string post, string district)
    {
        var person = await app.PersonAsync(Administrator);
        await using var db = app.Open();
        db.Holdings.Add(new() { UserId = person.Id, PositionId = post, DistrictCode = district });
        await db.SaveChangesAsync();
    }

    private static async Task<WorkTask> LateAsync(ProductApp app, string until)
    {
        var started = await app.StartAcceptedAsync();
        await app.ClaimAsync(started.CaseId, "REVIEW", ClockProcess.Handler);
        await app.UntilAsync(until);
        await using var db = app.Open();
        return await db.Tasks.AsNoTracking().SingleAsync(t => t.CaseId == started.CaseId && t.ElementId == "REVIEW");
    }
}
