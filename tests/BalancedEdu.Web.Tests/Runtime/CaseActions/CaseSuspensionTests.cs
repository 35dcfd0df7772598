using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

public sealed class CaseSuspensionTests
{
    private const string Form = """{ "seats": 45 }""";

    [Theory, Databases]
    public async Task While_a_case_stands_still_nothing_is_decided_and_everybody_is_told(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        Assert.Null(await app.SuspendAsync("admin", review.CaseId));
        Assert.Equal(ProductApp.Start, (await app.CaseAsync(review.CaseId)).SuspendedAt);
        Assert.Equal(["fangqiheng", "luoyichen", "peimingyuan"], await app.MailedAsync("case-suspended"));
        (await app.DecideAsync("peimingyuan", review, "pass", form: Form)).Is(
            RefusalKind.Conflict, "bpmn.instance.suspended", "不能提交：本件已挂起（等上级批复）。请先激活。");
        Assert.Null(await app.ResumeAsync("admin", review.CaseId));
        Assert.Null((await app.CaseAsync(review.CaseId)).SuspendedAt);
        Assert.Equal(["fangqiheng", "luoyichen", "peimingyuan"], await app.MailedAsync("case-resumed"));
        Assert.Equal(
            ["InstanceSuspended", "InstanceResumed", "ResumptionExplained"],
            await app.KindsAsync(review.CaseId, "InstanceSuspended", "InstanceResumed", "ResumptionExplained"));
        Assert.Null(await app.DecideAsync("peimingyuan", review, "pass", form: Form));
    }

    [Theory, Databases]
    public async Task Reminders_and_decisions_by_time_wait_and_come_once_when_it_goes_on(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        Assert.Null(await app.SuspendAsync("admin", review.CaseId));
        await app.AdvanceAsync(TimeSpan.FromDays(10));
        Assert.Empty(await app.MailedAsync("task-reminder"));
        await using var db = app.Open();
        Assert.Empty(await db.Incidents.ToListAsync());
        Assert.Null(await app.ResumeAsync("admin", review.CaseId));
        await app.SweepAsync();
        Assert.NotEmpty(await app.MailedAsync("task-overdue"));

        // The process doesn't say that its clocks stop: they went on.
        var clock = await db.Clocks.SingleAsync(c => c.CaseId == review.CaseId && c.TaskId == null);
        Assert.Equal((false, "[]"), (clock.Paused, clock.Pauses));
    }

    [Theory, Databases]
    public async Task Timers_stand_still_and_jobs_are_held(DatabaseProvider provider)
    {
        var jobs = new TrialJobs();
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        var review = await app.ReviewOfLuoAsync();
        await app.CompleteAsync(review.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);
        Assert.Null(await app.SuspendAsync("admin", review.CaseId));
        await app.SweepAsync();
        Assert.Empty(jobs.Calls);
        Assert.Null(await app.ResumeAsync("admin", review.CaseId));
        await app.AdvanceAsync(TimeSpan.FromMinutes(3));
        Assert.Single(jobs.Calls);

        // The wait of an hour has begun: of it, half an hour passes before and half after the standing still.
        await app.AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.Null(await app.SuspendAsync("admin", review.CaseId));
        await app.AdvanceAsync(TimeSpan.FromHours(5));
        Assert.Null(await app.ResumeAsync("admin", review.CaseId));
        await app.AdvanceAsync(TimeSpan.FromMinutes(25));
        await using var db = app.Open();
        Assert.False(await db.Tasks.AnyAsync(t => t.CaseId == review.CaseId && t.ElementId == "APPROVE"));
        await app.AdvanceAsync(TimeSpan.FromMinutes(10));
        await app.OpenTaskAsync(review.CaseId, "APPROVE");
    }

    [Theory, Databases]
    public async Task A_job_that_ends_while_its_case_stands_still_answers_when_it_goes_on(DatabaseProvider provider)
    {
        var release = new TaskCompletionSource();
        var jobs = new TrialJobs { Hangs = release.Task };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        var review = await app.ReviewOfLuoAsync();
        await app.CompleteAsync(review.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);
        var sweeping = Task.Run(app.SweepAsync);
        await jobs.Hanging.Task;
        Assert.Null(await app.SuspendAsync("admin", review.CaseId));
        release.SetResult();
        await sweeping;
        await using var db = app.Open();
        Assert.Equal(OutboxStatus.Pending, (await db.OutboxJobs.AsNoTracking().SingleAsync()).Status);
        Assert.Null(await app.ResumeAsync("admin", review.CaseId));
        await app.AdvanceAsync(TimeSpan.FromMinutes(3));
        Assert.Equal(OutboxStatus.Done, (await db.OutboxJobs.AsNoTracking().SingleAsync()).Status);
        Assert.Single(jobs.Calls.Select(c => c.Key).Distinct());
    }

