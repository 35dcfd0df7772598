using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.App;
using Microsoft.Extensions.DependencyInjection;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>The two small processes that the runtime is tried with, and the jobs they ask for.</summary>
internal static class TrialProcess
{
    public const string Folder = "Runtime/Workflows";

    public static FeelContext Variables { get; } = new([new("subject", FeelValue.Of("明德小学"))]);

    public static Task<ProductApp> StartAppAsync(DatabaseProvider provider, TrialJobs? jobs = null) =>
        ProductApp.StartAsync(provider, Folder, services =>
        {
            services.AddSingleton(jobs ?? new());
            AddJobs(services);
        });

    public static void AddJobs(IServiceCollection services)
    {
        services.AddScoped<IJobHandler, WorkJob>();
        services.AddScoped<IJobHandler, CapJob>();
    }

    /// <summary>The jobs with a record of their own.</summary>
    public static void AddJobsAlone(IServiceCollection services)
    {
        services.AddSingleton(new TrialJobs());
        AddJobs(services);
    }

    public static FeelContext Members(IEnumerable<string> names, int? needed = null)
    {
        var members = new FeelContext([new("members", FeelValue.Of([.. names.Select(n => FeelValue.Of(n))]))]);
        return members.With("needed", needed is { } n ? FeelValue.Of((decimal)n) : FeelValue.Null);
    }

    private sealed class WorkJob(TrialJobs jobs) : IJobHandler
    {
        public string Job => "trial.work";

        public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
        {
            jobs.Calls.Enqueue(request);
            if (jobs.Hangs is { } until)
            {
                jobs.Hanging.TrySetResult();
                await until;
            }
            if (jobs.Fails is { } failure)
                throw failure;
            return new([new("score", FeelValue.Of(42m))]);
        }
    }

    private sealed class CapJob(TrialJobs jobs) : IJobHandler
    {
        public string Job => "trial.cap";

        public Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
        {
            jobs.Calls.Enqueue(request);
            if (jobs.CapFails is { } failure)
                throw failure;
            return Task.FromResult(FeelContext.Empty);
        }
    }
}

/// <summary>What the trial's handlers were told, and how they answer.</summary>
internal sealed class TrialJobs
{
    public System.Collections.Concurrent.ConcurrentQueue<JobRequest> Calls { get; } = [];

    /// <summary>What the next attempts throw, or null.</summary>
    public Exception? Fails { get; set; }

    /// <summary>What a handler waits for, deaf to being told to stop; or null.</summary>
    public Task? Hangs { get; set; }

    /// <summary>Ends when a handler begins to wait.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the job of a rung throws, or null.</summary>
    public Exception? CapFails { get; set; }
}
