using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

public sealed class TaskUrgingTests
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    [Theory, Databases]
    public async Task Whom_the_task_waits_for_gets_a_mail_and_a_mark(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        Assert.Null(await app.UrgeAsync("luoyichen", review.Id, "周三上会"));
        Assert.Equal(["fangqiheng", "peimingyuan"], await app.MailedAsync("task-urged"));
        Assert.Equal(["TaskUrged"], await app.KindsAsync(review.CaseId, "TaskUrged"));
        var rows = await app.ActAsync<InboxQuery, IReadOnlyList<InboxRow>>("fangqiheng", async (q, p) =>
            (await q.PageAsync(p, new(InboxView.Unclaimed), null, null, default)).Rows);
        Assert.Equal(ProductApp.Start, Assert.Single(rows).UrgedAt);

        // The form that somebody has open stays valid.
        Assert.Null(await app.DecideAsync("peimingyuan", review, "pass", form: """{ "seats": 45 }"""));
    }

    [Theory, Databases]
    public async Task At_most_once_in_four_working_hours_a_task_and_person(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        app.Clock.Advance(TimeSpan.FromHours(7));
        var review = await app.ReviewOfLuoAsync();

        // Monday 16:00: an hour and a half is left of the day, and the rest is in Tuesday's morning.
        Assert.Null(await app.UrgeAsync("luoyichen", review.Id));
        (await app.UrgeAsync("luoyichen", review.Id)).Is(
            RefusalKind.Conflict, "task.urge-too-soon",
            "不能催办“审核”：您 2026-11-02 16:00 刚催办过，4 个工作小时内只能催办一次。请在 2026-11-03 11:00 之后再催办。");
        Assert.Null(await app.UrgeAsync("wenjingzhi", review.Id));
        app.Clock.Advance(TimeSpan.FromHours(18));
        Assert.Equal("task.urge-too-soon", (await app.UrgeAsync("luoyichen", review.Id))?.Code);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await app.UrgeAsync("luoyichen", review.Id));
        await using var db = app.Open();
        Assert.Equal(6, await db.OutboxMails.CountAsync(m => m.Template == "task-urged"));
    }

    [Theory, Databases]
    public async Task Of_two_urgings_at_once_one_is_too_soon(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        var refusals = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => Task.Run(() => app.UrgeAsync("luoyichen", review.Id))));
        Assert.Single(refusals, r => r is null);
        Assert.All(refusals.Where(r => r is not null), r => Assert.Equal("task.urge-too-soon", r!.Code));
        Assert.Equal(["TaskUrged"], await app.KindsAsync(review.CaseId, "TaskUrged"));
    }

    [Theory]
    [InlineData("2026-11-02 09:00", "2026-11-02 14:00")]
    [InlineData("2026-11-06 16:30", "2026-11-09 11:30")]
    [InlineData("2026-11-07 10:00", "2026-11-09 13:30")]
    [InlineData("2026-09-30 17:00", "2026-10-08 12:00")]
    public void Four_working_hours_end_at(string from, string to) =>
        Assert.Equal(At(to), TaskUrging.NextAfter(At(from), OfficeTime.Default));

    [Theory, Databases]
    public async Task Refusals_say_what_stops_the_urging(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var (review, mend) = await app.MendOfLuoAsync();
        var number = (await app.CaseAsync(review.CaseId)).Number;
        (await app.UrgeAsync("hezhiqiu", mend.Id))
            .Is(RefusalKind.NotFound, "task.unknown", Acting.NoTask("催办", mend.Id));
        (await app.UrgeAsync("peimingyuan", mend.Id)).Is(
            RefusalKind.Forbidden, "task.urge-not-yours", "不能催办“补正”：只有发起人和督办人员可以催办。请联系发起人。");
        (await app.UrgeAsync("luoyichen", review.Id)).Is(
            RefusalKind.Conflict, "task.stale", "不能催办“审核”：它已办结或已失效。请刷新页面。");
        (await app.UrgeAsync("luoyichen", mend.Id, new('长', 201))).Is(
            RefusalKind.Invalid, "case.note-too-long", $"不能催办 {number}：附言超过 200 字。请缩短后再提交。");
        Assert.Null(await app.SuspendAsync("admin", review.CaseId));
        (await app.UrgeAsync("luoyichen", mend.Id)).Is(
            RefusalKind.Conflict, "case.suspended",
            $"不能催办 {number}：事项自 2026-11-02 09:00 起挂起。请等管理员激活后再试。");
        // Who starts a case gets no seat in it: the overseer has one.
        var own = await app.SeatsOfLuoAsync("wenjingzhi", "fangqiheng");
        (await app.UrgeAsync("wenjingzhi", own[0].Id)).Is(
            RefusalKind.Conflict, "task.urge-own", "不能催办“会签”：它正由您自己办理。请直接办理。");
        var nobody = await app.SeatsOfLuoAsync("nobody");
        (await app.UrgeAsync("luoyichen", nobody[0].Id)).Is(
            RefusalKind.Conflict, "task.urge-nobody", "不能催办“会签”：它还没有人可以办理，在待指派。请联系管理员指派。");
        Assert.Empty(await app.MailedAsync("task-urged"));
    }

    private static DateTimeOffset At(string text) =>
        new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), Beijing);
}
