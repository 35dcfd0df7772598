using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime;

public sealed class TaskClockTests
{
    private const string Form = """{ "seats": 45 }""";

    [Theory, Databases]
    public async Task A_task_is_due_by_working_days_and_each_rung_of_its_ladder_fires_once(DatabaseProvider provider)
    {
        var jobs = new TrialJobs();
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var task = await app.OpenTaskAsync(started.CaseId, "REVIEW");
        Assert.Equal(new DateTimeOffset(2026, 11, 5, 17, 30, 0, TimeSpan.FromHours(8)), task.DueAt);

        for (var day = 0; day < 14; day++)
            await app.AdvanceAsync(TimeSpan.FromDays(1));

        await using var db = app.Open();
        Assert.Equal(["-1WD", "0", "+1WD", "+3WD"], await FiredAsync(db));
        var mails = await db.OutboxMails.Where(m => m.Template != "task-assigned")
            .GroupBy(m => m.Template).Select(g => new { g.Key, Count = g.Count() }).ToListAsync();
        Assert.Equal(
            [("letter", 3), ("task-overdue", 2), ("task-reminder", 4)],
            mails.Select(m => (m.Key, m.Count)).Order());
        Assert.True(Assert.Single(jobs.Calls).Inputs.TryGet("taskId", out _));
    }

    [Theory, Databases]
    public async Task Rungs_whose_hour_passed_while_no_node_ran_fire_once_with_the_time_they_were_due(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        app.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromHours(1));
        await app.SweepAsync();
        await app.SweepAsync();

        await using var db = app.Open();
        Assert.Equal(["-1WD", "0"], await FiredAsync(db));
        var data = await db.CaseEvents.Where(e => e.Kind == "RungFired").OrderBy(e => e.Sequence)
            .Select(e => e.Data).ToListAsync();
        Assert.Contains("2026-11-04T01:00:00+00:00", data[0], StringComparison.Ordinal);
    }

    [Theory, Databases]
    public async Task Two_nodes_that_sweep_at_once_fire_each_rung_once(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using var other = app.StartNode();
        app.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromHours(1));
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));

        await using var db = app.Open();
        Assert.Equal(["-1WD", "0"], await FiredAsync(db));
        Assert.Equal(4, await db.OutboxMails.CountAsync(m => m.Template == "task-reminder"));
    }

    [Theory, Databases]
    public async Task A_time_out_is_decided_by_the_system_and_names_the_rule(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: Form);
        await app.SweepAsync();
        await app.AdvanceAsync(TimeSpan.FromHours(1));
        await app.AdvanceAsync(TimeSpan.FromDays(3));

        await using var db = app.Open();
        var task = await db.Tasks.SingleAsync(t => t.ElementId == "APPROVE");
        Assert.Equal(("system", "视为同意"), (task.CompletedBy, task.OutcomeName));
        var e = await db.CaseEvents.SingleAsync(e => e.Kind == "TimeoutDefault");
        Assert.Equal("system", e.Actor);
        Assert.Contains("试办规则 第三条", e.Data, StringComparison.Ordinal);
        Assert.Contains("fangqiheng", e.Data, StringComparison.Ordinal);
        Assert.Equal(CaseStatus.Completed, (await db.Cases.SingleAsync()).Status);
    }

    [Theory, Databases]
    public async Task A_decided_task_is_reminded_of_no_more(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "back", "座位数不对", Form);
        await app.AdvanceAsync(TimeSpan.FromDays(20));
        await using var db = app.Open();
        Assert.Empty(await FiredAsync(db));
        Assert.Equal(0, await db.OutboxMails.CountAsync(m => m.Template == "task-reminder"));
    }

    [Theory, Databases]
    public async Task The_clock_of_the_case_stands_still_while_papers_are_mended(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "back", "座位数不对", Form);
        await using (var db = app.Open())
            Assert.True((await db.Clocks.SingleAsync(c => c.ClockId == "trial.total")).Paused);

        await app.AdvanceAsync(TimeSpan.FromDays(7));
        await app.CompleteAsync(started.CaseId, "MEND", "p3299010001", "done");
        await using var check = app.Open();
        var clock = await check.Clocks.SingleAsync(c => c.ClockId == "trial.total");
        Assert.False(clock.Paused);

        // 20 working days from Monday 2026-11-02 end on 11-30; five working days of pause move that to 12-07.
        Assert.Equal(new DateTimeOffset(2026, 12, 7, 17, 30, 0, TimeSpan.FromHours(8)), clock.DueAt);
    }

    private static Task<List<string>> FiredAsync(BalancedEduDb db) => db.Rungs.Where(r => r.FiredAt != null)
        .OrderBy(r => r.DueAt).ThenBy(r => r.Id).Select(r => r.Key).ToListAsync();
}
