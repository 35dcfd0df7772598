using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Departures;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using BalancedEdu.Web.Tests.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.Departures;

public sealed class DepartureTests
{
    [Theory, Databases]
    public async Task All_open_tasks_of_who_leaves_go_to_the_successor_with_a_record_each(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var tasks = new List<WorkTask>();
        for (var i = 0; i < 3; i++)
            tasks.Add((await app.SeatsOfLuoAsync("peimingyuan"))[0]);
        var answer = await HandOverAsync(app, "admin", new("裴明远", "方启恒", true, "调离"));
        Assert.Equal((3, 0), (answer.Value?.Done, answer.Value?.Left.Count));
        await using var db = app.Open();
        foreach (var task in tasks)
        {
            Assert.Equal("fangqiheng", (await db.Tasks.SingleAsync(t => t.Id == task.Id)).Assignee);
            Assert.Equal(["TaskHandedOver"], await app.KindsAsync(task.CaseId, "TaskHandedOver"));
        }
        Assert.True(await db.Users.AnyAsync(u => u.UserName == "peimingyuan" && u.Disabled));
        Assert.Equal(3, (await app.MailedAsync("task-assigned")).Count(n => n == "fangqiheng"));

        // Asked again there is nothing left to do.
        Assert.Equal(0, (await HandOverAsync(app, "admin", new("peimingyuan", "方启恒", true, "调离"))).Value?.Done);
        Assert.Null(await app.DecideAsync("fangqiheng", await app.OpenTaskAsync(tasks[0].CaseId, "SIGN"), "agree"));
    }

    [Theory, Databases]
    public async Task What_the_successor_may_not_do_stays_and_goes_to_waiting_for_assignment(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("seats", TrialProcess.Members(["peimingyuan"]), by: "fangqiheng");
        var answer = await HandOverAsync(app, "admin", new("peimingyuan", "fangqiheng", true, "调离"));
        Assert.Equal(0, answer.Value?.Done);
        var left = Assert.Single(answer.Value!.Left);
        left.Refusal.Is(
            RefusalKind.Invalid, "incident.person-excluded", "不能指派给方启恒：事项由其本人发起，本人不能办理。请另选一人。");
        await app.SweepAsync();
        var task = await app.OpenTaskAsync(started.CaseId, "SIGN");
        Assert.Equal((null, true), (task.Assignee, task.Unassignable));
    }

    [Theory, Databases]
    public async Task What_could_not_be_mended_when_the_staff_changed_is_looked_for_again(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("seats", TrialProcess.Members(["peimingyuan"]), by: "fangqiheng");
        await using var db = app.Open();
        var state = (await db.Cases.AsNoTracking().SingleAsync()).State;
        await db.Cases.ExecuteUpdateAsync(c => c.SetProperty(x => x.State, "{"u8.ToArray()));
        await app.DisableAsync("peimingyuan");
        await app.SweepAsync();
        Assert.Equal("peimingyuan", (await app.OpenTaskAsync(started.CaseId, "SIGN")).Assignee);
        await db.Cases.ExecuteUpdateAsync(c => c.SetProperty(x => x.State, state));
        await app.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.True((await app.OpenTaskAsync(started.CaseId, "SIGN")).Unassignable);
    }

    [Theory, Databases]
    public async Task Refusals_say_what_stops_the_hand_over(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        (string User, HandOver Ask, RefusalKind Kind, string Code, string Message)[] table =
        [
            ("peimingyuan", new("沈知远", "方启恒", true, "调离"), RefusalKind.Forbidden, "departure.not-administrator",
                "不能移交：只有系统管理员可以移交他人的事项。请联系管理员。"),
            ("admin", new("张三", "方启恒", true, "调离"), RefusalKind.Invalid, "departure.person-unknown",
                "不能移交：没有账号叫“张三”。请填写离岗人的姓名或用户名。"),
            ("admin", new("裴明远", "李四", true, "调离"), RefusalKind.Invalid, "people.unknown",
                "不能移交：没有可用的账号叫“李四”。请核对姓名，或改填登录用的用户名。"),
            ("admin", new("裴明远", "裴明远", true, "调离"), RefusalKind.Invalid, "departure.to-self",
                "不能移交：接手人应当正好是另外一人。请填写姓名或用户名。"),
            ("admin", new("裴明远", "", true, "调离"), RefusalKind.Invalid, "departure.to-self",
                "不能移交：接手人应当正好是另外一人。请填写姓名或用户名。"),
            ("admin", new("admin", "方启恒", true, "调离"), RefusalKind.Invalid, "departure.own-account",
                "不能移交：不能停用您自己的账号。请由其他管理员操作，或不勾选停用。"),
            ("admin", new("裴明远", "方启恒", true, " "), RefusalKind.Invalid, "departure.reason-missing",
                "不能移交：没有填写理由，或超过 500 字。理由会写入每件事项的记录，请填写后再提交。"),
        ];
        foreach (var row in table)
            (await HandOverAsync(app, row.User, row.Ask)).Refusal.Is(row.Kind, row.Code, row.Message);
        await using var db = app.Open();
        Assert.False(await db.Users.AnyAsync(u => u.Disabled));
    }

