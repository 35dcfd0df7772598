using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

public sealed class CaseWithdrawalTests
{
    private static readonly string[] Kinds =
        ["WithdrawalRequested", "WithdrawalAgreed", "WithdrawalRefused", "CaseWithdrawn", "InstanceCancelled"];

    [Theory, Databases]
    public async Task Before_the_first_decision_the_initiator_withdraws_freely(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        var answer = await app.WithdrawAsync("luoyichen", review.CaseId);
        Assert.True(answer.Value?.Withdrawn, answer.Refusal?.Message);
        Assert.Equal(CaseStatus.Cancelled, (await app.CaseAsync(review.CaseId)).Status);
        Assert.Equal(["InstanceCancelled", "CaseWithdrawn"], await app.KindsAsync(review.CaseId, Kinds));
        Assert.Equal(["fangqiheng", "peimingyuan"], await app.MailedAsync("case-withdrawn"));
        (await app.DecideAsync("peimingyuan", review, "pass", form: """{ "seats": 45 }""")).Is(
            RefusalKind.Conflict, "task.stale",
            "不能办理“审核”（SB-2026-0001）：它已于 11-02 09:00 随事项进展撤销，不再需要办理。请打开事项查看进展。");
    }

    [Theory, Databases]
    public async Task After_it_who_handles_the_case_is_asked_and_agrees(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var (review, mend) = await app.MendOfLuoAsync();
        var answer = await app.WithdrawAsync("luoyichen", review.CaseId);
        Assert.False(answer.Value?.Withdrawn);
        Assert.Equal(CaseStatus.Running, (await app.CaseAsync(review.CaseId)).Status);
        Assert.Equal([mend.Assignee!], await app.MailedAsync("withdrawal-requested"));
        var request = await RequestAsync(app, review.CaseId);
        Assert.Null(await app.AnswerAsync(mend.Assignee!, review.CaseId, request.Id, agrees: true));
        Assert.Equal(CaseStatus.Cancelled, (await app.CaseAsync(review.CaseId)).Status);
        Assert.Equal(WithdrawalStatus.Accepted, (await RequestAsync(app, review.CaseId)).Status);
        Assert.Equal(
            ["WithdrawalRequested", "InstanceCancelled", "WithdrawalAgreed", "CaseWithdrawn"],
            await app.KindsAsync(review.CaseId, Kinds));
        Assert.Equal(["luoyichen"], await app.MailedAsync("withdrawal-agreed"));
    }

    [Theory, Databases]
    public async Task One_handler_who_refuses_ends_the_request_and_another_can_be_made(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var (review, mend) = await app.MendOfLuoAsync();
        await app.WithdrawAsync("luoyichen", review.CaseId);
        var request = await RequestAsync(app, review.CaseId);
        Assert.Null(await app.AnswerAsync(mend.Assignee!, review.CaseId, request.Id, agrees: false, "已经上会"));
        Assert.Equal(CaseStatus.Running, (await app.CaseAsync(review.CaseId)).Status);
        Assert.Equal(["luoyichen"], await app.MailedAsync("withdrawal-refused"));
        Assert.False((await app.WithdrawAsync("luoyichen", review.CaseId)).Value?.Withdrawn);
        Assert.Equal(2, (await app.MailedAsync("withdrawal-requested")).Count);
    }

    [Theory, Databases]
    public async Task Of_several_handlers_all_must_agree(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var seats = await app.SeatsOfLuoAsync("peimingyuan", "fangqiheng", "shenzhiyuan");
        var id = seats[0].CaseId;
        Assert.Null(await app.DecideAsync("peimingyuan", seats[0], "agree"));
        Assert.False((await app.WithdrawAsync("luoyichen", id)).Value?.Withdrawn);
        var request = await RequestAsync(app, id);
        Assert.Null(await app.AnswerAsync("fangqiheng", id, request.Id, agrees: true));
        Assert.Equal(CaseStatus.Running, (await app.CaseAsync(id)).Status);
        Assert.Null(await app.AnswerAsync("shenzhiyuan", id, request.Id, agrees: true));
        Assert.Equal(CaseStatus.Cancelled, (await app.CaseAsync(id)).Status);
    }

