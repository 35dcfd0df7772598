using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Runs jobs outside of the steps that asked for them; they answer by a command. At least once: a handler sees the same
/// key again when the process died after its work and before the answer.
/// </summary>
internal sealed class JobSweep(
    Func<BalancedEduDb> open, Leases leases, ProcessRunner runner, IServiceScopeFactory scopes, Checkpoints checkpoints,
    TimeProvider time, IOptions<RuntimeSettings> settings, SweepFailures failures, ILogger<JobSweep> log) : ISweep
{
    private const int Batch = 20;

    private static readonly TimeSpan BackOffMax = TimeSpan.FromHours(1);

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();

        // A job that is stopped at its time limit must not be running elsewhere already, hence twice that time.
        var lease = TimeSpan.FromSeconds(2 * settings.Value.JobSecondsMax);
        var ids = await leases.JobsAsync(now, now + lease, Batch, cancellation);
        if (ids.Count == 0)
            return 0;

        // Checkpoint 5: leased, not run. If we die here the jobs are due again when the lease has run out.
        checkpoints.Pass(5);
        await using var db = open();
        var rows = await (
            from j in db.OutboxJobs.AsNoTracking()
            join c in db.Cases on j.CaseId equals c.Id
            where ids.Contains(j.Id)
            orderby j.Id
            select new { Job = j, c.Number }).ToListAsync(cancellation);
        await Parallel.ForEachAsync(
            rows,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = settings.Value.JobsAtOnce,
                CancellationToken = cancellation,
            },
            async (row, stop) => await RunAsync(row.Job, row.Number, stop));
        return rows.Count;
    }

    private async Task RunAsync(OutboxJob job, string caseNumber, CancellationToken cancellation)
    {
        try
        {
            var outputs = await HandleAsync(job, caseNumber, cancellation);

            // Checkpoint 6: the work is done, the answer is not given. If we die here the handler runs once more, with
            // the same key.
            checkpoints.Pass(6);
            await AnswerAsync(job, outputs, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            await FailAsync(job, e, cancellation);
        }
    }

    private async Task<FeelContext> HandleAsync(OutboxJob job, string caseNumber, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetServices<IJobHandler>().FirstOrDefault(h => h.Job == job.Job)
            ?? throw new JobFailedException($"没有名为“{job.Job}”的作业处理程序。请安装提供它的版本后重试。");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(settings.Value.JobSecondsMax));
        return await handler.RunAsync(
            new(job.Key, job.CaseId, caseNumber, Json.ToContext(job.Inputs), time.GetUtcNow()), limit.Token);
    }

    private async Task AnswerAsync(OutboxJob job, FeelContext outputs, CancellationToken cancellation)
    {
        // Nobody waits for the job of a rung.
        if (job.JobId == 0)
        {
            await SetAsync(job.Id, OutboxStatus.Done, null, null, cancellation);
            return;
        }
        var refusal = await runner.ExecuteAsync(
            job.CaseId, new CompleteJob(job.JobId, outputs), Actor.System, Key(job), cancellation);
        if (refusal is { Code: var code })
        {
            log.LogInformation("Job {Job} of case {Case} is no longer waited for: {Code}", job.Job, job.CaseId, code);
            await SetAsync(job.Id, OutboxStatus.Discarded, null, null, cancellation);
        }
    }

    private async Task FailAsync(OutboxJob job, Exception e, CancellationToken cancellation)
    {
        log.LogWarning(e, "Job {Job} of case {Case}: attempt {Attempt} failed", job.Job, job.CaseId, job.Attempts);
        var message = e is OperationCanceledException ? $"超过 {settings.Value.JobSecondsMax} 秒没有完成。" : e.Message;
        if (e is not JobFailedException && job.Attempts < settings.Value.JobAttemptsMax)
        {
            await SetAsync(
                job.Id, OutboxStatus.Pending, message, time.GetUtcNow() + BackOff(job.Attempts), cancellation);
            return;
        }
        await SetAsync(job.Id, OutboxStatus.Dead, message, null, cancellation);
        if (job.JobId == 0)
            await RaiseAsync(job, message, e, cancellation);
        else
            await runner.RunAsync(
                new(job.CaseId, new FailJob(job.JobId, message), Actor.System)
                {
                    DedupeKey = string.Create(CultureInfo.InvariantCulture, $"{Key(job)}:failed:{job.Attempts}"),
                    Host = (step, _) =>
                    {
                        step.Transition.Incidents.ForEach(i => i.Detail = StackOf(e));
                        return Task.CompletedTask;
                    },
                },
                cancellation);
    }

    /// <summary>A handler that says what is wrong has no fault of its own to look into.</summary>
    private static string? StackOf(Exception e) => e is JobFailedException ? null : e.ToString();

    /// <summary>
    /// No token waits for the job of a rung, so the engine knows nothing of it; a person must look all the same.
    /// </summary>
    private Task RaiseAsync(OutboxJob job, string message, Exception e, CancellationToken cancellation) =>
        failures.RecordAsync(
            new(IncidentCodes.JobFailed, job.Id, job.CaseId, job.Job, message),
            e is JobFailedException ? null : e, cancellation);

    private static string Key(OutboxJob job) => string.Create(CultureInfo.InvariantCulture, $"job:{job.Id}");

    private static TimeSpan BackOff(int attempts)
    {
        var seconds = 15 * Math.Pow(2, Math.Min(attempts - 1, 10));
        return TimeSpan.FromSeconds(Math.Min(seconds, BackOffMax.TotalSeconds));
    }

    private async Task SetAsync(
        long id, OutboxStatus status, string? error, DateTimeOffset? next, CancellationToken cancellation)
    {
        await using var db = open();
        await db.OutboxJobs.Where(j => j.Id == id && j.Status == OutboxStatus.Pending).ExecuteUpdateAsync(
            j => j.SetProperty(x => x.Status, status).SetProperty(x => x.LastError, error)
                .SetProperty(x => x.NextAttemptAt, x => next ?? x.NextAttemptAt),
            cancellation);
    }
}
