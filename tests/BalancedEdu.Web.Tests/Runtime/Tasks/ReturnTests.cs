using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Tasks;

public sealed class ReturnTests
{
    [Theory, Databases]
    public async Task T1_Return_out_of_one_of_three_branches_to_before_the_split_and_the_join_fires_once(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var id = await AtForkAsync(app);
        await app.CompleteAsync(id, "B1", "shenzhiyuan", "pass");
        var b2 = await app.OpenTaskAsync(id, "B2");
        var b3 = await app.ClaimAsync(id, "B3", "wenjingzhi");

        var target = (await app.PlanAsync("hezhiqiu", b2)).Targets.Single(t => t.ElementId == "A");
        Assert.Equal(["督导意见"], target.StepByStep.Withdrawn.Select(t => t.Name));
        Assert.Equal(["规划意见", "受理"], target.StepByStep.Voided.Select(t => t.Name).Order().Reverse());
        Assert.StartsWith("bpmn.return.direct-across-fork", target.Directly.Refusal?.Code, StringComparison.Ordinal);
        Assert.Null(await app.ReturnAsync("hezhiqiu", b2, "A"));

        var tasks = await app.TasksAsync(id);
        Assert.Equal(["A"], tasks.Where(t => t.Status == WorkTaskStatus.Open).Select(t => t.ElementId));
        Assert.Equal(
            [("A", WorkTaskStatus.Completed), ("B1", WorkTaskStatus.Completed), ("B2", WorkTaskStatus.Cancelled),
                ("B3", WorkTaskStatus.Cancelled)],
            tasks.Where(t => t.VoidReason == "returned").Select(t => (t.ElementId, t.Status)));
        Assert.Equal(["wenjingzhi"], await app.MailedAsync("task-withdrawn"));
        var late = await app.DecideAsync("wenjingzhi", b3, "pass");
        Assert.Equal(
            "不能办理“督导意见”（ZS-2026-0001）：它已于 11-02 09:00 因事项被退回而失效，不再需要办理。请打开事项查看退回到了哪里。", late?.Message);

        var again = await app.OpenTaskAsync(id, "A");
        Assert.Equal((true, "贺知秋 退回"), (again.Returned, again.PreviousStep));
        await FinishAsync(app, id);
        Assert.Single(await app.TasksAsync(id), t => t.ElementId == "C");
        await using var db = app.Open();
        Assert.Equal(CaseStatus.Completed, (await db.Cases.SingleAsync(c => c.Id == id)).Status);
    }

    [Theory, Databases]
    public async Task T2_Return_into_a_countersign_twice_leaves_no_ghost_tasks(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var id = await app.StartVotesAsync();
        for (var round = 1; round <= 2; round++)
        {
            await VoteAsync(app, id);
            var decide = await app.OpenTaskAsync(id, "C");
            Assert.Null(await app.ReturnAsync("jiangyuan", decide, "V", directly: round == 2));
            var open = (await app.TasksAsync(id)).Where(t => t.Status == WorkTaskStatus.Open).ToList();
            Assert.Equal(Hands.Members.Order(), open.Select(t => t.Assignee).Order());
            Assert.Equal([1, 2, 3], open.Select(t => t.LoopCounter).Order());
        }
        await VoteAsync(app, id);
        var last = await app.OpenTaskAsync(id, "C");
        Assert.Null(await app.DecideAsync("jiangyuan", last, "pass"));
        var tasks = await app.TasksAsync(id);
        Assert.DoesNotContain(tasks, t => t.Status == WorkTaskStatus.Open);
        Assert.Equal(9, tasks.Count(t => t.ElementId == "V"));
        Assert.Equal(6, tasks.Count(t => t is { ElementId: "V", VoidReason: "returned" }));
    }

    [Theory, Databases]
    public async Task T14_A_completed_task_never_comes_back_after_a_reload(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var id = await AtForkAsync(app);
        await app.CompleteAsync(id, "B1", "shenzhiyuan", "pass");
        Assert.Null(await app.ReturnAsync("hezhiqiu", await app.OpenTaskAsync(id, "B2"), "A"));
        await FinishAsync(app, id);
        await using var node = app.StartNode();
        await node.SweepAsync();
        await using var db = node.Open();
        foreach (var task in await app.TasksAsync(id))
        {
            Assert.NotEqual(WorkTaskStatus.Open, task.Status);
            foreach (var who in new[] { "dingruoshui", "shenzhiyuan", "hezhiqiu", "wenjingzhi", "guyongming" })
                Assert.NotNull(await node.DecideAsync(who, task, "pass"));
        }
        foreach (var who in new[] { "dingruoshui", "shenzhiyuan", "hezhiqiu", "wenjingzhi", "guyongming" })
            Assert.Empty(await db.OpenFor(await app.PersonAsync(who)).ToListAsync());
    }