    [Theory, Databases]
    public async Task After_a_decision_nothing_is_withdrawn_while_the_case_waits_for_nobody(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        await app.CompleteAsync(review.CaseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");
        await RefusedAsync(); // it waits for a job
        await app.SweepAsync();
        await RefusedAsync(); // it waits for a timer
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.False((await app.WithdrawAsync("luoyichen", review.CaseId)).Value?.Withdrawn);

        async Task RefusedAsync()
        {
            var now = await app.CaseAsync(review.CaseId);
            (await app.WithdrawAsync("luoyichen", now.Id)).Refusal.Is(
                RefusalKind.Conflict, "case.withdrawal-nobody",
                $"不能撤回 {now.Number}：已有人办理过，现在又没有承办人可以答复。请稍后再试，或联系系统管理员。");
            Assert.Equal(CaseStatus.Running, (await app.CaseAsync(now.Id)).Status);
        }
    }

    [Theory, Databases]
    public async Task Before_a_decision_a_case_that_waits_for_nobody_is_withdrawn_freely(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, "Runtime/Messages/Workflows");
        var started = await app.StartCaseAsync("waiter", TrialProcess.Variables, by: "luoyichen");
        Assert.True((await app.WithdrawAsync("luoyichen", started.CaseId)).Value?.Withdrawn);
    }

    [Theory, Databases]
    public async Task After_a_decision_who_alone_has_the_case_again_withdraws_it_without_asking(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await Hands.StartAsync(app);
        Assert.Null(await app.DecideAsync("dingruoshui", task, "pass"));
        var b2 = await Hands.ClaimAsync(app, task.CaseId, "B2", "hezhiqiu");
        Assert.Null(await app.ReturnAsync("hezhiqiu", b2, "START"));
        Assert.Equal(Hands.Initiator, (await app.OpenTaskAsync(task.CaseId, "START")).Assignee);
        Assert.True((await app.WithdrawAsync(Hands.Initiator, task.CaseId)).Value?.Withdrawn);
    }

    [Theory, Databases]
    public async Task Refusals_say_what_stops_the_withdrawal(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var (review, mend) = await app.MendOfLuoAsync();
        var id = review.CaseId;
        var number = (await app.CaseAsync(id)).Number;
        (await app.WithdrawAsync("hezhiqiu", id)).Refusal
            .Is(RefusalKind.NotFound, "case.unknown", Acting.NoCase("撤回", id));
        (await app.WithdrawAsync("peimingyuan", id)).Refusal.Is(
            RefusalKind.Forbidden, "case.not-initiator", $"不能撤回 {number}：只有发起人本人可以撤回。如确需终止，请联系系统管理员。");
        foreach (var reason in new[] { null, "  ", new string('长', 501) })
            (await app.WithdrawAsync("luoyichen", id, reason)).Refusal.Is(
                RefusalKind.Invalid, "case.reason-missing",
                $"不能撤回 {number}：没有填写理由，或超过 500 字。理由会写入事项的记录，请填写后再提交。");
        Assert.False((await app.WithdrawAsync("luoyichen", id)).Value?.Withdrawn);
        (await app.WithdrawAsync("luoyichen", id)).Refusal.Is(
            RefusalKind.Conflict, "case.withdrawal-open",
            $"不能撤回 {number}：您 2026-11-02 09:00 的撤回申请还在等承办人答复。请等待答复，或联系承办人。");
        var request = await RequestAsync(app, id);
        (await app.AnswerAsync("peimingyuan", id, request.Id, true)).Is(
            RefusalKind.Forbidden, "case.withdrawal-not-handler",
            $"不能答复 {number} 的撤回申请：只有现在的承办人可以答复，发起人本人不能。请等他们答复。");
        (await app.AnswerAsync(mend.Assignee!, id, request.Id + 1, true))
            .Is(RefusalKind.NotFound, "case.unknown", Acting.NoCase("答复撤回申请", id));
        (await app.AnswerAsync(mend.Assignee!, id, request.Id, false, " ")).Is(
            RefusalKind.Invalid, "case.reason-missing",
            $"不能拒绝撤回 {number}：没有填写理由，或超过 500 字。理由会写入事项的记录，请填写后再提交。");
        Assert.Null(await app.AnswerAsync(mend.Assignee!, id, request.Id, true));
        (await app.AnswerAsync(mend.Assignee!, id, request.Id, true)).Is(
            RefusalKind.Conflict, "case.withdrawal-answered",
            $"不能答复 {number} 的撤回申请：它已于 2026-11-02 09:00 答复完毕。请刷新页面。");
        (await app.WithdrawAsync("luoyichen", id)).Refusal.Is(
            RefusalKind.Conflict, "case.ended", $"不能撤回 {number}：事项已终止，不再办理。");
    }

    private static async Task<WithdrawalRequest> RequestAsync(ProductApp app, long caseId)
    {
        await using var db = app.Open();
        return await db.WithdrawalRequests.AsNoTracking().Where(w => w.CaseId == caseId).OrderBy(w => w.Id).LastAsync();
    }
}
