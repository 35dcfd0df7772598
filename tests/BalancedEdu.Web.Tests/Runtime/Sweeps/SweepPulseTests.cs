using BalancedEdu.Web.Data;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Tests.App;
using BalancedEdu.Web.Tests.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Tests.Runtime.Sweeps;

/// <summary>A sweep whose work takes long is slow, and no node that hangs: the health check hears it.</summary>
public sealed class SweepPulseTests
{
    /// <summary>As long as the health check waits.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory, Databases]
    public async Task A_mail_sweep_is_heard_while_each_mail_takes_its_time(DatabaseProvider provider)
    {
        await using var app = await ProductApp.StartAsync(provider, MailDispatcherTests.NoWorkflows);
        for (var i = 0; i < 6; i++)
            await MailDispatcherTests.PutAsync(app);
        await IsHeardAsync(
            app, nameof(MailSweep), () => app.Services.GetRequiredService<MailDispatcher>().DispatchAsync(default));
    }

    [Theory, Databases]
    public async Task A_rung_sweep_is_heard_while_each_rung_takes_its_time(DatabaseProvider provider)
    {
        await using var app = await ClockProcess.StartAppAsync(provider);
        for (var i = 0; i < 3; i++)
            await app.StartAcceptedAsync();
        app.Clock.Advance(TimeSpan.FromDays(60));
        await IsHeardAsync(
            app, nameof(RungSweep),
            () => app.Services.GetServices<ISweep>().OfType<RungSweep>().Single().RunAsync(default));
    }

    [Theory, Databases]
    public async Task A_job_sweep_is_heard_while_a_job_runs_for_long(DatabaseProvider provider)
    {
        var end = new TaskCompletionSource();
        var jobs = new TrialJobs { Hangs = end.Task };
        await using var app = await TrialProcess.StartAppAsync(provider, jobs);
        app.Services.GetRequiredService<IOptions<RuntimeSettings>>().Value.JobSecondsMax = 3600;
        var started = await app.StartCaseAsync("trial", TrialProcess.Variables);
        await app.CompleteAsync(started.CaseId, "REVIEW", "peimingyuan", "pass", form: """{ "seats": 45 }""");
        var pulse = app.Services.GetRequiredService<SweepPulse>();
        pulse.Beat(nameof(JobSweep));
        var sweep = app.Services.GetServices<ISweep>().OfType<JobSweep>().Single().RunAsync(default);
        await jobs.Hanging.Task;
        app.Clock.Advance(2 * Limit);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (pulse.SilentFor(Limit).Any(s => s.Sweep == nameof(JobSweep)))
        {
            Assert.False(limit.IsCancellationRequested, "The sweep has fallen silent.");
            await Task.Yield();
        }
        Assert.False(sweep.IsCompleted);
        end.SetResult();
        Assert.Equal(1, await sweep);
    }

    /// <summary>The clock goes on with each look at it, so that each piece of work takes a while.</summary>
    private static async Task IsHeardAsync(ProductApp app, string name, Func<Task> work)
    {
        var pulse = app.Services.GetRequiredService<SweepPulse>();
        pulse.Beat(name);
        var begun = app.Clock.GetUtcNow();
        app.Clock.AutoAdvanceAmount = TimeSpan.FromSeconds(30);
        await work();
        app.Clock.AutoAdvanceAmount = TimeSpan.Zero;
        Assert.True(app.Clock.GetUtcNow() - begun > 2 * Limit);
        Assert.DoesNotContain(pulse.SilentFor(Limit), s => s.Sweep == name);
    }
}
