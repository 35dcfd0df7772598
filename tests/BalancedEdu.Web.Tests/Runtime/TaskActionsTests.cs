using System.Text.Json;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime;

public sealed class TaskActionsTests
{
    private const string Form = """{ "seats": 45 }""";

    [Theory, Databases]
    public async Task A_claimed_task_is_the_claimers_and_can_be_released(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var task = await StartAsync(app);
        Assert.Null(await ActAsync(app, "peimingyuan", (a, p) => a.ClaimAsync(task.Id, task.Revision, p, default)));
        var claimed = await app.OpenTaskAsync(task.CaseId, "REVIEW");
        Assert.Equal(("peimingyuan", true), (claimed.Assignee, claimed.Claimed));

        var late = await ActAsync(app, "fangqiheng", (a, p) => a.ClaimAsync(task.Id, task.Revision, p, default));
        Assert.Equal((RefusalKind.Conflict, "task.stale"), (late?.Kind, late?.Code));
        Assert.Contains("裴明远认领", late!.Message, StringComparison.Ordinal);

        Assert.Null(
            await ActAsync(app, "peimingyuan", (a, p) => a.ReleaseAsync(task.Id, claimed.Revision, p, default)));
        Assert.Null((await app.OpenTaskAsync(task.CaseId, "REVIEW")).Assignee);
        await using var db = app.Open();
        Assert.Equal(
            ["TaskClaimed", "TaskReleased"],
            await db.CaseEvents.Where(e => e.TaskId == task.Id).OrderBy(e => e.Sequence).Select(e => e.Kind)
                .ToListAsync());
    }

    [Theory, Databases]
    public async Task Of_two_claims_at_once_one_wins_and_the_other_is_told_who(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var task = await StartAsync(app);
        var refusals = await Task.WhenAll(new[] { "peimingyuan", "fangqiheng" }.Select(name => Task.Run(() =>
            ActAsync(app, name, (a, p) => a.ClaimAsync(task.Id, task.Revision, p, default)))));
        var refusal = Assert.Single(refusals, r => r is not null);
        Assert.Equal((RefusalKind.Conflict, "task.stale"), (refusal!.Kind, refusal.Code));
    }

    [Theory, Databases]
    public async Task A_stale_decision_is_refused_and_says_who_decided(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var task = await StartAsync(app);
        Assert.Null(await app.DecideAsync("peimingyuan", task, "pass", form: Form));
        var refusal = await app.DecideAsync("peimingyuan", task, "pass", form: Form);
        Assert.Equal((RefusalKind.Conflict, "task.stale"), (refusal?.Kind, refusal?.Code));
        Assert.Contains("裴明远", refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("通过", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Databases("nonsense", null!, Form, "task.outcome-unknown", "")]
    [Databases("back", null!, Form, "task.invalid", "comment")]
    [Databases("back", "  ", Form, "task.invalid", "comment")]
    [Databases("pass", null!, "{}", "task.invalid", "seats")]
    [Databases("pass", null!, """{ "seats": 61 }""", "task.invalid", "seats")]
    [Databases("pass", null!, """{ "seats": "很多" }""", "task.invalid", "seats")]
    public async Task A_decision_that_is_not_right_changes_nothing_and_names_the_fields(
        DatabaseProvider provider, string outcome, string? comment, string form, string code, string field)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var task = await StartAsync(app);
        var refusal = await app.DecideAsync("peimingyuan", task, outcome, comment, form);
        Assert.Equal((RefusalKind.Invalid, code), (refusal?.Kind, refusal?.Code));
        refusal.Says(code);
        Assert.Equal(field.Length == 0 ? [] : [field], refusal!.Fields.Select(f => f.Key));
        Assert.Equal(task.Revision, (await app.OpenTaskAsync(task.CaseId, "REVIEW")).Revision);
    }

    [Theory, Databases]
    public async Task A_person_without_right_finds_no_task_and_no_case(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var task = await StartAsync(app);
        var refusal = await app.DecideAsync("hezhiqiu", task, "pass", form: Form);
        Assert.Equal((RefusalKind.NotFound, "task.unknown"), (refusal?.Kind, refusal?.Code));
        await using var db = app.Open();
        Assert.Empty(await db.VisibleCases(await app.PersonAsync("hezhiqiu")).ToListAsync());
        Assert.Single(await db.VisibleCases(await app.PersonAsync("admin")).ToListAsync());
        Assert.Single(await db.VisibleCases(await app.PersonAsync("fangqiheng")).ToListAsync());
    }

    [Theory, Databases]
    public async Task The_separation_of_duties_gives_the_approval_to_the_other_holder_of_the_post(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var task = await StartAsync(app);
        await app.CompleteAsync(task.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(1));

        var approval = await app.OpenTaskAsync(task.CaseId, "APPROVE");
        Assert.Equal("fangqiheng", approval.Assignee);
        Assert.Equal("裴明远 通过", approval.PreviousStep);
        Assert.Equal("task.not-yours", (await app.DecideAsync("peimingyuan", approval, "agree"))?.Code);
    }

    [Theory, Databases]
    public async Task The_initiator_does_not_decide_on_the_own_case(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables, by: "peimingyuan");
        var task = await app.OpenTaskAsync(started.CaseId, "REVIEW");
        Assert.Equal("fangqiheng", task.Assignee);
        await using var db = app.Open();
        Assert.Empty(await db.OpenFor(await app.PersonAsync("peimingyuan")).ToListAsync());
    }

