using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

public sealed class CaseMigrationTests : IDisposable
{
    private readonly MovingProcess _process = new();

    public void Dispose() => _process.Dispose();

    [Theory, Databases]
    public async Task T5_A_migrated_case_keeps_its_boundary_timer_which_fires_once_by_the_new_version(
        DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        var review = await MovingProcess.ReviewAsync(app);
        await app.AdvanceAsync(TimeSpan.FromHours(20));
        await using var db = app.Open();
        var timer = await db.Timers.AsNoTracking().SingleAsync();
        var clocks = await db.Clocks.AsNoTracking().OrderBy(c => c.Id).ToListAsync();
        var second = await _process.PublishAsync(app, MovingProcess.Second);
        Assert.Null(await app.MigrateAsync(review.CaseId, second));

        Assert.Equal(second, (await app.CaseAsync(review.CaseId)).BundleVersionId);
        var now = await app.OpenTaskAsync(review.CaseId, "REVIEW");
        Assert.Equal(
            (review.Id, review.Assignee, review.Claimed, review.Draft, review.DueAt, "复审", review.Revision + 1),
            (now.Id, now.Assignee, now.Claimed, now.Draft, now.DueAt, now.Name, now.Revision));
        Assert.Equivalent(timer, await db.Timers.AsNoTracking().SingleAsync(), strict: true);
        Assert.Equivalent(
            clocks, await db.Clocks.AsNoTracking().OrderBy(c => c.Id).ToListAsync(), strict: true);

        // It was to fire two days after the review had opened; the new version would wait for two hundred hours.
        Assert.Equal(ProductApp.Start.AddHours(48), timer.DueAt);
        await app.AdvanceAsync(TimeSpan.FromHours(27));
        Assert.Equal(1, await db.Timers.CountAsync());
        app.Clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        Assert.Equal("督报", (await app.OpenTaskAsync(review.CaseId, "CHASE")).Name);
        await app.AdvanceAsync(TimeSpan.FromDays(30));
        await other.SweepAsync();
        Assert.Equal(["TimerFired"], await app.KindsAsync(review.CaseId, "TimerFired"));
        Assert.Equal(0, await db.Timers.CountAsync());
        await other.CompleteAsync(review.CaseId, "CHASE", MovingProcess.Handler, "done");
        Assert.Equal(CaseStatus.Completed, (await app.CaseAsync(review.CaseId)).Status);
        await AssertChainAsync(app, review.CaseId);
    }

    [Theory, Databases]
    public async Task What_is_called_otherwise_moves_with_its_timer_and_is_still_known_to_have_been_done(
        DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var review = await MovingProcess.ReviewAsync(app);
        await using var db = app.Open();
        var due = (await db.Timers.AsNoTracking().SingleAsync()).DueAt;
        var third = await _process.PublishAsync(app, MovingProcess.Third);
        Assert.Null(await app.MigrateAsync(
            review.CaseId, third, elements: [("REVIEW", "VET"), ("LATE", "OVERDUE"), ("DRAFT", "WRITE")]));
        var timer = await db.Timers.AsNoTracking().SingleAsync();
        Assert.Equal(("OVERDUE", due), (timer.ElementId, timer.DueAt));
        Assert.Equal(
            ["WRITE", "VET"],
            await db.Tasks.Where(t => t.CaseId == review.CaseId).OrderBy(t => t.Id).Select(t => t.ElementId)
                .ToListAsync());

        await app.CompleteAsync(review.CaseId, "VET", MovingProcess.Handler, "pass", form: MovingProcess.Seats);
        var settle = await app.OpenTaskAsync(review.CaseId, "SETTLE");
        Assert.NotNull(await app.DecideAsync(MovingProcess.Handler, settle, "agree"));
        await app.CompleteAsync(review.CaseId, "SETTLE", "peimingyuan", "agree");
        await AssertChainAsync(app, review.CaseId);
    }

    [Theory, Databases]
    public async Task Who_reviewed_before_the_migration_is_kept_from_deciding_after_it(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var review = await MovingProcess.ReviewAsync(app);
        await app.CompleteAsync(review.CaseId, "REVIEW", MovingProcess.Handler, "pass", form: MovingProcess.Seats);
        var third = await _process.PublishAsync(app, MovingProcess.Third);
        Assert.Null(await app.MigrateAsync(
            review.CaseId, third, elements: [("DECIDE", "SETTLE"), ("REVIEW", "VET")]));
        var settle = await app.OpenTaskAsync(review.CaseId, "SETTLE");
        Assert.NotNull(await app.DecideAsync(MovingProcess.Handler, settle, "agree"));
        await app.CompleteAsync(review.CaseId, "SETTLE", "peimingyuan", "agree");
    }

