using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>A node takes no more jobs than it can run, and says that it is alive while they run.</summary>
public sealed class JobPlacesTests
{
    [Theory, Databases]
    public async Task A_job_for_which_a_node_has_no_place_is_left_to_others(DatabaseProvider provider)
    {
        var end = new TaskCompletionSource();
        var jobs = new TrialJobs { Hangs = end.Task };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        app.Services.GetRequiredService<IOptions<RuntimeSettings>>().Value.JobsAtOnce = 1;
        for (var i = 0; i < 3; i++)
            await ReviewedAsync(app);
        var sweep = SweepAsync(app);
        await jobs.Hanging.Task;
        await using var db = app.Open();
        Assert.Equal([0, 0, 1], await db.OutboxJobs.OrderBy(j => j.Attempts).Select(j => j.Attempts).ToListAsync());
        end.SetResult();
        Assert.Equal(3, await sweep);
        Assert.Equal(3, await db.OutboxJobs.CountAsync(j => j.Status == OutboxStatus.Done && j.Attempts == 1));
    }

    [Theory, Databases]
    public async Task A_job_that_comes_while_another_runs_for_long_gets_a_free_place(DatabaseProvider provider)
    {
        var end = new TaskCompletionSource();
        var jobs = new TrialJobs { Hangs = end.Task };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        await ReviewedAsync(app);
        var sweep = SweepAsync(app);
        await jobs.Hanging.Task;
        var pulse = app.Services.GetRequiredService<SweepPulse>();
        jobs.Hangs = null;
        await ReviewedAsync(app);
        await using var db = app.Open();
        while (await db.OutboxJobs.CountAsync(j => j.Status == OutboxStatus.Done) < 1)
        {
            app.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        Assert.DoesNotContain(pulse.SilentFor(TimeSpan.FromSeconds(30)), s => s.Sweep == nameof(JobSweep));
        Assert.False(sweep.IsCompleted);
        end.SetResult();
        Assert.Equal(2, await sweep);
    }

    /// <summary>A case that others are always quicker with: the version is another at each commit.</summary>
    [Fact]
    public async Task An_answer_that_loses_its_race_again_and_again_is_given_later()
    {
        var racing = new Racing();
        await using var app = await ProductApp.StartAsync(DatabaseProvider.PostgreSql, TrialProcess.Folder, services =>
        {
            services.AddSingleton<ICaseLedger>(racing);
            TrialProcess.AddJobsAlone(services);
        });
        racing.Open = app.Open;
        await ReviewedAsync(app);
        racing.Quicker = true;
        await SweepAsync(app);
        await using var db = app.Open();
        Assert.Equal(OutboxStatus.Pending, (await db.OutboxJobs.AsNoTracking().SingleAsync()).Status);
        racing.Quicker = false;
        await app.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(OutboxStatus.Done, (await db.OutboxJobs.AsNoTracking().SingleAsync()).Status);
        Assert.Single(await db.CaseEvents.Where(e => e.Kind == "JobCompleted").ToListAsync());
    }

    private static async Task ReviewedAsync(ProductApp app)
    {
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");
    }

    private static Task<int> SweepAsync(ProductApp app) =>
        app.Services.GetServices<ISweep>().OfType<JobSweep>().Single().RunAsync(default);

    private sealed class Racing : ICaseLedger
    {
        public Func<BalancedEduDb> Open { get; set; } = null!;

        public bool Quicker { get; set; }

        public string ProcessId => "trial";

        public IEnumerable<FormattableString> Follow(CaseStep step)
        {
            if (!Quicker)
                yield break;
            using var db = Open();
            db.Database.ExecuteSqlRaw("UPDATE cases SET version = version + 1");
        }
    }
}