    [Theory, Databases]
    public async Task A_task_that_nobody_can_do_waits_for_an_administrator_who_is_told(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using (var db = app.Open())
            await db.Users.Where(u => u.Holdings.Any(h => h.PositionId == "edu.basic"))
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true));
        var task = await StartAsync(app);
        Assert.True(task.Unassignable);
        await using var check = app.Open();
        var mail = await check.OutboxMails.SingleAsync();
        Assert.Equal(("task-unassignable", "admin"), (mail.Template, mail.ToUserName));
    }

    [Theory, Databases]
    public async Task A_draft_is_kept_without_deciding_and_goes_with_the_decision(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var task = await StartAsync(app);
        using var draft = JsonDocument.Parse("""{"seats":12}""");
        (await ActAsync(
            app, "peimingyuan", (a, p) => a.SaveDraftAsync(task.Id, task.Revision, draft.RootElement, p, default))).Is(
            RefusalKind.Forbidden, "task.not-claimed",
            "不能暂存“审核”：它还没有人认领，填写的内容没有保存。请先认领，再暂存一次。");
        Assert.Equal("task.not-claimed", (await ActAsync(
            app, "peimingyuan",
            (a, p) => a.KeepDraftAsync(task.Id, task.Revision, draft.RootElement, p, default)))?.Code);
        Assert.Null((await app.OpenTaskAsync(task.CaseId, "REVIEW")).Draft);
        Assert.Null(await ActAsync(app, "peimingyuan", (a, p) => a.ClaimAsync(task.Id, task.Revision, p, default)));
        task = await app.OpenTaskAsync(task.CaseId, "REVIEW");
        Assert.Null(await ActAsync(
            app, "peimingyuan", (a, p) => a.SaveDraftAsync(task.Id, task.Revision, draft.RootElement, p, default)));
        var saved = await app.OpenTaskAsync(task.CaseId, "REVIEW");
        Assert.Equal((task.Revision, """{"seats":12}"""), (saved.Revision, saved.Draft));
        Assert.Null(await app.DecideAsync("peimingyuan", task, "pass", form: Form));
        await using var db = app.Open();
        Assert.Null((await db.Tasks.SingleAsync(t => t.Id == task.Id)).Draft);
    }

    [Theory, Databases]
    public async Task A_principal_of_another_school_is_no_candidate(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var task = await StartAsync(app);
        await app.CompleteAsync(task.CaseId, "REVIEW", "peimingyuan", "back", "座位数不对", Form);
        var mend = await app.OpenTaskAsync(task.CaseId, "MEND");
        Assert.Equal("p3299010001", mend.Assignee);
        Assert.Equal("task.unknown", (await app.DecideAsync("p3299010002", mend, "done"))?.Code);
        Assert.Null(await app.DecideAsync("p3299010001", mend, "done"));
    }

    private static async Task<WorkTask> StartAsync(ProductApp app)
    {
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        return await app.OpenTaskAsync(started.CaseId, "REVIEW");
    }

    private static async Task<ActionRefusal?> ActAsync(
        ProductApp app, string userName, Func<TaskActions, AppUser, Task<ActionRefusal?>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TaskActions>(), await app.PersonAsync(userName));
    }
}
