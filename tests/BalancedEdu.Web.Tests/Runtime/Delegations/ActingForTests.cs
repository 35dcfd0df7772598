using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Delegations;

/// <summary>What a delegate may do, and how it is recorded.</summary>
public sealed class ActingForTests
{
    [Theory, Databases]
    public async Task A_delegate_decides_and_it_is_recorded_as_one_for_the_other(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.DelegateAsync("peimingyuan", "贺知秋", 2, 6);
        var seats = await app.SeatsOfLuoAsync("peimingyuan", "fangqiheng");
        Assert.Equal(["fangqiheng", "hezhiqiu", "peimingyuan"], await app.MailedAsync("task-assigned"));
        Assert.Equal([seats[0].Id], (await LinesAsync(app, "hezhiqiu")).Select(r => r.TaskId!.Value));
        Assert.Equal(1, (await CountsAsync(app, "hezhiqiu")).Delegated);
        Assert.Null((await CountsAsync(app, "luoyichen")).Delegated);

        Assert.Null(await app.DecideAsync("hezhiqiu", seats[0], "agree", "已核"));
        await using var db = app.Open();
        var done = await db.Tasks.SingleAsync(t => t.Id == seats[0].Id);
        Assert.Equal(
            ("hezhiqiu", "peimingyuan", "peimingyuan"), (done.CompletedBy, done.OnBehalfOf, done.Assignee));
        Assert.Equal(["TaskDecidedFor"], await app.KindsAsync(done.CaseId, "TaskDecidedFor"));
        Assert.Equal(["peimingyuan"], await app.MailedAsync("delegate-decided"));
        var history = await HistoryAsync(app, done.CaseId);
        Assert.Contains(history, e => e is { Who: "贺知秋 代 裴明远", What: "同意" });
        Assert.Equal(0, (await CountsAsync(app, "hezhiqiu")).Delegated);
    }

    [Theory, Databases]
    public async Task The_principal_may_still_decide_and_the_delegate_comes_second(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.DelegateAsync("peimingyuan", "贺知秋", 2, 6);
        var seats = await app.SeatsOfLuoAsync("peimingyuan", "fangqiheng");
        Assert.Null(await app.DecideAsync("peimingyuan", seats[0], "agree"));
        await using var db = app.Open();
        Assert.Null((await db.Tasks.SingleAsync(t => t.Id == seats[0].Id)).OnBehalfOf);
        Assert.Equal("task.unknown", (await app.DecideAsync("hezhiqiu", seats[0], "agree"))?.Code);
    }

    [Theory, Databases]
    public async Task Only_while_the_period_lasts_and_for_its_processes(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.DelegateAsync("peimingyuan", "贺知秋", 3, 3, null, "seats");
        var seats = await app.SeatsOfLuoAsync("peimingyuan");
        var review = await app.ReviewOfLuoAsync();
        Assert.Null(await app.ActAsync<TaskActions, ActionRefusal?>(
            "peimingyuan", (v, p) => v.ClaimAsync(review.Id, review.Revision, p, default)));
        Assert.Empty(await LinesAsync(app, "hezhiqiu"));
        app.Clock.Advance(TimeSpan.FromHours(15));
        Assert.Equal([seats[0].Id], (await LinesAsync(app, "hezhiqiu")).Select(r => r.TaskId!.Value));
        Assert.Equal([seats[0].CaseId], await VisibleAsync(app, "hezhiqiu"));
        review = await app.OpenTaskAsync(review.CaseId, "REVIEW");
        (await app.DecideAsync("hezhiqiu", review, "pass", form: """{ "seats": 45 }"""))
            .Is(RefusalKind.NotFound, "task.unknown", Acting.NoTask("办理", review.Id));
        app.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Empty(await LinesAsync(app, "hezhiqiu"));
        Assert.Empty(await VisibleAsync(app, "hezhiqiu"));
        Assert.Equal("task.unknown", (await app.DecideAsync("hezhiqiu", seats[0], "agree"))?.Code);
    }