    [Theory, Databases]
    public async Task Reminders_follow_the_new_version_and_none_comes_twice(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var review = await MovingProcess.ReviewAsync(app);
        await using var db = app.Open();
        var before = await db.Rungs.AsNoTracking().SingleAsync(r => r.Key == "0");
        var second = await _process.PublishAsync(app, MovingProcess.Second);
        Assert.Null(await app.MigrateAsync(review.CaseId, second));
        var rungs = await db.Rungs.AsNoTracking().OrderBy(r => r.DueAt).ToListAsync();
        Assert.Equal(["-2WD", "0"], rungs.Select(r => r.Key));
        Assert.Equal((before.Id, before.DueAt), (rungs[1].Id, rungs[1].DueAt));
    }

    [Theory, Databases]
    public async Task A_completion_and_a_migration_at_once_are_decided_once(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        var first = await app.VersionAsync("move");
        var reviews = new List<WorkTask>();
        for (var i = 0; i < 6; i++)
            reviews.Add(await MovingProcess.ReviewAsync(app));
        var second = await _process.PublishAsync(app, MovingProcess.Second);
        foreach (var review in reviews)
        {
            var seen = (await app.CaseAsync(review.CaseId)).Version;
            var answers = await Task.WhenAll(
                Task.Run(() => app.DecideAsync(MovingProcess.Handler, review, "pass", form: MovingProcess.Seats)),
                Task.Run(() => other.MigrateAsync(review.CaseId, second, seen: seen)));
            var moved = answers[1] is null;
            Assert.Equal(
                moved ? ("task.stale", null) : (null, "case.moved"), (answers[0]?.Code, answers[1]?.Code));
            Assert.Equal(moved ? second : first, (await app.CaseAsync(review.CaseId)).BundleVersionId);
            await app.OpenTaskAsync(review.CaseId, moved ? "REVIEW" : "DECIDE");
            await AssertChainAsync(app, review.CaseId);
        }
    }

    [Theory, Databases]
    public async Task Whoever_had_the_page_open_is_told_who_moved_the_case(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var review = await MovingProcess.ReviewAsync(app);
        var second = await _process.PublishAsync(app, MovingProcess.Second);
        Assert.Null(await app.MigrateAsync(review.CaseId, second));
        var admin = (await app.PersonAsync("admin")).DisplayName;
        (await app.DecideAsync(MovingProcess.Handler, review, "pass", form: MovingProcess.Seats)).Is(
            RefusalKind.Conflict, "task.stale",
            $"不能办理“复审”（QY-2026-0001）：它已由{admin}于 11-02 09:00 改按第 2 版流程办理。请刷新后查看。");
        Assert.Equal(["fangqiheng", "luoyichen"], await app.MailedAsync("case-migrated"));
        await app.CompleteAsync(review.CaseId, "REVIEW", MovingProcess.Handler, "pass", form: MovingProcess.Seats);
    }

    [Theory, Databases]
    public async Task Refusals_say_what_stops_it(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var review = await MovingProcess.ReviewAsync(app);
        var (id, number) = (review.CaseId, (await app.CaseAsync(review.CaseId)).Number);
        var first = await app.VersionAsync("move");
        var second = await _process.PublishAsync(app, MovingProcess.Second);
        (await app.MigrateAsync(id, second, "hezhiqiu")).Is(
            RefusalKind.NotFound, "case.unknown", Acting.NoCase("迁移", id));
        foreach (var user in new[] { "luoyichen", MovingProcess.Handler, "wenjingzhi" })
            (await app.MigrateAsync(id, second, user)).Is(
                RefusalKind.Forbidden, "case.not-manager", $"不能迁移 {number}：只有系统管理员可以迁移事项。如有需要，请联系管理员。");
        (await app.MigrateAsync(id, second, seen: 1)).Is(
            RefusalKind.Conflict, "case.moved", $"不能迁移 {number}：您打开页面后事项又有了进展，迁移方案要重新核对。请核对下面的方案后再提交。");
        (await app.MigrateAsync(id, 99_999)).Is(
            RefusalKind.Invalid, "case.migration-version-unknown",
            $"不能迁移 {number}：没有这个已发布的版本。请从列出的版本中选择；还没有发布的，请先发布。");
        (await app.MigrateAsync(id, await app.VersionAsync("other"))).Is(
            RefusalKind.Invalid, "case.migration-other-process",
            $"不能迁移 {number}：所选的版本属于另一个流程“别的流程”。请选择同一流程的版本。");
        (await app.MigrateAsync(id, first)).Is(
            RefusalKind.Invalid, "case.migration-same-version", $"不能迁移 {number}：它已经按第 1 版办理。请选择其他版本。");
        foreach (var nothing in new[] { null, " ", new string('长', 501) })
            (await app.MigrateAsync(id, second, reason: nothing)).Is(
                RefusalKind.Invalid, "case.reason-missing",
                $"不能迁移 {number}：没有填写理由，或超过 500 字。理由会写入事项的记录，请填写后再提交。");
        Assert.Equal(first, (await app.CaseAsync(id)).BundleVersionId);
        Assert.Empty(await app.KindsAsync(id, "InstanceMigrated", "CaseMigrated"));

        Assert.Null(await app.TerminateAsync("admin", id));
        (await app.MigrateAsync(id, second)).Is(
            RefusalKind.Conflict, "case.ended", $"不能迁移 {number}：事项已终止，不再办理。");
    }