    [Theory, Databases]
    public async Task T17_All_candidates_disabled_waits_for_assignment_and_administrators_get_a_message(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var before = await app.ReviewOfLuoAsync();
        await app.SweepAsync();
        await DisableAsync(app, "peimingyuan");
        await app.SweepAsync();

        // One is left: nobody needs to claim any more.
        Assert.False((await app.OpenTaskAsync(before.CaseId, "REVIEW")).Unassignable);
        await DisableAsync(app, "fangqiheng");
        await app.SweepAsync();
        var stranded = await app.OpenTaskAsync(before.CaseId, "REVIEW");
        Assert.Equal((null, true), (stranded.Assignee, stranded.Unassignable));
        Assert.Equal(["admin"], await app.MailedAsync("task-unassignable", before.CaseId));
        Assert.Equal(["TaskStranded"], await app.KindsAsync(before.CaseId, "TaskStranded"));

        // And what opens afterwards waits there from the start.
        var after = await app.ReviewOfLuoAsync();
        Assert.True((await app.OpenTaskAsync(after.CaseId, "REVIEW")).Unassignable);
        Assert.Equal(["admin"], await app.MailedAsync("task-unassignable", after.CaseId));
        await using var db = app.Open();
        Assert.Equal(2, await db.Incidents.CountAsync(
            i => i.Code == IncidentCodes.Unassignable && i.ResolvedAt == null));
        var rows = await app.ActAsync<InboxQuery, IReadOnlyList<InboxRow>>("admin", async (q, p) =>
            (await q.PageAsync(p, new(InboxView.Unassigned), null, null, default)).Rows);
        Assert.Equal(2, rows.Count);
        Assert.Equal(2, (await app.ActAsync<InboxQuery, InboxCounts>("admin", (q, p) => q.CountAsync(p, default)))
            .Unassigned);

        // Swept again, on any node, nothing more happens.
        await using var other = app.StartNode();
        await other.SweepAsync();
        Assert.Equal(["TaskStranded"], await app.KindsAsync(before.CaseId, "TaskStranded"));
    }

    [Theory, Databases]
    public async Task A_claimed_task_of_a_disabled_account_goes_back_to_the_other_candidate(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var review = await app.ReviewOfLuoAsync();
        Assert.Null(await app.ActAsync<TaskActions, ActionRefusal?>(
            "peimingyuan", (v, p) => v.ClaimAsync(review.Id, review.Revision, p, default)));
        await DisableAsync(app, "peimingyuan");
        await app.SweepAsync();
        var task = await app.OpenTaskAsync(review.CaseId, "REVIEW");
        Assert.Equal(("fangqiheng", false), (task.Assignee, task.Unassignable));
        Assert.Equal(["TaskOfferedAgain"], await app.KindsAsync(review.CaseId, "TaskOfferedAgain"));
        Assert.Null(await app.DecideAsync("fangqiheng", task, "pass", form: """{ "seats": 45 }"""));
    }

    private static async Task DisableAsync(ProductApp app, string user)
    {
        await using var db = app.Open();
        await db.Users.Where(u => u.UserName == user).ExecuteUpdateAsync(u => u.SetProperty(x => x.Disabled, true));
    }

    private static Task<Answer<HandOverOutcome>> HandOverAsync(ProductApp app, string user, HandOver input) =>
        app.ActAsync<Departure, Answer<HandOverOutcome>>(user, (v, p) => v.HandOverAsync(input, p, default));
}