    [Theory, Databases]
    public async Task Clocks_stand_still_with_the_case_where_the_process_says_so(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("halting", TrialProcess.Variables, by: "luoyichen");
        await using var db = app.Open();
        var before = await db.Clocks.AsNoTracking().OrderBy(c => c.Id).ToListAsync();
        Assert.Equal(2, before.Count);
        Assert.Null(await app.SuspendAsync("admin", started.CaseId));
        Assert.All(await db.Clocks.AsNoTracking().ToListAsync(), c => Assert.True(c.Paused));
        Assert.Equal(Instants.Never, (await app.OpenTaskAsync(started.CaseId, "DO")).DueAt);

        // From Monday to the next Monday: the five working days between don't count.
        await app.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Null(await app.ResumeAsync("admin", started.CaseId));
        var after = await db.Clocks.AsNoTracking().OrderBy(c => c.Id).ToListAsync();
        Assert.All(after, c => Assert.False(c.Paused));
        Assert.Equal(before.Select(c => c.DueAt.AddDays(7)), after.Select(c => c.DueAt));
        Assert.Equal(after.Single(c => c.TaskId != null).DueAt, (await app.OpenTaskAsync(started.CaseId, "DO")).DueAt);
    }

    [Theory, Databases]
    public async Task A_case_that_is_ended_is_over_for_all(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        Assert.Null(await app.TerminateAsync("admin", review.CaseId));
        Assert.Equal(CaseStatus.Cancelled, (await app.CaseAsync(review.CaseId)).Status);
        Assert.Equal(["fangqiheng", "luoyichen", "peimingyuan"], await app.MailedAsync("case-terminated"));
    }

    [Theory, Databases]
    public async Task Refusals_say_what_stops_it(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var id = (await app.ReviewOfLuoAsync()).CaseId;
        var number = (await app.CaseAsync(id)).Number;
        var verbs = new (string Verb, Func<string, string?, Task<ActionRefusal?>> Act)[]
        {
            ("挂起", (user, reason) => app.SuspendAsync(user, id, reason)),
            ("激活", (user, reason) => app.ResumeAsync(user, id, reason)),
            ("终止", (user, reason) => app.TerminateAsync(user, id, reason)),
        };
        foreach (var (verb, act) in verbs)
        {
            (await act("hezhiqiu", "为何")).Is(RefusalKind.NotFound, "case.unknown", Acting.NoCase(verb, id));
            foreach (var user in new[] { "luoyichen", "peimingyuan", "wenjingzhi" })
                (await act(user, "为何")).Is(
                    RefusalKind.Forbidden, "case.not-manager",
                    $"不能{verb} {number}：只有系统管理员可以{verb}事项。如有需要，请联系管理员。");
        }
        (await app.ResumeAsync("admin", id)).Is(
            RefusalKind.Conflict, "case.not-suspended", $"不能激活 {number}：事项没有挂起。请刷新页面。");
        (await app.SuspendAsync("admin", id, " ")).Is(RefusalKind.Invalid, "case.reason-missing", Missing("挂起"));
        (await app.TerminateAsync("admin", id, null)).Is(RefusalKind.Invalid, "case.reason-missing", Missing("终止"));
        Assert.Null(await app.SuspendAsync("admin", id));
        (await app.SuspendAsync("admin", id)).Is(
            RefusalKind.Conflict, "case.suspended-already", $"不能挂起 {number}：事项已经挂起。请刷新页面。");
        (await app.ResumeAsync("admin", id, null)).Is(RefusalKind.Invalid, "case.reason-missing", Missing("激活"));
        Assert.Null(await app.TerminateAsync("admin", id));
        foreach (var (verb, act) in verbs)
            (await act("admin", "为何")).Is(
                RefusalKind.Conflict, "case.ended", $"不能{verb} {number}：事项已终止，不再办理。");

        string Missing(string verb) => $"不能{verb} {number}：没有填写理由，或超过 500 字。理由会写入事项的记录，请填写后再提交。";
    }
}
