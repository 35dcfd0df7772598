using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime;

public sealed class RaceTests
{
    [Theory]
    [Databases(2)]
    [Databases(5)]
    [Databases(20)]
    [Databases(50)]
    public async Task Approvals_of_one_countersign_at_the_same_instant_on_two_nodes_are_all_kept(
        DatabaseProvider provider, int k)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        var names = await NamesAsync(app, k);
        var started = await app.StartCaseAsync("seats", TrialProcess.Members(names));
        await using var db = app.Open();
        var tasks = await db.Tasks.AsNoTracking().OrderBy(t => t.Id).ToListAsync();
        Assert.Equal(names, tasks.Select(t => t.Assignee));

        var refusals = await Task.WhenAll(tasks.Select((task, i) => Task.Run(() =>
            (i % 2 == 0 ? app : other).DecideAsync(task.Assignee!, task, "agree", $"意见{i}"))));

        Assert.All(refusals, Assert.Null);
        Assert.Equal(
            CaseStatus.Completed, (await db.Cases.AsNoTracking().SingleAsync(c => c.Id == started.CaseId)).Status);
        var opinions = await db.Tasks.Where(t => t.Status == WorkTaskStatus.Completed).Select(t => t.Comment)
            .ToListAsync();
        Assert.Equal(Enumerable.Range(0, k).Select(i => $"意见{i}").Order(), opinions.Order());
        Assert.Null(EventChain.FindBreak(await db.CaseEvents.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync()));
    }

    [Theory, Databases]
    public async Task Approvals_that_gather_on_one_node_are_committed_together(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var names = await NamesAsync(app, 40);
        var started = await app.StartCaseAsync("seats", TrialProcess.Members(names));
        await using var db = app.Open();
        var tasks = await db.Tasks.AsNoTracking().OrderBy(t => t.Id).ToListAsync();
        var runner = app.Services.GetRequiredService<ProcessRunner>();

        // The first opinion occupies the case; the others, a repeated one and one on a task that isn't there gather.
        var requests = tasks.Select(t => Approval(t, t.Assignee!)).ToList();
        requests.Add(Approval(tasks[3], "other"));
        requests.Add(Approval(tasks[3], "other") with { Command = new FireTimer(99), TaskId = null });
        var refusals = await Task.WhenAll(requests.Select(r => runner.RunAsync(r, default)));

        Assert.Equal(2, refusals.Count(r => r is not null));
        Assert.Equal("task.stale", refusals[^2]?.Code);
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == started.CaseId);
        Assert.Equal((CaseStatus.Completed, 41), (@case.Status, @case.Version));
        var done = await db.Tasks.AsNoTracking().OrderBy(t => t.Id).ToListAsync();
        Assert.Equal(names, done.Select(t => t.CompletedBy));
        var events = await db.CaseEvents.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync();
        Assert.Null(EventChain.FindBreak(events));
        Assert.Equal(names.Order(), events.Where(e => e.Kind == "UserTaskCompleted").Select(e => e.Actor).Order());
    }

    [Theory, Databases]
    public async Task What_was_carried_out_before_is_done_also_when_it_comes_again_among_others(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var names = await NamesAsync(app, 6);
        await app.StartCaseAsync("seats", TrialProcess.Members(names));
        await using var db = app.Open();
        var tasks = await db.Tasks.AsNoTracking().OrderBy(t => t.Id).ToListAsync();
        var runner = app.Services.GetRequiredService<ProcessRunner>();
        var first = Approval(tasks[0], names[0]) with { TaskId = null, Revision = null, DedupeKey = "once" };
        Assert.Null(await runner.RunAsync(first, default));
        var again = tasks.Skip(1).Select(t => Approval(t, t.Assignee!)).Append(first).Append(first);
        Assert.All(await Task.WhenAll(again.Select(r => runner.RunAsync(r, default))), Assert.Null);
        Assert.Equal(1, await db.CaseEvents.CountAsync(e => e.Actor == names[0] && e.Kind == "UserTaskCompleted"));
    }

    [Theory, Databases]
    public async Task What_is_refused_is_refused_also_to_who_asks_for_it_again_at_the_same_time(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var started = await app.StartCaseAsync("seats", TrialProcess.Members(await NamesAsync(app, 2)));
        var runner = app.Services.GetRequiredService<ProcessRunner>();
        var never = new StepRequest(started.CaseId, new FireTimer(4711), Actor.System) { DedupeKey = "never" };
        var refusals = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => runner.RunAsync(never, default)));
        Assert.All(refusals, Assert.NotNull);
    }

    private static StepRequest Approval(WorkTask task, string by) => new(
        task.CaseId, new CompleteUserTask(task.ElementInstanceId, "agree", null, by, FeelContext.Empty), new(by, by))
    {
        TaskId = task.Id,
        Revision = task.Revision,
    };

    [Theory, Databases]
    public async Task Two_completions_of_one_task_at_once_on_two_nodes_are_one(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var task = await app.OpenTaskAsync(started.CaseId, "REVIEW");
        var refusals = await Task.WhenAll(
            Task.Run(() => app.DecideAsync("peimingyuan", task, "pass", form: """{ "seats": 45 }""")),
            Task.Run(() => other.DecideAsync("fangqiheng", task, "back", "不对", """{ "seats": 45 }""")));
        var refusal = Assert.Single(refusals, r => r is not null);
        await using var db = app.Open();
        var row = await db.Tasks.SingleAsync(t => t.Id == task.Id);
        Assert.Equal(row.Assignee, row.CompletedBy);
        Assert.Equal((RefusalKind.Conflict, "task.stale"), (refusal!.Kind, refusal.Code));
        Assert.Single(await db.CaseEvents.Where(e => e.Kind == "UserTaskCompleted").ToListAsync());
    }

    [Theory, Databases]
    public async Task The_first_of_an_or_sign_decides_and_the_other_is_told(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var names = await NamesAsync(app, 2);
        var started = await app.StartCaseAsync("seats", TrialProcess.Members(names, needed: 1));
        await using var db = app.Open();
        var tasks = await db.Tasks.AsNoTracking().OrderBy(t => t.Id).ToListAsync();
        var refusals = await Task.WhenAll(
            tasks.Select(task => Task.Run(() => app.DecideAsync(task.Assignee!, task, "agree"))));
        var refusal = Assert.Single(refusals, r => r is not null);
        Assert.Equal((RefusalKind.Conflict, "task.stale"), (refusal!.Kind, refusal.Code));
        Assert.Equal(
            CaseStatus.Completed, (await db.Cases.AsNoTracking().SingleAsync(c => c.Id == started.CaseId)).Status);
        Assert.Equal(1, await db.Tasks.CountAsync(t => t.Status == WorkTaskStatus.Cancelled));
    }

    [Theory, Databases]
    public async Task A_timer_that_two_nodes_sweep_at_once_fires_once(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");
        await app.SweepAsync();
        app.Clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(Task.Run(app.SweepAsync), Task.Run(other.SweepAsync));
        await using var db = app.Open();
        Assert.Single(await db.CaseEvents.Where(e => e.Kind == "TimerFired").ToListAsync());
        Assert.Single(await db.Tasks.Where(t => t.ElementId == "APPROVE").ToListAsync());
    }

    [Theory, Databases]
    public async Task A_cancellation_and_a_decision_at_once_leave_one_whole_story(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        await using var other = app.StartNode();
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        var task = await app.OpenTaskAsync(started.CaseId, "REVIEW");
        await Task.WhenAll(
            Task.Run(() => app.DecideAsync("peimingyuan", task, "pass", form: """{ "seats": 45 }""")),
            Task.Run(() => other.ExecuteAsync(started.CaseId, new CancelInstance("误报"))));
        await using var db = app.Open();
        Assert.Equal(CaseStatus.Cancelled, (await db.Cases.SingleAsync()).Status);
        Assert.Equal(0, await db.Tasks.CountAsync(t => t.Status == WorkTaskStatus.Open));
        Assert.Null(EventChain.FindBreak(await db.CaseEvents.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync()));
    }

    private static async Task<List<string>> NamesAsync(ProductApp app, int count)
    {
        await using var db = app.Open();
        return await db.Users.OrderBy(u => u.UserName).Select(u => u.UserName!).Take(count).ToListAsync();
    }
}