    [Theory, Databases]
    public async Task Straight_back_the_one_who_sent_it_gets_it_again_and_other_opinions_still_count(
        DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await TransferTests.AtApprovalAsync(app);
        var plan = await app.PlanAsync("guyongming", task);
        var b1 = plan.Targets.Single(t => t.ElementId == "B1");
        Assert.Equal(["规划意见"], b1.Directly.Voided.Select(t => t.Name));
        Assert.Equal("bpmn.return.into-joined-branch", b1.StepByStep.Refusal?.Code);
        Assert.Null(await app.ReturnAsync("guyongming", task, "B1", directly: true, caseVersion: plan.CaseVersion));
        await app.CompleteAsync(task.CaseId, "B1", "liangshuyi", "pass");

        var back = await app.OpenTaskAsync(task.CaseId, "C");
        Assert.Equal("guyongming", back.Assignee);
        Assert.Equal(
            [("B1", "returned")],
            (await app.TasksAsync(task.CaseId))
                .Where(t => t is { Status: WorkTaskStatus.Completed, VoidReason: not null })
                .Select(t => (t.ElementId, t.VoidReason)));
        Assert.Null(await app.DecideAsync("guyongming", back, "pass"));
    }

    [Theory, Databases]
    public async Task The_form_that_started_the_case_is_filled_in_anew_by_who_started_it(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var task = await app.StartAsync();
        Assert.Null(await app.ReturnAsync("dingruoshui", task, "START"));
        var form = await app.OpenTaskAsync(task.CaseId, "START");
        Assert.Equal(Hands.Initiator, form.Assignee);
        Assert.Equal([Hands.Initiator], await app.MailedAsync("task-returned"));
        Assert.Equal("task.invalid", (await app.DecideAsync(Hands.Initiator, form, "submit", form: "{}"))?.Code);
        Assert.Null(await app.DecideAsync(Hands.Initiator, form, "submit", form: """{"subject":"校舍二期"}"""));
        await using var db = app.Open();
        var state = ProcessState.FromJson((await db.Cases.SingleAsync(c => c.Id == task.CaseId)).State);
        Assert.Contains("校舍二期", Json.Of(state.Variables), StringComparison.Ordinal);
        await app.OpenTaskAsync(task.CaseId, "A");
    }

