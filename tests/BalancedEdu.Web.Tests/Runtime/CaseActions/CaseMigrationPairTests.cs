using System.Text.Json;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Transitions;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

/// <summary>What an administrator says is called otherwise must be true: who may decide hangs on it.</summary>
public sealed class CaseMigrationPairTests : IDisposable
{
    private readonly MovingProcess _process = new();

    public void Dispose() => _process.Dispose();

    [Theory, Databases]
    public async Task A_step_that_is_still_there_stays_itself_and_keeps_its_reviewer_from_deciding(
        DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var (id, number) = await ReviewedAsync(app);
        var second = await _process.PublishAsync(app, MovingProcess.Second);
        foreach (var target in new[] { "END", "LATE", "CHASE", "F3" })
        {
            var refusal = await app.MigrateAsync(id, second, elements: [("REVIEW", target)]);
            Assert.Equal("case.migration-impossible", refusal?.Code);
            Assert.StartsWith(
                $"不能迁移 {number} 到第 2 版：审核（REVIEW）在新版本里仍有，不能对应到 ", refusal!.Message,
                StringComparison.Ordinal);
            Assert.Equal("REVIEW", Assert.Single(refusal.Fields).Key);
        }
        Assert.Null(await app.MigrateAsync(id, second));
        var decide = await app.OpenTaskAsync(id, "DECIDE");
        Assert.NotNull(await app.DecideAsync(MovingProcess.Handler, decide, "agree"));
        await app.CompleteAsync(id, "DECIDE", "peimingyuan", "agree");
    }

    [Theory, Databases]
    public async Task A_step_that_is_over_is_named_only_as_one_of_its_kind_and_no_two_become_one(
        DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var (id, number) = await ReviewedAsync(app);
        var third = await _process.PublishAsync(app, MovingProcess.Third);
        var refused = $"不能迁移 {number} 到第 2 版：";
        (await app.MigrateAsync(id, third, elements: [("DECIDE", "SETTLE"), ("REVIEW", "END")])).Is(
            RefusalKind.Invalid, "case.migration-impossible",
            $"{refused}审核（REVIEW）在新版本里是另一种元素（END）。请补充对应关系，或等它办完。");
        (await app.MigrateAsync(id, third, elements: [("DECIDE", "SETTLE"), ("REVIEW", "SETTLE")])).Is(
            RefusalKind.Invalid, "case.migration-impossible",
            $"{refused}决定（DECIDE）和审核（REVIEW）都对应到 决定（SETTLE）。请补充对应关系，或等它办完。");
        (await app.MigrateAsync(id, third, elements: [("DECIDE", "SETTLE"), ("REVIEW", "VET"), ("DRAFT", "VET")])).Is(
            RefusalKind.Invalid, "case.migration-impossible",
            $"{refused}拟稿（DRAFT）和审核（REVIEW）都对应到 审核（VET）。请补充对应关系，或等它办完。");
        await using var db = app.Open();
        Assert.Equal(
            ["DECIDE", "DRAFT", "REVIEW"],
            await db.Tasks.Where(t => t.CaseId == id).Select(t => t.ElementId).Order().ToListAsync());
    }

    [Theory, Databases]
    public async Task Every_pair_stands_in_the_plan_and_in_the_event(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var (id, _) = await ReviewedAsync(app);
        var third = await _process.PublishAsync(app, MovingProcess.Third);
        (string From, string To)[] pairs = [("DECIDE", "SETTLE"), ("LATE", "OVERDUE"), ("REVIEW", "VET")];
        var plan = await app.ProposeAsync(id, third, pairs);
        Assert.Equal(
            [
                ("环节", "DECIDE", "SETTLE"), ("已办", "DRAFT", null), ("已办", "REVIEW", "VET"),
                ("对应", "LATE", "OVERDUE"),
            ],
            plan.Moves.Select(m => (m.Word, m.ElementId, m.To)));
        Assert.Null(await app.MigrateAsync(id, third, elements: pairs));
        await using var db = app.Open();
        using var data = JsonDocument.Parse(
            await db.CaseEvents.Where(e => e.CaseId == id && e.Kind == "CaseMigrated").Select(e => e.Data)
                .SingleAsync());
        Assert.Equal(
            pairs,
            data.RootElement.GetProperty("elements").EnumerateObject().Select(e => (e.Name, e.Value.GetString()!)));
    }

    [Theory, Databases]
    public async Task An_open_task_has_the_role_the_lot_and_the_rule_of_the_new_version(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var review = await MovingProcess.ReviewAsync(app);
        Assert.Equal(("主办", false), (review.Role, review.Drawn));
        Assert.Null(await app.MigrateAsync(review.CaseId, await _process.PublishAsync(app, MovingProcess.Drawn)));
        var now = await app.OpenTaskAsync(review.CaseId, "REVIEW");
        Assert.Equal(("会办", true, review.Assignee), (now.Role, now.Drawn, now.Assignee));
        Assert.Equal("主办", await DraftRoleAsync(app, review.CaseId));
        await using var db = app.Open();
        Assert.Equal(
            ["试迁规则 第一条", "试迁规则 第九条"],
            await db.Clocks.OrderBy(c => c.TaskId != null).Select(c => c.Law).ToListAsync());
        Assert.Equal(["-1WD", "0"], await db.Rungs.Select(r => r.Key).Order().ToListAsync());
    }

    [Theory, Databases]
    public async Task Many_decisions_are_known_by_the_new_names_as_few_are(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var (id, _) = await ReviewedAsync(app);
        var @case = await app.CaseAsync(id);
        var bundle = await app.Services.GetRequiredService<BundleCatalog>().GetAsync(@case.BundleVersionId, default);
        var staff = await app.Services.GetRequiredService<StaffList>().NowAsync(default);
        var before = new CaseSnapshot(@case, [], [], false) { Decisions = null }
            .Renamed(new Dictionary<string, string> { ["REVIEW"] = "VET" });
        var past = await CasePast.LoadAsync(
            app.Open,
            new(bundle, before, staff, Actor.System, ProductApp.Start, new(@case, isNew: false)), default);
        Assert.Equal(["DRAFT", "VET"], past.Decisions.Select(d => d.ElementId));
    }

    private static async Task<string> DraftRoleAsync(ProductApp app, long caseId)
    {
        await using var db = app.Open();
        return await db.Tasks.Where(t => t.CaseId == caseId && t.ElementId == "DRAFT").Select(t => t.Role)
            .SingleAsync();
    }

    private static async Task<(long Id, string Number)> ReviewedAsync(ProductApp app)
    {
        var review = await MovingProcess.ReviewAsync(app);
        await app.CompleteAsync(review.CaseId, "REVIEW", MovingProcess.Handler, "pass", form: MovingProcess.Seats);
        return (review.CaseId, (await app.CaseAsync(review.CaseId)).Number);
    }
}
