using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

public sealed class TaskTakingBackTests
{
    private const string Form = """{ "seats": 45 }""";

    [Theory, Databases]
    public async Task What_nobody_has_opened_goes_back_to_whoever_decided_and_to_nobody_else(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var (review, mend) = await app.MendOfLuoAsync();
        Assert.Null(await app.TakeBackAsync("peimingyuan", review.Id));

        var again = await app.OpenTaskAsync(review.CaseId, "REVIEW");
        Assert.Equal(("peimingyuan", false, false), (again.Assignee, again.Returned, again.Unassignable));
        await using var db = app.Open();
        Assert.Equal(WorkTaskStatus.Cancelled, (await db.Tasks.SingleAsync(t => t.Id == mend.Id)).Status);
        Assert.Equal(["TaskReturned"], await app.KindsAsync(review.CaseId, "TaskReturned"));
        Assert.Equal([mend.Assignee!], await app.MailedAsync("task-taken-back"));
        Assert.Empty(await db.OutboxMails.Where(m => m.TaskId == again.Id).ToListAsync());

        // The case clock, which the 补正 had stopped, goes on; the case does too.
        Assert.False((await db.Clocks.SingleAsync(c => c.CaseId == review.CaseId && c.TaskId == null)).Paused);
        Assert.Null(await app.DecideAsync("peimingyuan", again, "pass", form: Form));
    }

    [Theory, Databases]
    public async Task Refusals_say_what_stops_the_taking_back(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var (review, mend) = await app.MendOfLuoAsync();
        var principal = (await app.PersonAsync(mend.Assignee!)).DisplayName;
        (await app.TakeBackAsync("hezhiqiu", review.Id))
            .Is(RefusalKind.NotFound, "task.unknown", Acting.NoTask("取回", review.Id));
        (await app.TakeBackAsync("luoyichen", review.Id)).Is(
            RefusalKind.Forbidden, "task.not-last-handler", "不能取回“审核”：它不是由您办结的。只有办结它的人可以取回。");
        (await app.TakeBackAsync(mend.Assignee!, mend.Id)).Is(
            RefusalKind.Forbidden, "task.not-last-handler", "不能取回“补正”：它不是由您办结的。只有办结它的人可以取回。");
        Assert.Null(await app.SuspendAsync("admin", review.CaseId));
        var number = (await app.CaseAsync(review.CaseId)).Number;
        (await app.TakeBackAsync("peimingyuan", review.Id)).Is(
            RefusalKind.Conflict, "case.suspended",
            $"不能取回 {number}：事项自 2026-11-02 09:00 起挂起。请等管理员激活后再试。");
        Assert.Null(await app.ResumeAsync("admin", review.CaseId));

        await app.ActAsync<TaskOpening, int>(mend.Assignee!, async (v, _) =>
        {
            await v.MarkAsync(mend, default);
            return 0;
        });
        (await app.TakeBackAsync("peimingyuan", review.Id)).Is(
            RefusalKind.Conflict, "task.next-opened", $"不能取回“审核”：下一环节“补正”已被{principal}打开。如需更正，请联系对方退回。");
        Assert.Null(await app.DecideAsync(mend.Assignee!, mend, "done"));
        (await app.TakeBackAsync("peimingyuan", review.Id)).Is(
            RefusalKind.Conflict, "task.next-decided",
            $"不能取回“审核”：下一环节“补正”已由{principal}于 2026-11-02 09:00 办理。如需更正，请联系对方退回。");
        (await app.TakeBackAsync(mend.Assignee!, mend.Id)).Is(
            RefusalKind.Conflict, "task.nothing-to-take-back",
            "不能取回“补正”：您办理后没有直接转给下一个人（还在等其他席位，或系统已经处理）。如需更正，请联系现在的承办人。");
        Assert.Null(await app.TerminateAsync("admin", review.CaseId));
        (await app.TakeBackAsync("peimingyuan", review.Id)).Is(
            RefusalKind.Conflict, "case.ended", $"不能取回 {number}：事项已终止，不再办理。");
    }

    [Theory, Databases]
    public async Task A_seat_of_a_countersign_is_not_taken_back(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var seats = await app.SeatsOfLuoAsync("peimingyuan", "fangqiheng");
        Assert.Null(await app.DecideAsync("peimingyuan", seats[0], "agree"));
        (await app.TakeBackAsync("peimingyuan", seats[0].Id)).Is(
            RefusalKind.Conflict, "task.take-back-impossible",
            "不能取回“会签”：它是会签的一席或在流程的分支里，取回会影响别的席位。如需更正，请联系承办人退回。");
    }

    [Theory, Databases]
    public async Task Opening_and_taking_back_at_once_one_of_them_wins(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        for (var round = 0; round < 8; round++)
        {
            var (review, mend) = await app.MendOfLuoAsync();
            var opening = Task.Run(() => app.ActAsync<TaskOpening, int>(mend.Assignee!, async (v, _) =>
            {
                await v.MarkAsync(mend, default);
                return 0;
            }));
            var refusal = await Task.Run(() => app.TakeBackAsync("peimingyuan", review.Id));
            await opening;
            await using var db = app.Open();
            var after = await db.Tasks.AsNoTracking().SingleAsync(t => t.Id == mend.Id);
            Assert.Equal(
                refusal is null ? (WorkTaskStatus.Cancelled, true) : (WorkTaskStatus.Open, false),
                (after.Status, after.OpenedAt is null));
            Assert.True(refusal is null or { Code: "task.next-opened" }, refusal?.Code);
        }
    }
}
