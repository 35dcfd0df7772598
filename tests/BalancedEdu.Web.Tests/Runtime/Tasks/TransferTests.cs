using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Tasks;

public sealed class TransferTests
{
    [Theory, Databases]
    public async Task A_transferred_task_is_the_receivers_for_good_and_the_old_owner_may_still_read(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        Assert.Null(await app.TransferAsync("dingruoshui", task, "guyongming", "本周外出"));

        var now = await app.NowAsync(task);
        Assert.Equal(("guyongming", false, null), (now.Assignee, now.Claimed, now.Owner));
        Assert.Equal(task.Revision + 1, now.Revision);
        Assert.Equal(["guyongming"], await app.MailedAsync("task-transferred"));
        await using var db = app.Open();
        Assert.Single(await db.VisibleCases(await app.PersonAsync("dingruoshui")).ToListAsync());
        Assert.Empty(await db.OpenFor(await app.PersonAsync("dingruoshui")).ToListAsync());
        var e = await db.CaseEvents.SingleAsync(x => x.Kind == "TaskTransferred");
        Assert.Equal(("dingruoshui", (long?)task.Id), (e.Actor, e.TaskId));
        Assert.Equal("转办给顾永明：本周外出", await WordsAsync(app, task.CaseId, e));
        Assert.Equal("task.not-yours", (await app.DecideAsync("dingruoshui", now, "pass"))?.Code);
        Assert.Null(await app.DecideAsync("guyongming", now, "pass"));
    }

