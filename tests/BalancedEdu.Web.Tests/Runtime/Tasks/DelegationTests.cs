using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Tasks;

public sealed class DelegationTests
{
    [Theory, Databases]
    public async Task A_delegate_answers_and_the_owner_decides(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        Assert.Null(await app.DelegateAsync("dingruoshui", task, "hezhiqiu"));
        var asked = await app.NowAsync(task);
        Assert.Equal(("hezhiqiu", "dingruoshui"), (asked.Assignee, asked.Owner));
        Assert.Equal(["hezhiqiu"], await app.MailedAsync("task-delegated"));

        var decided = await app.DecideAsync("hezhiqiu", asked, "pass");
        Assert.Equal(
            (RefusalKind.Forbidden, "task.delegated", "不能办理“受理”：它由丁若水委派征求意见。请填写答复，由丁若水决定。"),
            (decided?.Kind, decided?.Code, decided?.Message));
        Assert.Null(await app.AnswerAsync("hezhiqiu", asked, "金额无误"));
        var back = await app.NowAsync(task);
        Assert.Equal(("dingruoshui", null, true), (back.Assignee, back.Owner, back.Claimed));
        Assert.Equal(["dingruoshui"], await app.MailedAsync("delegation-answered"));
        await using (var db = app.Open())
        {
            Assert.Single(await db.VisibleCases(await app.PersonAsync("hezhiqiu")).ToListAsync());
            Assert.Equal(
                ["TaskClaimed", "TaskDelegated", "DelegationAnswered"],
                await db.CaseEvents.Where(e => e.TaskId == task.Id).OrderBy(e => e.Sequence).Select(e => e.Kind)
                    .ToListAsync());
        }
        Assert.Null(await app.DecideAsync("dingruoshui", back, "pass"));
    }

    [Theory, Databases]
    public async Task The_owner_can_take_it_back_and_the_delegates_page_is_told(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        Assert.Null(await app.DelegateAsync("dingruoshui", task, "hezhiqiu"));
        var asked = await app.NowAsync(task);
        Assert.Null(await app.RecallAsync("dingruoshui", asked));
        Assert.Equal("dingruoshui", (await app.NowAsync(task)).Assignee);
        Assert.Equal(["hezhiqiu"], await app.MailedAsync("delegation-recalled"));
        var late = await app.AnswerAsync("hezhiqiu", asked, "金额无误");
        Assert.Equal(
            ("task.stale", "不能答复委派“受理”（ZS-2026-0001）：它已由丁若水于 11-02 09:00 收回委派。请刷新后查看。"),
            (late?.Code, late?.Message));
    }

    [Theory]
    [Databases("dingruoshui", Hands.Initiator, "task.receiver-applicant", "不能委派给潘云涛：事项由其本人发起，本人不能办理。请另选一人。")]
    [Databases("dingruoshui", "dingruoshui", "task.receiver-self", "不能委派给自己。请选择另一位同事。")]
    [Databases("dingruoshui", "nobody", "task.receiver-unavailable", "不能委派给“nobody”：没有这个账号，或账号已停用。请另选一人。")]
    [Databases(
        "guyongming", "hezhiqiu", "task.not-yours",
        "不能委派“受理”（ZS-2026-0001）：它由丁若水办理。应由您办理的，请其转办，或联系管理员改派。")]
    [Databases(
        "admin", "hezhiqiu", "task.not-yours",
        "不能委派“受理”（ZS-2026-0001）：它由丁若水办理。应由您办理的，请其转办，或联系管理员改派。")]
    [Databases(
        "hezhiqiu", "guyongming", "task.unknown",
        "不能委派：所指的任务（内部编号 #）不存在，或者您无权办理。请从待办重新打开；应由您办理的，请联系管理员核对岗位。")]
    public async Task A_delegation_that_may_not_be_says_why(
        DatabaseProvider provider, string by, string to, string code, string message)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        var refusal = await app.DelegateAsync(by, task, to);
        Assert.Equal((code, Hands.Told(message, task)), (refusal?.Code, refusal?.Message));
        Assert.Equal(task.Revision, (await app.NowAsync(task)).Revision);
    }

    [Theory, Databases]
    public async Task What_is_said_is_required_and_what_is_not_there_is_refused(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        (await app.DelegateAsync("dingruoshui", task, "hezhiqiu", " ")).Is(
            RefusalKind.Invalid, "task.text-missing", "没有委派：没有写明需要对方答复什么。请填写后再提交。");
        (await app.DelegateAsync("dingruoshui", task, "hezhiqiu", new string('长', 501))).Is(
            RefusalKind.Invalid, "task.text-too-long", "没有委派：最多写 500 个字，现在 501 个字。请精简后再提交。");
        (await app.AnswerAsync("dingruoshui", task, "好")).Is(
            RefusalKind.Conflict, "task.not-delegated", "不能答复或收回“受理”的委派：它没有委派给别人。请刷新后查看。");
        Assert.Null(await app.DelegateAsync("dingruoshui", task, "hezhiqiu"));
        var asked = await app.NowAsync(task);
        (await app.AnswerAsync("hezhiqiu", asked, "")).Is(
            RefusalKind.Invalid, "task.text-missing", "没有答复委派：没有填写答复意见。请填写后再提交。");
        Assert.Equal("没有收回：请写明原因后再提交。", (await app.RecallAsync("admin", asked))?.Message);
        (await app.TransferAsync("hezhiqiu", asked, "zhouzhiwei")).Is(
            RefusalKind.Forbidden, "task.delegated", "不能转办“受理”：它由丁若水委派征求意见。请填写答复，由丁若水决定。");
        Assert.Equal("task.delegated", (await app.DelegateAsync("hezhiqiu", asked, "zhouzhiwei"))?.Code);
        (await app.TransferAsync("admin", asked, "guyongming", "人手不足")).Is(
            RefusalKind.Conflict, "task.delegation-open", "不能转办“受理”：它正委派给贺知秋答复。请先收回委派。");
        Assert.Null(await app.RecallAsync("admin", asked, "人手不足"));
    }

    [Theory, Databases]
    public async Task Who_answered_as_a_delegate_has_worked_on_it_for_the_separation_of_duties(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        Assert.Null(await app.DelegateAsync("dingruoshui", task, "xuweiran"));
        Assert.Null(await app.AnswerAsync("xuweiran", await app.NowAsync(task), "金额无误"));
        await app.CompleteAsync(task.CaseId, "A", "dingruoshui", "pass");
        await app.CompleteAsync(task.CaseId, "B1", "shenzhiyuan", "pass");
        await app.CompleteAsync(task.CaseId, "B2", "hezhiqiu", "pass");
        await app.CompleteAsync(task.CaseId, "B3", "wenjingzhi", "pass");
        var approval = await app.ClaimAsync(task.CaseId, "C", "guyongming");
        Assert.Equal("task.receiver-separated", (await app.TransferAsync("guyongming", approval, "xuweiran"))?.Code);
        Assert.Null(await app.ActAsync<TaskActions>(
            "guyongming", (a, p) => a.ReleaseAsync(approval.Id, approval.Revision, p, default)));
        Assert.Equal(
            "task.separation", (await app.DecideAsync("xuweiran", await app.NowAsync(approval), "pass"))?.Code);
    }
}