    [Theory, Databases]
    public async Task Refusals_name_the_element_and_why_it_cannot_move(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var review = await MovingProcess.ReviewAsync(app);
        var (id, number) = (review.CaseId, (await app.CaseAsync(review.CaseId)).Number);
        var third = await _process.PublishAsync(app, MovingProcess.Third);
        var fourth = await _process.PublishAsync(app, MovingProcess.WithoutClock);
        (await app.MigrateAsync(id, third)).Is(
            RefusalKind.Invalid, "case.migration-impossible",
            $"不能迁移 {number} 到第 2 版：审核（REVIEW）在新版本里没有。请补充对应关系，或等它办完。");
        (await app.MigrateAsync(id, third, elements: [("REVIEW", "NOWHERE")])).Is(
            RefusalKind.Invalid, "case.migration-mapping-unknown",
            $"不能迁移 {number}：对应关系“REVIEW → NOWHERE”里，前者不在现在的版本中，或后者不在新版本中。请从列出的元素中选择。");
        (await app.MigrateAsync(id, third, elements: [("REVIEW", "END")])).Is(
            RefusalKind.Invalid, "case.migration-impossible",
            $"不能迁移 {number} 到第 2 版：审核（REVIEW）在新版本里是另一种元素（END）。请补充对应关系，或等它办完。");
        (await app.MigrateAsync(id, third, elements: [.. Enumerable.Range(0, 101).Select(i => ($"A{i}", "VET"))])).Is(
            RefusalKind.Invalid, "case.migration-mapping-too-long",
            $"不能迁移 {number}：对应关系超过 100 条。请只写名称变了的元素。");
        (await app.MigrateAsync(id, fourth, elements: [("REVIEW", "VET")])).Is(
            RefusalKind.Invalid, "case.migration-impossible",
            $"不能迁移 {number} 到第 3 版：正在计时的“总时限”（move.total）在新版本里没有。请补充对应关系，或等它办完。");
        Assert.Empty(await app.KindsAsync(id, "InstanceMigrated", "CaseMigrated"));
    }

    [Theory, Databases]
    public async Task The_plan_tells_what_becomes_of_each_part_and_does_nothing(DatabaseProvider provider)
    {
        await using var app = await MovingProcess.StartAppAsync(provider);
        var review = await MovingProcess.ReviewAsync(app);
        var before = (await app.CaseAsync(review.CaseId)).Version;
        var third = await _process.PublishAsync(app, MovingProcess.Third);
        var gone = await app.ProposeAsync(review.CaseId, third);
        Assert.Equal(
            [("环节", "REVIEW", null, "在新版本里没有"), ("定时", "LATE", null, null), ("已办", "DRAFT", null, null)],
            gone.Moves.Select(m => (m.Word, m.ElementId, m.To, m.Problem)));
        Assert.Equal(["CHASE", "SETTLE", "VET", "WRITE"], gone.Moves[0].Candidates.Select(c => c.Id).Order());
        var mapped = await app.ProposeAsync(review.CaseId, third, ("REVIEW", "VET"));
        Assert.Equal(
            [("REVIEW", "VET"), ("LATE", null), ("DRAFT", null)], mapped.Moves.Select(m => (m.ElementId, m.To)));
        Assert.Equal("OVERDUE", Assert.Single(mapped.Moves[1].Candidates).Id);
        Assert.Equal(["开始计时：到点"], mapped.Begins);
        var whole = await app.ProposeAsync(review.CaseId, third, ("REVIEW", "VET"), ("LATE", "OVERDUE"));
        Assert.True(whole.Moves[1].Stays);
        Assert.Empty(whole.Begins);
        Assert.Equal(before, (await app.CaseAsync(review.CaseId)).Version);
    }

    private static async Task AssertChainAsync(ProductApp app, long caseId)
    {
        await using var db = app.Open();
        Assert.Null(EventChain.FindBreak(
            await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == caseId).OrderBy(e => e.Sequence).ToListAsync()));
    }
}