    [Theory, Databases]
    public async Task The_applicant_is_never_the_delegate_who_decides(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.DelegateAsync("peimingyuan", "骆一辰", 2, 6);
        var seats = await app.SeatsOfLuoAsync("peimingyuan", "fangqiheng");
        Assert.Empty(await LinesAsync(app, "luoyichen"));
        Assert.Equal(["fangqiheng", "peimingyuan"], await app.MailedAsync("task-assigned"));
        (await app.DecideAsync("luoyichen", seats[0], "agree")).Is(
            RefusalKind.Forbidden, "task.delegate-applicant",
            "不能代裴明远办理“会签”：事项由您本人发起，发起人不能代他人办理自己的事项。请由裴明远本人或其他受托人办理。");
    }

    [Theory, Databases]
    public async Task The_separation_of_duties_looks_at_who_acts(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.DelegateAsync("fangqiheng", "裴明远", 2, 6);
        var review = await app.ReviewOfLuoAsync();
        await app.CompleteAsync(review.CaseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        var approve = await app.OpenTaskAsync(review.CaseId, "APPROVE");
        Assert.Equal("fangqiheng", approve.Assignee);
        Assert.Empty(await LinesAsync(app, "peimingyuan"));
        (await app.DecideAsync("peimingyuan", approve, "agree")).Is(
            RefusalKind.Forbidden, "task.separation",
            "不能代方启恒办理“批准”：按职责分离，您不能办理这个环节。请由方启恒本人或其他受托人办理。");

        // Who only stood in for the reviewer has acted as well: the principal has not.
        await app.DelegateAsync("shenzhiyuan", "贺知秋", 2, 6);
        Assert.Null(await app.DecideAsync("fangqiheng", approve, "agree"));
    }

    [Theory, Databases]
    public async Task A_delegate_of_a_delegate_acts_for_the_first_and_reminders_reach_all(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.DelegateAsync("peimingyuan", "沈知远", 2, 6);
        await app.DelegateAsync("shenzhiyuan", "贺知秋", 2, 6);
        var seats = await app.SeatsOfLuoAsync("peimingyuan");
        Assert.Equal(["hezhiqiu", "peimingyuan", "shenzhiyuan"], await app.MailedAsync("task-assigned"));
        Assert.Null(await app.UrgeAsync("luoyichen", seats[0].Id));
        Assert.Equal(["hezhiqiu", "peimingyuan", "shenzhiyuan"], await app.MailedAsync("task-urged"));
        Assert.Null(await app.DecideAsync("hezhiqiu", seats[0], "agree"));
        await using var db = app.Open();
        Assert.Equal("peimingyuan", (await db.Tasks.SingleAsync(t => t.Id == seats[0].Id)).OnBehalfOf);
    }

    private static Task<IReadOnlyList<InboxRow>> LinesAsync(ProductApp app, string user) =>
        app.ActAsync<InboxQuery, IReadOnlyList<InboxRow>>(
            user, async (q, p) => (await q.PageAsync(p, new(InboxView.Delegated), null, null, default)).Rows);

    private static Task<InboxCounts> CountsAsync(ProductApp app, string user) =>
        app.ActAsync<InboxQuery, InboxCounts>(user, (q, p) => q.CountAsync(p, default));

    private static Task<List<HistoryEntry>> HistoryAsync(ProductApp app, long caseId) =>
        app.ActAsync<CaseFiles, List<HistoryEntry>>("luoyichen", async (f, p) =>
            [.. CaseHistory.Read((await f.FindAsync(p, caseId, default))!, "luoyichen").SelectMany(s => s.Entries)]);

    private static async Task<List<long>> VisibleAsync(ProductApp app, string user)
    {
        await using var db = app.Open();
        return await db.VisibleCases(await app.PersonAsync(user)).Select(c => c.Id).ToListAsync();
    }
}
