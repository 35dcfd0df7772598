using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Tasks;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Tasks;

public sealed class BulkAgreementTests
{
    [Theory, Databases]
    public async Task Each_task_has_its_own_answer_and_its_own_record(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var tasks = new[] { await OpinionAsync(app), await OpinionAsync(app), await OpinionAsync(app) };
        Assert.Null(await app.DecideAsync("shenzhiyuan", tasks[1], "no", "依据不充分"));
        var answer = await AgreeAsync(app, "shenzhiyuan", tasks);
        Assert.Null(answer.Refusal);
        Assert.Equal([null, "task.stale", null], answer.Value!.Rows.Select(r => r.Refusal?.Code));
        Assert.Contains("沈知远", answer.Value.Rows[1].Refusal!.Message, StringComparison.Ordinal);
        await using var db = app.Open();
        var records = await db.CaseEvents.Where(e => e.Kind == "TaskAgreedInBulk").OrderBy(e => e.CaseId).ToListAsync();
        Assert.Equal([tasks[0].CaseId, tasks[2].CaseId], records.Select(e => e.CaseId));
        Assert.All(records, e => Assert.Equal("shenzhiyuan", e.Actor));
        Assert.Equal("pass", (await app.NowAsync(tasks[0])).Outcome);
    }

    [Theory, Databases]
    public async Task What_may_not_be_agreed_to_at_once_is_refused_as_a_whole(DatabaseProvider provider)
    {
        await using var app = await Hands.StartAppAsync(provider);
        var opinion = await OpinionAsync(app);
        var first = await app.StartAsync();
        var mixed = await AgreeAsync(app, "admin", opinion, first);
        Assert.Equal(
            ("bulk.mixed", "没有批量同意：所选事项不是同一流程版本的同一环节。请按环节筛选后再勾选。"),
            (mixed.Refusal?.Code, mixed.Refusal?.Message));
        var kept = await AgreeAsync(app, "dingruoshui", first);
        Assert.Equal(
            ("bulk.not-offered", "没有批量同意：“受理”没有开放批量同意，或表单有必填项。请逐件办理。"),
            (kept.Refusal?.Code, kept.Refusal?.Message));
        (await AgreeAsync(app, "shenzhiyuan")).Refusal.Is(
            RefusalKind.Invalid, "bulk.nothing", "没有批量同意：没有选择事项。请先勾选再提交。");
        (await AgreeAsync(app, "shenzhiyuan", [.. Enumerable.Repeat(opinion, BulkAgreement.ItemsMax + 1)])).Refusal.Is(
            RefusalKind.Invalid, "bulk.too-many", "没有批量同意：一次最多 50 件，现在选了 51 件。请分几次办理。");
        Assert.Equal("task.unknown", (await AgreeAsync(app, "luoyichen", opinion)).Refusal?.Code);
        var foreign = await AgreeAsync(app, "dingruoshui", opinion);
        Assert.Equal("task.not-yours", Assert.Single(foreign.Value!.Rows).Refusal?.Code);
        Assert.Equal(WorkTaskStatus.Open, (await app.NowAsync(opinion)).Status);
        Assert.Equal(WorkTaskStatus.Open, (await app.NowAsync(first)).Status);
    }

    private static async Task<WorkTask> OpinionAsync(ProductApp app)
    {
        var first = await app.StartAsync();
        Assert.Null(await app.DecideAsync("dingruoshui", first, "pass"));
        return await app.ClaimAsync(first.CaseId, "B1", "shenzhiyuan");
    }

    private static async Task<Answer<BulkPlan>> AgreeAsync(ProductApp app, string by, params WorkTask[] tasks)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<BulkAgreement>().AgreeAsync(
            [.. tasks.Select(t => new BulkItem(t.Id, t.Revision))], "同意", await app.PersonAsync(by), default);
    }
}