    [Theory]
    [Databases(
        "hezhiqiu", null!, Hands.Reason, RefusalKind.Invalid, "task.return-target-missing",
        "没有退回：没有选择退回到哪个环节。请从列出的环节中选择。")]
    [Databases("hezhiqiu", "A", "太短", RefusalKind.Invalid, "task.reason-missing", "没有退回：理由至少 10 个字。请写明原因后再提交。")]
    [Databases("hezhiqiu", "A", null!, RefusalKind.Invalid, "task.reason-missing", "没有退回：理由至少 10 个字。请写明原因后再提交。")]
    [Databases(
        "hezhiqiu", "nothing", Hands.Reason, RefusalKind.Invalid, "bpmn.return.unknown-target",
        "不能退回：流程里没有用户任务“nothing”。请从列出的环节中选择。")]
    [Databases(
        "hezhiqiu", "C", Hands.Reason, RefusalKind.Invalid, "bpmn.return.not-passed",
        "不能退回：本件没有办过“核准（C）”，或它不在通向当前任务的路上。请从列出的环节中选择。")]
    [Databases(
        "hezhiqiu", "B1", Hands.Reason, RefusalKind.Invalid, "bpmn.return.not-passed",
        "不能退回：本件没有办过“规划意见（B1）”，或它不在通向当前任务的路上。请从列出的环节中选择。")]
    [Databases(
        "dingruoshui", "A", Hands.Reason, RefusalKind.Forbidden, "task.not-yours",
        "不能退回“财政意见”（ZS-2026-0001）：它由贺知秋办理。应由您办理的，请其转办，或联系管理员改派。")]
    [Databases(
        "admin", "A", Hands.Reason, RefusalKind.Forbidden, "task.not-yours",
        "不能退回“财政意见”（ZS-2026-0001）：它由贺知秋办理。应由您办理的，请其转办，或联系管理员改派。")]
    [Databases(
        "jiangyuan", "A", Hands.Reason, RefusalKind.NotFound, "task.unknown",
        "不能退回：所指的任务（内部编号 #）不存在，或者您无权办理。请从待办重新打开；应由您办理的，请联系管理员核对岗位。")]
    public async Task A_return_that_may_not_be_says_why_and_changes_nothing(
        DatabaseProvider provider, string by, string? target, string? reason, RefusalKind kind, string code,
        string message)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var id = await AtForkAsync(app);
        var task = await app.OpenTaskAsync(id, "B2");
        var refusal = await app.ReturnAsync(by, task, target, reason: reason);
        Assert.Equal((kind, code, Hands.Told(message, task)), (refusal?.Kind, refusal?.Code, refusal?.Message));
        Assert.Equal(task.Revision, (await app.NowAsync(task)).Revision);
    }

    [Theory]
    [Databases(null!, "task.return-code-missing", "没有退回：没有选择退回原因。请从列出的原因中选择一项。")]
    [Databases(" ", "task.return-code-missing", "没有退回：没有选择退回原因。请从列出的原因中选择一项。")]
    [Databases("Papers", "task.return-code-unknown", "没有退回：没有“Papers”这种退回原因。请从列出的原因中选择一项。")]
    public async Task A_return_names_a_kind_of_reason(
        DatabaseProvider provider, string? reasonCode, string code, string message)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var id = await AtForkAsync(app);
        var task = await app.OpenTaskAsync(id, "B2");
        var refusal = await app.ReturnAsync("hezhiqiu", task, "A", code: reasonCode);
        Assert.Equal((RefusalKind.Invalid, code, message), (refusal?.Kind, refusal?.Code, refusal?.Message));
        Assert.Equal(task.Revision, (await app.NowAsync(task)).Revision);
    }

    [Theory, Databases]
    public async Task Who_gets_it_back_reads_the_kind_of_reason_and_the_explanation(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var id = await AtForkAsync(app);
        Assert.Null(await app.ReturnAsync("hezhiqiu", await app.OpenTaskAsync(id, "B2"), "A", code: "papers"));

        await app.OpenTaskAsync(id, "A");
        const string Told = "材料不齐或不清：" + Hands.Reason;
        await using var scope = app.Services.CreateAsyncScope();
        var inbox = scope.ServiceProvider.GetRequiredService<InboxQuery>();
        var page = await inbox.PageAsync(
            await app.PersonAsync("dingruoshui"), new(InboxView.Unclaimed), null, null, default);
        Assert.Equal(Told, Assert.Single(page.Rows).ReturnReason);
        await using var db = app.Open();
        var e = await db.CaseEvents.SingleAsync(x => x.Kind == "TaskReturned");
        Assert.Contains("\"reasonCode\":\"papers\"", e.Data, StringComparison.Ordinal);
        var mail = await db.OutboxMails.FirstAsync(m => m.Template == "task-returned");
        Assert.Contains(Told, mail.Data, StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task What_was_shown_is_what_happens_or_nothing(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var id = await AtForkAsync(app);
        var task = await app.OpenTaskAsync(id, "B2");
        var plan = await app.PlanAsync("hezhiqiu", task);
        await app.CompleteAsync(id, "B1", "shenzhiyuan", "pass");
        var refusal = await app.ReturnAsync("hezhiqiu", task, "A", caseVersion: plan.CaseVersion);
        Assert.Equal((RefusalKind.Conflict, "case.moved"), (refusal?.Kind, refusal?.Code));
        Assert.Equal(
            "没有退回“财政意见”（ZS-2026-0001）：您打开页面后，沈知远于 2026-11-02 09:00 在“规划意见”办理：通过。请核对影响后再提交。",
            refusal?.Message);
        var untouched = await app.ClaimAsync(id, "B3", "wenjingzhi");
        var kept = await app.ReturnAsync("wenjingzhi", untouched, "A");
        Assert.Equal(
            ("task.not-offered", "不能退回“督导意见”：流程定义没有为这个环节开放退回。请直接办理，确有需要的联系管理员。"),
            (kept?.Code, kept?.Message));
    }

    private static async Task<long> AtForkAsync(ProductApp app)
    {
        var task = await app.StartAsync();
        Assert.Null(await app.DecideAsync("dingruoshui", task, "pass"));
        return task.CaseId;
    }

    private static async Task FinishAsync(ProductApp app, long id)
    {
        await app.CompleteAsync(id, "A", "dingruoshui", "pass");
        await app.CompleteAsync(id, "B1", "shenzhiyuan", "pass");
        await app.CompleteAsync(id, "B2", "hezhiqiu", "pass");
        await app.CompleteAsync(id, "B3", "wenjingzhi", "pass");
        await app.CompleteAsync(id, "C", "guyongming", "pass");
    }

    private static async Task VoteAsync(ProductApp app, long id)
    {
        var votes = (await app.TasksAsync(id)).FindAll(t => t is { ElementId: "V", Status: WorkTaskStatus.Open });
        foreach (var task in votes)
            Assert.Null(await app.DecideAsync(task.Assignee!, task, "pass"));
    }
}
