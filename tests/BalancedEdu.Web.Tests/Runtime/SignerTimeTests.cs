using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>加签 never holds up what is decided by time: the clock of the task goes on.</summary>
public sealed class SignerTimeTests
{
    [Theory]
    [Databases(SignerPlace.Before)]
    [Databases(SignerPlace.Parallel)]
    [Databases(SignerPlace.After)]
    public async Task What_is_decided_by_time_waits_for_no_signer(DatabaseProvider provider, SignerPlace place)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        var task = await SignAsync(app, started.CaseId, place, "hezhiqiu", "zhouzhiwei");
        await app.UntilAsync("2026-11-10 09:00");

        var owner = await app.NowAsync(task);
        Assert.Equal(("system", "视为受理"), (owner.CompletedBy, owner.OutcomeName));
        await app.OpenTaskAsync(started.CaseId, "REVIEW");
        var accepted = await app.NamedClockAsync(started.CaseId, "accepted");
        Assert.Equal((Time("2026-11-02 09:00"), Time("2026-11-16 17:30")), (accepted.StartedAt, accepted.DueAt));
        var signers = (await app.TasksAsync(started.CaseId)).FindAll(t => t.SignerPlace is not null);
        Assert.Equal(place == SignerPlace.After ? 0 : 2, signers.Count);
        Assert.All(signers, s => Assert.Equal((WorkTaskStatus.Cancelled, null), (s.Status, s.CompletedBy)));
        await using var db = app.Open();
        Assert.Equal(1, await db.CaseEvents.CountAsync(e => e.Kind == "TimeoutDefault"));
        Assert.Equal(1, await db.TimeoutDefaults.CountAsync());
        Assert.Empty(await db.Incidents.ToListAsync());
        Assert.False(await db.Clocks.AnyAsync(c => c.TaskId != null && c.EndedAt == null && c.Name == task.Name));
    }

    [Theory, Databases]
    public async Task A_signer_has_the_rest_of_the_owners_time_and_a_reminder_that_is_past_is_not_sent(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        await app.UntilAsync("2026-11-06 10:00");
        var task = await SignAsync(app, started.CaseId, SignerPlace.Before, "hezhiqiu");
        var signer = (await app.TasksAsync(started.CaseId)).Single(t => t.SignerPlace is not null);
        Assert.Equal((Time("2026-11-09 17:30"), task.DueAt), (signer.DueAt, signer.DueAt));
        await app.UntilAsync("2026-11-09 12:00");
        await using var db = app.Open();
        Assert.Equal(
            ["0"],
            await (
                from r in db.Rungs
                join c in db.Clocks on r.ClockRowId equals c.Id
                where c.TaskId == signer.Id && r.FiredAt != null
                select r.Key).ToListAsync());
    }

    [Theory, Databases]
    public async Task When_the_owner_has_decided_signers_who_say_nothing_in_time_are_taken_out_and_decide_nothing(
        DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        var task = await SignAsync(app, started.CaseId, SignerPlace.After, "hezhiqiu", "zhouzhiwei");
        await app.UntilAsync("2026-11-04 10:00");
        Assert.Null(await app.DecideAsync(ClockProcess.Handler, await app.NowAsync(task), "accept", form: "{}"));
        var signer = await app.OpenTaskAsync(started.CaseId, "RECEIVE");
        Assert.Equal(("hezhiqiu", Time("2026-11-09 17:30")), (signer.Assignee, signer.DueAt));
        await app.UntilAsync("2026-11-10 09:00");

        await app.OpenTaskAsync(started.CaseId, "REVIEW");
        Assert.Equal(WorkTaskStatus.Cancelled, (await app.NowAsync(signer)).Status);
        Assert.Equal(["hezhiqiu"], await app.MailedAsync("signer-removed"));
        await using var db = app.Open();
        Assert.Equal(2, await db.Tasks.CountAsync(t => t.CaseId == started.CaseId && t.ElementId == "RECEIVE"));
        var excused = await db.CaseEvents.SingleAsync(e => e.Kind == "SignerExcused");
        Assert.Equal("system", excused.Actor);
        Assert.Contains("贺知秋", excused.Data, StringComparison.Ordinal);
        Assert.Contains("行政许可法 第三十二条", excused.Data, StringComparison.Ordinal);
        Assert.False(await db.CaseEvents.AnyAsync(e => e.Kind == "TimeoutDefault"));
        Assert.Empty(await db.Incidents.ToListAsync());
    }

    private static async Task<WorkTask> SignAsync(
        ProductApp app, long caseId, SignerPlace place, params string[] signers)
    {
        var task = await Hands.ClaimAsync(app, caseId, "RECEIVE", ClockProcess.Handler);
        Assert.Null(await app.SignAsync(ClockProcess.Handler, task, place, signers));
        return await app.NowAsync(task);
    }
}
