using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

/// <summary>What people do with cases as a whole, as themselves.</summary>
internal static class Acting
{
    public static async Task<T> ActAsync<TVerb, T>(this ProductApp app, string user, Func<TVerb, AppUser, Task<T>> act)
        where TVerb : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TVerb>(), await app.PersonAsync(user));
    }

    public static Task<ActionRefusal?> CopyAsync(
        this ProductApp app, string user, long caseId, string to, string? note = null) =>
        app.ActAsync<CaseCopying, ActionRefusal?>(user, (v, p) => v.CopyAsync(new(caseId, [to], note), p, default));

    public static Task<ActionRefusal?> FollowAsync(this ProductApp app, string user, long caseId, bool follow = true) =>
        app.ActAsync<CaseFollowing, ActionRefusal?>(user, (v, p) => follow
            ? v.FollowAsync(caseId, p, default)
            : v.UnfollowAsync(caseId, p, default));

    public static Task<Answer<WithdrawalOutcome>> WithdrawAsync(
        this ProductApp app, string user, long caseId, string? reason = "数据报错") =>
        app.ActAsync<CaseWithdrawal, Answer<WithdrawalOutcome>>(
            user, (v, p) => v.WithdrawAsync(new(caseId, reason), p, default));

    public static Task<ActionRefusal?> AnswerAsync(
        this ProductApp app, string user, long caseId, long request, bool agrees, string? reason = "已经上会") =>
        app.ActAsync<WithdrawalAnswering, ActionRefusal?>(
            user, (v, p) => v.AnswerAsync(new(caseId, request, agrees, reason), p, default));

    public static Task<ActionRefusal?> UrgeAsync(
        this ProductApp app, string user, long taskId, string? note = null) =>
        app.ActAsync<TaskUrging, ActionRefusal?>(user, (v, p) => v.UrgeAsync(new(taskId, note), p, default));

    public static Task<ActionRefusal?> TakeBackAsync(this ProductApp app, string user, long taskId) =>
        app.ActAsync<TaskTakingBack, ActionRefusal?>(user, (v, p) => v.TakeBackAsync(new(taskId), p, default));

    public static Task<ActionRefusal?> SuspendAsync(
        this ProductApp app, string user, long caseId, string? reason = "等上级批复") =>
        app.ActAsync<CaseSuspension, ActionRefusal?>(user, (v, p) => v.SuspendAsync(new(caseId, reason), p, default));

    public static Task<ActionRefusal?> ResumeAsync(
        this ProductApp app, string user, long caseId, string? reason = "批复已到") =>
        app.ActAsync<CaseSuspension, ActionRefusal?>(user, (v, p) => v.ResumeAsync(new(caseId, reason), p, default));

    public static Task<ActionRefusal?> TerminateAsync(
        this ProductApp app, string user, long caseId, string? reason = "项目取消") =>
        app.ActAsync<CaseTermination, ActionRefusal?>(
            user, (v, p) => v.TerminateAsync(new(caseId, reason), p, default));

    /// <summary>Delegates in November 2026, and expects it to be done.</summary>
    public static async Task<Delegation> DelegateAsync(
        this ProductApp app, string principal, string to, int from, int until, string? reason = null,
        params string[] processes)
    {
        var answer = await app.ActAsync<DelegationRules, Answer<Delegation>>(principal, (v, p) => v.MakeAsync(
            new(null, to, new(2026, 11, from), new(2026, 11, until), processes, reason), p, default));
        Assert.True(!answer.Refused, answer.Refusal?.Message);
        return answer.Value;
    }

    /// <summary>A trial case that 骆一辰 started; its review waits for 裴明远 or 方启恒.</summary>
    public static async Task<WorkTask> ReviewOfLuoAsync(this ProductApp app)
    {
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables, by: "luoyichen");
        return await app.OpenTaskAsync(started.CaseId, "REVIEW");
    }

    /// <summary>The same, sent back by 裴明远: the school's principal has it.</summary>
    public static async Task<(WorkTask Review, WorkTask Mend)> MendOfLuoAsync(this ProductApp app)
    {
        var review = await app.ReviewOfLuoAsync();
        await app.CompleteAsync(review.CaseId, "REVIEW", "peimingyuan", "back", "措施不具体，请重写", """{ "seats": 45 }""");
        return (review, await app.OpenTaskAsync(review.CaseId, "MEND"));
    }

    /// <summary>A countersign of these people that 骆一辰 started.</summary>
    public static async Task<IReadOnlyList<WorkTask>> SeatsOfLuoAsync(this ProductApp app, params string[] members)
    {
        var started = await app.StartCaseAsync("seats", TrialProcess.Members(members), by: "luoyichen");
        await using var db = app.Open();
        return await db.Tasks.AsNoTracking().Where(t => t.CaseId == started.CaseId).OrderBy(t => t.Id).ToListAsync();
    }

    public static async Task<Case> CaseAsync(this ProductApp app, long id)
    {
        await using var db = app.Open();
        return await db.Cases.AsNoTracking().SingleAsync(c => c.Id == id);
    }

    /// <summary>Kinds of the host's own events of a case, in order.</summary>
    public static async Task<List<string>> KindsAsync(this ProductApp app, long caseId, params string[] kinds)
    {
        await using var db = app.Open();
        return await db.CaseEvents.Where(e => e.CaseId == caseId && kinds.Contains(e.Kind)).OrderBy(e => e.Sequence)
            .Select(e => e.Kind).ToListAsync();
    }

    /// <summary>Who was written to by a template, in order of names.</summary>
    public static async Task<List<string>> MailedAsync(this ProductApp app, string template, long? caseId = null)
    {
        await using var db = app.Open();
        return await db.OutboxMails.Where(m => m.Template == template && (caseId == null || m.CaseId == caseId))
            .OrderBy(m => m.ToUserName).Select(m => m.ToUserName).ToListAsync();
    }

    /// <summary>As many accounts as that, by their names to sign in.</summary>
    public static async Task<List<string>> CrowdAsync(this ProductApp app, int count)
    {
        await using var db = app.Open();
        var names = await db.Users.Where(u => !u.Disabled && u.UserName != "luoyichen").OrderBy(u => u.UserName)
            .Select(u => u.UserName!).Take(count).ToListAsync();
        for (var i = names.Count; i < count; i++)
        {
            db.Users.Add(new() { UserName = $"crowd{i}", DisplayName = $"众{i}", UnitName = "市教育局" });
            names.Add($"crowd{i}");
        }
        await db.SaveChangesAsync();
        return names;
    }

    /// <summary>What is said of a case that isn't there, or isn't the person's to see.</summary>
    public static string NoCase(string verb, long id) =>
        $"不能{verb}：所指的事项（内部编号 {id}）不存在，或者您无权查看。请从待办或检索重新打开；确需查看的，请联系管理员。";

    /// <summary>The same of a task.</summary>
    public static string NoTask(string verb, long id) =>
        $"不能{verb}：所指的任务（内部编号 {id}）不存在，或者您无权办理。请从待办重新打开；应由您办理的，请联系管理员核对岗位。";

    /// <summary>Asserts a refusal by its kind, code and whole sentence.</summary>
    public static void Is(this ActionRefusal? refusal, RefusalKind kind, string code, string message) =>
        Assert.Equal((kind, code, message), (refusal?.Kind, refusal?.Code, refusal?.Message));
}
