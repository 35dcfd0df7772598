using System.Net;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Features;
using Microsoft.EntityFrameworkCore;
using static BalancedEdu.Web.Tests.Runtime.Clocks.Beijing;

namespace BalancedEdu.Web.Tests.Runtime.Clocks.DaysOff;

/// <summary>A day off holds when somebody else has approved it (domain.md §6.2). Today is 2026-11-02.</summary>
public sealed class DayOffApprovalTests
{
    private const string Bureau = "edu-bureau";
    private const string Address = "/Administration/DaysOff";

    [Theory, Databases]
    public async Task What_is_added_moves_nothing_until_it_is_approved(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var started = await app.StartAsync();
        var row = (await app.AddDayOffAsync(Bureau, "2026-11-05", approvedBy: null)).Value!;
        await app.SweepAsync();
        Assert.Equal(Time("2026-11-09 17:30"), (await app.TaskClockAsync(started.CaseId, "RECEIVE")).DueAt);
        await using var db = app.Open();
        Assert.Equal(
            [(DayOffVerbs.Leader, "单位休息日待批准：市教育局 2026-11-05（周四），校庆", Address)],
            (await db.Notifications.Where(n => n.Link == Address).ToListAsync())
                .Select(n => (n.UserName, n.Text, n.Link!)));

        Assert.Null(await app.ApproveDayOffAsync(row.Id, DayOffVerbs.Leader));
        await app.SweepAsync();

        Assert.Equal(Time("2026-11-10 17:30"), (await app.TaskClockAsync(started.CaseId, "RECEIVE")).DueAt);
        var now = await db.OrganisationDaysOff.SingleAsync();
        Assert.Equal(("admin", DayOffVerbs.Leader), (now.AddedBy, now.ApprovedBy));
    }

    [Theory]
    [Databases("own", "admin", "day-off.own", "不能批准 2026-11-05（周四） 的休息日：它由您本人添加。请另一位管理员或教育局领导批准。")]
    [Databases("other", "peimingyuan", "day-off.not-yours", "没有这个页面，或者您无权维护单位休息日。")]
    [Databases("none", DayOffVerbs.Leader, "day-off.unknown", "没有这个单位休息日。")]
    [Databases(
        "approved", DayOffVerbs.Leader, "day-off.approved",
        "不能批准 2026-11-05（周四） 的休息日：它已由江予安于 2026-11-02 09:00 批准。请刷新后查看。")]
    [Databases(
        "removed", DayOffVerbs.Leader, "day-off.removed",
        "不能批准 2026-11-05（周四） 的休息日：它已由管理员于 2026-11-02 09:00 移除。请刷新后查看。")]
    [Databases(
        "past", DayOffVerbs.Leader, "day-off.past-unapproved",
        "不能批准 2026-11-05（周四） 的休息日：这一天已经过去，当天按工作日计算。请移除它。")]
    public async Task An_approval_is_refused(
        DatabaseProvider provider, string situation, string by, string code, string message)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var row = (await app.AddDayOffAsync(Bureau, "2026-11-05", approvedBy: null)).Value!;
        if (situation == "approved")
            Assert.Null(await app.ApproveDayOffAsync(row.Id, by));
        if (situation == "removed")
            Assert.Null(await app.RemoveDayOffAsync(row.Id));
        if (situation == "past")
            await app.UntilAsync("2026-11-06 12:00");
        var refusal = await app.ApproveDayOffAsync(situation == "none" ? 9999 : row.Id, by);
        Assert.Equal((code, message), (refusal?.Code, refusal?.Message));
        await using var db = app.Open();
        Assert.Equal(situation == "approved", await db.OrganisationDaysOff.AnyAsync(d => d.ApprovedAt != null));
    }

    [Theory, Databases]
    public async Task The_leader_of_education_approves_on_the_page_and_adds_nothing(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        var row = (await app.AddDayOffAsync(Bureau, "2026-11-05", approvedBy: null)).Value!;
        using var admin = await app.SignInAsync("admin");
        Assert.DoesNotContain("handler=Approve", await admin.GetStringAsync(Address), StringComparison.Ordinal);
        using var leader = await app.SignInAsync(DayOffVerbs.Leader);
        var page = await leader.GetStringAsync(Address);
        Assert.Contains("待批准", page, StringComparison.Ordinal);
        Assert.DoesNotContain("添加休息日", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/Administration/Calendar", page, StringComparison.Ordinal);

        var answer = await leader.SubmitAsync(Address, $"{Address}?id={row.Id}&handler=Approve");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("江予安", Browsing.Read(await admin.GetStringAsync(Address)), StringComparison.Ordinal);
    }
}
