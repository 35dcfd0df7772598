using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Tasks;

/// <summary>
/// Two small processes in which tasks go from hand to hand. <c>hands</c>: 受理 by the finance office, three opinions side
/// by side, 核准 by the same office but not the same person. <c>votes</c>: 拟办, 会签 of given members, 决定.
/// </summary>
internal static class Hands
{
    public const string Folder = "Runtime/Tasks/Workflows";

    /// <summary>Who starts <c>hands</c>; holds a post of the finance office too.</summary>
    public const string Initiator = "panyuntao";

    public const string Reason = "材料与学籍系统不一致，请核对后重报";

    public static readonly string[] Members = ["peimingyuan", "fangqiheng", "luoyichen"];

    public static Task<ProductApp> StartAppAsync(DatabaseProvider provider) => ProductApp.StartAsync(provider, Folder);

    /// <summary>Starts <c>hands</c>, and has 丁若水 claim 受理.</summary>
    public static async Task<WorkTask> StartAsync(this ProductApp app)
    {
        var form = FeelContext.Empty.With("form", FeelValue.Of(FeelContext.Empty.With("subject", FeelValue.Of("校舍"))));
        var started = await app.StartCaseAsync(
            "hands", FeelContext.Empty.With("START", FeelValue.Of(form)), by: Initiator);
        return await app.ClaimAsync(started.CaseId, "A", "dingruoshui");
    }

    /// <summary>Starts <c>votes</c> and passes 拟办: the members' tasks are open.</summary>
    public static async Task<long> StartVotesAsync(this ProductApp app, params string[] members)
    {
        var names = members.Length > 0 ? members : Members;
        var started = await app.StartCaseAsync(
            "votes",
            FeelContext.Empty.With("members", FeelValue.Of([.. names.Select(n => FeelValue.Of(n))])), by: Initiator);
        await app.CompleteAsync(started.CaseId, "A", "shenzhiyuan", "pass");
        return started.CaseId;
    }

    public static async Task<WorkTask> ClaimAsync(this ProductApp app, long caseId, string element, string userName)
    {
        var task = await app.OpenTaskAsync(caseId, element);
        if (task.Assignee == userName)
            return task;
        Assert.Null(await app.ActAsync<TaskActions>(
            userName, (a, p) => a.ClaimAsync(task.Id, task.Revision, p, default)));
        return await app.OpenTaskAsync(caseId, element);
    }

    /// <summary>Asks something of a service as a person.</summary>
    public static async Task<ActionRefusal?> ActAsync<TActions>(
        this ProductApp app, string userName, Func<TActions, AppUser, Task<ActionRefusal?>> act)
        where TActions : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TActions>(), await app.PersonAsync(userName));
    }

    public static Task<ActionRefusal?> TransferAsync(
        this ProductApp app, string by, WorkTask task, string? to, string? reason = null) =>
        app.ActAsync<TaskTransfers>(
            by, (t, p) => t.TransferAsync(new(task.Id, task.Revision, to, reason), p, default));

    public static Task<ActionRefusal?> DelegateAsync(
        this ProductApp app, string by, WorkTask task, string? to, string? question = "请核对金额") =>
        app.ActAsync<TaskDelegations>(
            by, (t, p) => t.DelegateAsync(new(task.Id, task.Revision, to, question), p, default));

    public static Task<ActionRefusal?> AnswerAsync(this ProductApp app, string by, WorkTask task, string? opinion) =>
        app.ActAsync<TaskDelegations>(by, (t, p) => t.AnswerAsync(new(task.Id, task.Revision, opinion), p, default));

    public static Task<ActionRefusal?> RecallAsync(
        this ProductApp app, string by, WorkTask task, string? reason = null) =>
        app.ActAsync<TaskDelegations>(by, (t, p) => t.RecallAsync(new(task.Id, task.Revision, reason), p, default));

    public static Task<ActionRefusal?> SignAsync(
        this ProductApp app, string by, WorkTask task, SignerPlace place, params string[] to) =>
        app.ActAsync<TaskSigners>(
            by, (t, p) => t.AddAsync(new(task.Id, task.Revision, place, to, null), p, default));

    public static Task<ActionRefusal?> UnsignAsync(
        this ProductApp app, string by, WorkTask task, string? waiting = null, string? reason = null) =>
        app.ActAsync<SignerRemovals>(
            by, (t, p) => t.RemoveAsync(new(task.Id, task.Revision, waiting, reason), p, default));

    public static Task<ActionRefusal?> ReturnAsync(
        this ProductApp app, string by, WorkTask task, string? target, bool directly = false,
        string? reason = Reason, long? caseVersion = null, string? code = "content") =>
        app.ActAsync<TaskReturns>(
            by, (t, p) => t.ReturnAsync(
                new(task.Id, task.Revision, target, directly, reason, caseVersion) { ReasonCode = code }, p,
                default));

    public static async Task<ReturnPlan> PlanAsync(this ProductApp app, string by, WorkTask task)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var plan = await scope.ServiceProvider.GetRequiredService<TaskReturns>().PlanAsync(
            task.Id, task.Revision, await app.PersonAsync(by), default);
        Assert.Null(plan.Refusal);
        return plan.Value!;
    }

    /// <summary>A sentence of a table, in which # stands for the task's row.</summary>
    public static string Told(string message, WorkTask task) =>
        message.Replace("#", $"{task.Id}", StringComparison.Ordinal);

    /// <summary>The task as it is now.</summary>
    public static async Task<WorkTask> NowAsync(this ProductApp app, WorkTask task)
    {
        await using var db = app.Open();
        return await db.Tasks.AsNoTracking().SingleAsync(t => t.Id == task.Id);
    }

    /// <summary>All tasks of a case, in the order of their opening.</summary>
    public static async Task<List<WorkTask>> TasksAsync(this ProductApp app, long caseId)
    {
        await using var db = app.Open();
        return await db.Tasks.AsNoTracking().Where(t => t.CaseId == caseId).OrderBy(t => t.Id).ToListAsync();
    }

    /// <summary>Mails of one template, as <c>to</c>.</summary>
    public static async Task<List<string>> MailedAsync(this ProductApp app, string template)
    {
        await using var db = app.Open();
        return await db.OutboxMails.Where(m => m.Template == template).OrderBy(m => m.Id)
            .Select(m => m.ToUserName).ToListAsync();
    }

    public static async Task DisableAsync(this ProductApp app, string userName)
    {
        await using var db = app.Open();
        await db.Users.Where(u => u.UserName == userName).ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true));
    }
}
