using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Runtime.CaseActions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime.Transitions;

/// <summary>
/// Commits whose connection breaks before the database has answered; alone, and several cases in one group. A test
/// holds the rows of the cases, so that the commits wait, and ends their connections.
/// </summary>
public sealed class CommitUnknownTests
{
    [Fact]
    public async Task People_whose_commits_break_in_one_group_are_told_that_it_is_not_known_and_send_it_again()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.PostgreSql);
        var tasks = await TasksAsync(app, 6);
        var sent = await BreakAsync(app, 2, () => Decide(app, tasks));
        await using var db = app.Open();
        foreach (var (task, told) in tasks.Zip(await Task.WhenAll(sent)))
            told.Is(
                RefusalKind.Conflict, "case.outcome-unknown",
                $"不清楚是否已经办理“审核”（{(await db.Cases.SingleAsync(c => c.Id == task.CaseId)).Number}）："
                + "数据库没有及时答复。请刷新后查看：没有生效的再提交一次，已经生效的不要重复提交。");
        Assert.All(await Task.WhenAll(Decide(app, tasks)), Assert.Null);
        Assert.Equal(6, await db.CaseEvents.CountAsync(e => e.Kind == "UserTaskCompleted"));
    }

    [Fact]
    public async Task What_has_a_key_gets_the_exception_and_is_carried_out_once_when_it_comes_again()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.PostgreSql);
        var tasks = await TasksAsync(app, 6);
        var sent = await BreakAsync(app, 2, () => Run(app, tasks));
        Assert.All(sent, t => Assert.IsType<CommitUnknownException>(t.Exception?.InnerException));
        for (var times = 0; times < 2; times++)
            Assert.All(await Task.WhenAll(Run(app, tasks)), Assert.Null);
        await using var db = app.Open();
        Assert.Equal(6, await db.CaseEvents.CountAsync(e => e.Kind == "UserTaskCompleted"));
    }

    [Fact]
    public async Task A_timer_and_a_job_whose_commits_break_are_carried_out_with_a_later_sweep()
    {
        await using var app = await TrialProcess.StartAppAsync(DatabaseProvider.PostgreSql);
        var tasks = await TasksAsync(app, 1);
        Assert.Null(await app.DecideAsync("peimingyuan", tasks[0], "pass", form: """{ "seats": 45 }"""));
        await BreakAsync(app, 1, () => [Swept(app)]);
        await app.AdvanceAsync(TimeSpan.FromMinutes(10));
        await using var db = app.Open();
        Assert.Single(await db.CaseEvents.Where(e => e.Kind == "JobCompleted").ToListAsync());
        app.Clock.Advance(TimeSpan.FromHours(1));
        await BreakAsync(app, 1, () => [Swept(app)]);
        Assert.Empty(await db.CaseEvents.Where(e => e.Kind == "TimerFired").ToListAsync());
        await app.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Single(await db.CaseEvents.Where(e => e.Kind == "TimerFired").ToListAsync());
    }

    private static async Task<List<WorkTask>> TasksAsync(ProductApp app, int count)
    {
        for (var i = 0; i < count; i++)
            await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using var db = app.Open();
        return await db.Tasks.AsNoTracking().Where(t => t.ElementId == "REVIEW").OrderBy(t => t.Id).ToListAsync();
    }

    private static List<Task<ActionRefusal?>> Decide(ProductApp app, List<WorkTask> tasks) =>
        [.. tasks.Select(t => app.DecideAsync("peimingyuan", t, "pass", form: """{ "seats": 45 }"""))];

    private static List<Task<ActionRefusal?>> Run(ProductApp app, List<WorkTask> tasks)
    {
        var form = new FeelContext([new("seats", FeelValue.Of(45m))]);
        var runner = app.Services.GetRequiredService<ProcessRunner>();
        Command CommandOf(WorkTask t) => new CompleteUserTask(t.ElementInstanceId, "pass", null, "peimingyuan", form);
        return
        [
            .. tasks.Select(t => runner.RunAsync(
                new(t.CaseId, CommandOf(t), Actor.System) { DedupeKey = "once" }, default)),
        ];
    }

    private static async Task<ActionRefusal?> Swept(ProductApp app)
    {
        await app.SweepAsync();
        return null;
    }

    /// <summary>
    /// Ends every connection whose commit waits, as soon as so many do, until all have got their answer. Of six cases
    /// the first waits alone, and four of the others as one group.
    /// </summary>
    private static async Task<List<Task<ActionRefusal?>>> BreakAsync(
        ProductApp app, int waiting, Func<List<Task<ActionRefusal?>>> begin)
    {
        await using var db = app.Open();
        await using var hold = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("SELECT 1 FROM cases FOR NO KEY UPDATE");
        await using var other = app.Open();
        var sent = begin();
        while (await other.Database.SqlQuery<int>(
            $"""
            SELECT count(*)::int AS "Value" FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """).SingleAsync() < waiting)
            await Task.Yield();
        while (!sent.TrueForAll(t => t.IsCompleted))
        {
            await other.Database.ExecuteSqlRawAsync(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """);
            await Task.Yield();
        }
        await hold.RollbackAsync();
        return sent;
    }
}
