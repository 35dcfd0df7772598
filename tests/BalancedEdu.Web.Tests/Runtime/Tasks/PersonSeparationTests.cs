using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Delegations;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Tasks;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Tasks;

/// <summary>The separation of duties holds for a natural person when work is handed on, by whichever account.</summary>
public sealed class PersonSeparationTests
{
    [Theory, Databases]
    public async Task Another_account_of_the_applicant_gets_the_task_by_no_hand(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        await OnePersonAsync(app, Hands.Initiator, "xuweiran");
        var task = await Hands.StartAsync(app);
        ActionRefusal?[] refusals =
        [
            await Hands.DelegateAsync(app, "dingruoshui", task, "xuweiran"),
            await app.TransferAsync("dingruoshui", task, "xuweiran"),
            await app.TransferAsync("admin", task, "xuweiran", "人手不足"),
            await app.SignAsync("dingruoshui", task, SignerPlace.Before, "xuweiran"),
        ];
        Assert.All(refusals, r => Assert.Equal("task.receiver-applicant", r?.Code));
        var found = await app.ActAsync<TaskDelegations, Answer<Colleague[]>>(
            "dingruoshui", (v, p) => v.SearchAsync(task.Id, task.Revision, "xuweiran", p, default));
        Assert.Equal("发起人，不能办理", Assert.Single(found.Value!).WhyNot);
    }

    [Theory, Databases]
    public async Task Another_account_of_who_gives_it_away_is_no_receiver(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        await OnePersonAsync(app, "dingruoshui", "guyongming");
        var task = await Hands.StartAsync(app);
        Assert.Equal(
            "task.receiver-same-person", (await Hands.DelegateAsync(app, "dingruoshui", task, "guyongming"))?.Code);
        Assert.Equal(
            "task.receiver-same-person",
            (await app.SignAsync("dingruoshui", task, SignerPlace.After, "guyongming"))?.Code);
    }

    [Theory, Databases]
    public async Task A_delegate_who_turns_out_to_be_the_applicant_does_not_answer(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await Hands.StartAsync(app);
        Assert.Null(await Hands.DelegateAsync(app, "dingruoshui", task, "hezhiqiu"));
        await OnePersonAsync(app, Hands.Initiator, "hezhiqiu");
        var asked = await app.NowAsync(task);
        (await app.AnswerAsync("hezhiqiu", asked, "金额无误")).Is(
            RefusalKind.Forbidden, "task.self-approval",
            "不能答复“受理”的委派：事项由您本人发起。请告知丁若水收回委派，另请他人答复。");
        Assert.Null(await app.RecallAsync("dingruoshui", asked));
    }

    /// <summary>贺知秋 did 受理 in the place of 丁若水: both have worked on it, by all their accounts.</summary>
    [Theory, Databases]
    public async Task Who_acted_for_another_and_whom_they_acted_for_get_no_separated_step(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        await app.DelegateAsync("dingruoshui", "贺知秋", 2, 6);
        var task = await Hands.StartAsync(app);
        await app.CompleteAsync(task.CaseId, "A", "hezhiqiu", "pass");
        await app.CompleteAsync(task.CaseId, "B1", "shenzhiyuan", "pass");
        await app.CompleteAsync(task.CaseId, "B2", "hezhiqiu", "pass");
        await app.CompleteAsync(task.CaseId, "B3", "wenjingzhi", "pass");
        var approval = await Hands.ClaimAsync(app, task.CaseId, "C", "guyongming");
        await using (var db = app.Open())
            await db.TaskExclusions.Where(x => x.TaskId == approval.Id).ExecuteDeleteAsync();
        await OnePersonAsync(app, "hezhiqiu", "xuweiran");
        foreach (var name in (string[])["hezhiqiu", "xuweiran", "dingruoshui"])
            (await Hands.DelegateAsync(app, "guyongming", approval, name)).Is(
                RefusalKind.Invalid, "task.receiver-separated",
                $"不能委派给{(await app.PersonAsync(name)).DisplayName}：按职责分离，办理过“受理”的人不能办理这个环节。请另选一人。");
        Assert.Null(await Hands.DelegateAsync(app, "guyongming", approval, "zhouzhiwei"));
        await OnePersonAsync(app, "dingruoshui", "zhouzhiwei");
        (await app.AnswerAsync("zhouzhiwei", await app.NowAsync(approval), "金额无误")).Is(
            RefusalKind.Forbidden, "task.separation",
            "不能答复“核准”的委派：按职责分离，办理过“受理”的人不能参与这个环节。请告知顾永明收回委派，另请他人答复。");
    }

    [Theory, Databases]
    public async Task Nobody_delegates_to_another_account_of_their_own(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await OnePersonAsync(app, "peimingyuan", "hezhiqiu");
        var answer = await app.ActAsync<DelegationRules, Answer<Delegation>>("peimingyuan", (v, p) => v.MakeAsync(
            new(null, "贺知秋", new(2026, 11, 2), new(2026, 11, 6), [], null), p, default));
        answer.Refusal.Is(RefusalKind.Invalid, "delegation.to-self", "不能委托：受托人就是委托人本人。请另选一人。");
    }

    [Theory, Databases]
    public async Task Another_account_of_the_applicant_stands_in_for_nobody(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.DelegateAsync("peimingyuan", "贺知秋", 2, 6);
        await OnePersonAsync(app, "luoyichen", "hezhiqiu");
        var seats = await app.SeatsOfLuoAsync("peimingyuan", "fangqiheng");
        Assert.Equal(["fangqiheng", "peimingyuan"], await Acting.MailedAsync(app, "task-assigned"));
        Assert.Empty(await app.ActAsync<InboxQuery, IReadOnlyList<InboxRow>>("hezhiqiu", async (q, p) =>
            (await q.PageAsync(p, new(InboxView.Delegated), null, null, default)).Rows));
        Assert.NotNull(await app.DecideAsync("hezhiqiu", seats[0], "agree"));
    }

    private static async Task OnePersonAsync(ProductApp app, string one, string other)
    {
        await using var db = app.Open();
        await db.Users.Where(u => u.UserName == one || u.UserName == other)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.PersonId, $"P-{one}"));
    }
}
