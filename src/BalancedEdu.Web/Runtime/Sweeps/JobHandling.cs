using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Runs the handler of a job within the time it has. A handler that doesn't stop when it is told to is left behind: it
/// holds neither the sweep nor other jobs, and whatever it gives later is not taken.
/// </summary>
internal sealed class JobHandling(
    IServiceScopeFactory scopes, TimeProvider time, IOptions<RuntimeSettings> settings, ILogger<JobHandling> log)
{
    /// <summary>The outputs of the handler.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="JobFailedException">It says so, or there is no such handler.</exception>
    public async Task<FeelContext> RunAsync(OutboxJob job, string caseNumber, CancellationToken cancellation)
    {
        var seconds = settings.Value.JobSecondsMax;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var stop = both.Token;

        // On a thread of its own: a handler may also block before it gives its task.
        var work = Task.Run(() => HandleAsync(job, caseNumber, stop), CancellationToken.None);
        try
        {
            return await work.WaitAsync(stop);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            if (!work.IsCompleted)
                _ = WatchAsync(job, work);
            throw new TimeoutException($"超过 {seconds} 秒没有完成。");
        }
    }

    private async Task<FeelContext> HandleAsync(OutboxJob job, string caseNumber, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetServices<IJobHandler>().FirstOrDefault(h => h.Job == job.Job)
            ?? throw new JobFailedException($"没有名为“{job.Job}”的作业处理程序。请安装提供它的版本后重试。");
        return await handler.RunAsync(
            new(job.Key, job.CaseId, caseNumber, Json.ToContext(job.Inputs), time.GetUtcNow()), stop);
    }

    private async Task WatchAsync(OutboxJob job, Task work)
    {
        log.LogWarning("Job {Job} of case {Case} was told to stop and goes on: it is left behind", job.Job, job.CaseId);
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        log.LogWarning(
            "Job {Job} of case {Case} that was left behind has ended ({Status}): what it gave is not taken",
            job.Job, job.CaseId, work.Status);
    }
}
