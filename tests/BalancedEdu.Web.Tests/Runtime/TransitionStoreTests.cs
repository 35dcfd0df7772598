using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Transitions;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime;

public sealed class TransitionStoreTests
{
    [Theory, Databases]
    public async Task A_step_that_comes_too_late_takes_none_of_those_down_that_go_with_it(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var tasks = await StartAsync(app, 24);
        var store = app.Services.GetRequiredService<TransitionStore>();
        var steps = await Task.WhenAll(tasks.Select(t => StepOfAsync(app, t)));
        foreach (var late in tasks.Where((_, i) => i % 8 == 3))
            Assert.Null(await app.DecideAsync(
                "fangqiheng", late, "back", "先退回", """{ "seats": 45 }"""));

        var results = await Task.WhenAll(steps.Select(s => Task.Run(() => store.CommitAsync([s], default))));

        for (var i = 0; i < results.Length; i++)
            if (i % 8 == 3)
                Assert.Contains(results[i], new[] { CommitResult.Stale, CommitResult.Taken });
            else
                Assert.Equal(CommitResult.Committed, results[i]);
        await using var db = app.Open();
        var decided = await db.CaseEvents.Where(e => e.Kind == "UserTaskCompleted").ToListAsync();
        Assert.Equal(tasks.Select(t => t.CaseId).Order(), decided.Select(e => e.CaseId).Order());
        foreach (var events in (await db.CaseEvents.AsNoTracking().ToListAsync()).GroupBy(e => e.CaseId))
            Assert.Null(EventChain.FindBreak([.. events.OrderBy(e => e.Sequence)]));
    }

    [Theory, Databases]
    public async Task A_step_that_the_database_refuses_fails_alone(DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var tasks = await StartAsync(app, 12);
        var store = app.Services.GetRequiredService<TransitionStore>();
        var steps = await Task.WhenAll(tasks.Select(t => StepOfAsync(app, t)));
        steps[5].Events[0].Kind = null!;

        var faults = await Task.WhenAll(steps.Select(s => Task.Run(async () =>
            await Record.ExceptionAsync(() => store.CommitAsync([s], default)))));

        Assert.NotNull(faults[5]);
        Assert.Single(faults, f => f is not null);
        await using var db = app.Open();
        Assert.Equal(11, await db.Tasks.CountAsync(t => t.Status == WorkTaskStatus.Completed));
        Assert.Equal(1, await db.Cases.CountAsync(c => c.Version == 1));
    }

    [Theory, Databases]
    public async Task Cases_that_are_read_together_are_each_whole_and_who_is_not_there_is_null(
        DatabaseProvider provider)
    {
        await using var app = await TrialProcess.StartAppAsync(provider);
        var tasks = await StartAsync(app, 10);
        var store = app.Services.GetRequiredService<TransitionStore>();
        var ids = tasks.SelectMany(t => new[] { t.CaseId, t.CaseId + 1_000_000 }).ToList();
        var read = await Task.WhenAll(ids.Select(id => Task.Run(() => store.LoadAsync(id, null, default))));
        for (var i = 0; i < ids.Count; i++)
            if (i % 2 == 1)
                Assert.Null(read[i]);
            else
                Assert.Equal((ids[i], tasks[i / 2].Id), (read[i]!.Case.Id, Assert.Single(read[i]!.OpenTasks).Id));
    }

    private static async Task<List<WorkTask>> StartAsync(ProductApp app, int count)
    {
        for (var i = 0; i < count; i++)
            await app.StartCaseAsync("trial", TrialProcess.Variables);
        await using var db = app.Open();
        return await db.Tasks.AsNoTracking().Where(t => t.ElementId == "REVIEW").OrderBy(t => t.Id).ToListAsync();
    }

    private static async Task<Transition> StepOfAsync(ProductApp app, WorkTask task)
    {
        var snapshot = await app.Services.GetRequiredService<TransitionStore>().LoadAsync(task.CaseId, null, default);
        var bundle = await app.Services.GetRequiredService<BundleCatalog>()
            .GetAsync(snapshot!.Case.BundleVersionId, default);
        var form = new FeelContext([new("seats", FeelValue.Of(45m))]);
        var command = new CompleteUserTask(task.ElementInstanceId, "pass", null, "peimingyuan", form);
        var request = new StepRequest(task.CaseId, command, new("peimingyuan", "裴明远"))
        {
            TaskId = task.Id,
            Revision = task.Revision,
        };
        var (transition, refusal) = await app.Services.GetRequiredService<StepBuilder>()
            .ContinueAsync(bundle, snapshot, request, app.Clock.GetStoredNow(), default);
        Assert.Null(refusal);
        return transition!;
    }
}