    [Theory]
    [Databases("dingruoshui", null!, "task.receiver-missing", "没有转办：没有选择转办给谁。请从列表中选择一位同事。")]
    [Databases("dingruoshui", "nobody", "task.receiver-unavailable", "不能转办给“nobody”：没有这个账号，或账号已停用。请另选一人。")]
    [Databases("dingruoshui", "xuweiran", "task.receiver-unavailable", "不能转办给“xuweiran”：没有这个账号，或账号已停用。请另选一人。")]
    [Databases("dingruoshui", "dingruoshui", "task.receiver-self", "不能转办给自己。请选择另一位同事。")]
    [Databases("dingruoshui", Hands.Initiator, "task.receiver-applicant", "不能转办给潘云涛：事项由其本人发起，本人不能办理。请另选一人。")]
    [Databases(
        "dingruoshui", "hezhiqiu", "task.receiver-other-group",
        "不能转办给贺知秋：只能转办给同岗位（指名任务为同单位）的人员。请另选一人，或用委派征求意见。")]
    [Databases(
        "guyongming", "xuweiran", "task.not-yours",
        "不能转办“受理”（ZS-2026-0001）：它由丁若水办理。应由您办理的，请其转办，或联系管理员改派。")]
    [Databases("admin", "guyongming", "task.reason-missing", "没有转办：请写明原因后再提交。")]
    [Databases("admin", "dingruoshui", "task.receiver-has-it", "不能转办给丁若水：现在就由丁若水办理。请另选一人。")]
    [Databases(
        "hezhiqiu", "guyongming", "task.unknown",
        "不能转办：所指的任务（内部编号 #）不存在，或者您无权办理。请从待办重新打开；应由您办理的，请联系管理员核对岗位。")]
    public async Task A_transfer_that_may_not_be_says_why_and_changes_nothing(
        DatabaseProvider provider, string by, string? to, string code, string message)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        await app.DisableAsync("xuweiran");
        var refusal = await app.TransferAsync(by, task, to);
        Assert.Equal((code, Hands.Told(message, task)), (refusal?.Code, refusal?.Message));
        Assert.Equal(task.Revision, (await app.NowAsync(task)).Revision);
        Assert.Empty(await app.MailedAsync("task-transferred"));
    }

    [Theory, Databases]
    public async Task The_separation_of_duties_holds_against_whom_a_task_is_given_to(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await AtApprovalAsync(app);
        var refusal = await app.TransferAsync("guyongming", task, "dingruoshui");
        Assert.Equal(
            ("task.receiver-separated", "不能转办给丁若水：按职责分离，办理过“受理”的人不能办理这个环节。请另选一人。"),
            (refusal?.Code, refusal?.Message));
        Assert.Equal(
            "task.receiver-separated", (await app.TransferAsync("admin", task, "dingruoshui", "人手不足"))?.Code);
        Assert.Equal("task.receiver-separated", (await app.DelegateAsync("guyongming", task, "dingruoshui"))?.Code);
        Assert.Null(await app.TransferAsync("guyongming", task, "xuweiran"));
    }

    [Theory, Databases]
    public async Task A_task_that_the_definition_keeps_is_transferred_only_from_an_account_that_is_closed(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var first = await app.StartAsync();
        await app.CompleteAsync(first.CaseId, "A", "dingruoshui", "pass");
        var task = await app.ClaimAsync(first.CaseId, "B3", "wenjingzhi");
        var refusal = await app.TransferAsync("wenjingzhi", task, "tansiyuan");
        Assert.Equal(
            (RefusalKind.Forbidden, "不能转办“督导意见”：流程定义没有为这个环节开放转办。请直接办理，确有需要的联系管理员。"),
            (refusal?.Kind, refusal?.Message));
        Assert.Equal("task.not-offered", (await app.TransferAsync("admin", task, "tansiyuan", "请假"))?.Code);
        await app.DisableAsync("wenjingzhi");
        Assert.Null(await app.TransferAsync("admin", task, "tansiyuan", "原办理人已离职"));
        Assert.Equal("tansiyuan", (await app.NowAsync(task)).Assignee);
    }

    [Theory, Databases]
    public async Task A_task_given_by_name_stays_in_the_unit_and_a_manager_may_give_it_to_anybody(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var first = await app.StartAsync();
        await app.CompleteAsync(first.CaseId, "A", "dingruoshui", "pass");
        var task = await app.OpenTaskAsync(first.CaseId, "B2");
        Assert.Equal("task.receiver-other-group", (await app.TransferAsync("hezhiqiu", task, "wenjingzhi"))?.Code);
        Assert.Null(await app.TransferAsync("hezhiqiu", task, "zhouzhiwei"));
        Assert.Null(await app.TransferAsync("admin", await app.NowAsync(task), "wenjingzhi", "局里决定"));
        Assert.Equal("wenjingzhi", (await app.NowAsync(task)).Assignee);
    }

    [Theory, Databases]
    public async Task A_page_from_before_is_told_who_gave_it_to_whom(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        Assert.Null(await app.TransferAsync("dingruoshui", task, "guyongming"));
        var late = await app.DecideAsync("dingruoshui", task, "pass");
        Assert.Equal(
            (RefusalKind.Conflict, "task.stale", "不能办理“受理”（ZS-2026-0001）：它已由丁若水于 11-02 09:00 转办给顾永明。请刷新后查看。"),
            (late?.Kind, late?.Code, late?.Message));
    }

    [Theory, Databases]
    public async Task Of_two_transfers_at_once_one_is_done(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        var refusals = await Task.WhenAll(new[] { "guyongming", "xuweiran" }.Select(to => Task.Run(() =>
            app.TransferAsync("dingruoshui", task, to))));
        Assert.Equal("task.stale", Assert.Single(refusals, r => r is not null)!.Code);
        Assert.Single(await app.MailedAsync("task-transferred"));
    }

    /// <summary>核准, claimed by 顾永明, after 丁若水 has done 受理.</summary>
    internal static async Task<WorkTask> AtApprovalAsync(ProductApp app)
    {
        var first = await app.StartAsync();
        await app.CompleteAsync(first.CaseId, "A", "dingruoshui", "pass");
        await app.CompleteAsync(first.CaseId, "B1", "shenzhiyuan", "pass");
        await app.CompleteAsync(first.CaseId, "B2", "hezhiqiu", "pass");
        await app.CompleteAsync(first.CaseId, "B3", "wenjingzhi", "pass");
        return await app.ClaimAsync(first.CaseId, "C", "guyongming");
    }

    private static async Task<string> WordsAsync(ProductApp app, long caseId, CaseEvent e)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var file = await scope.ServiceProvider.GetRequiredService<CaseFiles>()
            .FindAsync(await app.PersonAsync("admin"), caseId, default);
        return EventText.What(file!.Definition, e);
    }
}
