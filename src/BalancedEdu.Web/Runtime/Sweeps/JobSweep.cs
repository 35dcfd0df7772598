using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Runs jobs outside of the steps that asked for them; they answer by a command. At least once: a handler sees the same
/// key again when the process died after its work and before the answer.
/// </summary>
internal sealed class JobSweep(
    Func<BalancedEduDb> open, Leases leases, ProcessRunner runner, JobHandling handling, CircuitBreaker breaker,
    Checkpoints checkpoints, TimeProvider time, Random random, IOptions<RuntimeSettings> settings,
    SweepFailures failures, SweepPulse pulse, ILogger<JobSweep> log) : ISweep
{
    private const string TargetPrefix = "job:";

    /// <summary>How long a job of a case that stands still is left alone before it is looked at again.</summary>
    private static readonly TimeSpan SuspendedFor = TimeSpan.FromMinutes(1);

    /// <summary>How long a job may be due before a free place is given to it while another job runs.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public bool FollowsSteps => true;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var (running, begun) = (new List<Task>(), 0);
        try
        {
            while (true)
            {
                pulse.Beat(nameof(JobSweep));

                // No more than can run at once: what waited here for others would outlive its lease.
                foreach (var row in await TakeAsync(settings.Value.JobsAtOnce - running.Count, cancellation))
                {
                    running.Add(row.Suspended
                        ? GiveBackAsync(row.Job, time.GetUtcNow() + SuspendedFor, cancellation)
                        : RunAsync(row.Job, row.Number, cancellation));
                    begun++;
                }
                if (running.Count == 0)
                    return begun;
                await Task.WhenAny(running.Append(Task.Delay(LookEvery, time, cancellation)));
                foreach (var ended in running.Where(job => job.IsCompleted).ToList())
                {
                    running.Remove(ended);
                    await ended;
                }
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<TakenJob>> TakeAsync(int free, CancellationToken cancellation)
    {
        if (free == 0)
            return [];
        var now = time.GetUtcNow();

        // A job that is stopped at its time limit must not be running elsewhere already, hence twice that time.
        var lease = TimeSpan.FromSeconds(2 * settings.Value.JobSecondsMax);
        var ids = await leases.JobsAsync(now, now + lease, free, ShutKinds(), cancellation);
        if (ids.Count == 0)
            return [];

        // Checkpoint 5: leased, not run. If we die here the jobs are due again when the lease has run out.
        checkpoints.Pass(5);
        await using var db = open();
        return await (
            from j in db.OutboxJobs.AsNoTracking()
            join c in db.Cases on j.CaseId equals c.Id
            where ids.Contains(j.Id)
            orderby j.Id
            select new TakenJob(j, c.Number, c.SuspendedAt != null)).ToListAsync(cancellation);
    }

    private string[] ShutKinds() =>
    [
        .. breaker.Shut.Where(t => t.StartsWith(TargetPrefix, StringComparison.Ordinal))
            .Select(t => t[TargetPrefix.Length..]),
    ];

    private async Task RunAsync(OutboxJob job, string caseNumber, CancellationToken cancellation)
    {
        if (breaker.Enter(TargetPrefix + job.Job) is { } notBefore)
        {
            await GiveBackAsync(job, notBefore, cancellation);
            return;
        }
        using var activity = Telemetry.Source.StartActivity($"job {job.Job}");
        activity?.SetTag("case.number", caseNumber);
        using var scope = log.BeginScope(new KeyValuePair<string, object>[] { new("CaseNumber", caseNumber) });
        try
        {
            var outputs = await handling.RunAsync(job, caseNumber, cancellation);
            breaker.Answered(TargetPrefix + job.Job);
            Count(job, "done");

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

    /// <summary>It was taken before its kind was shut: that was no attempt.</summary>
    private async Task GiveBackAsync(OutboxJob job, DateTimeOffset notBefore, CancellationToken cancellation)
    {
        var next = notBefore + BackOff.Spread(CircuitBreaker.ShutFor, random.NextDouble());
        await using var db = open();
        await db.OutboxJobs.Where(j => j.Id == job.Id && j.Status == OutboxStatus.Pending).ExecuteUpdateAsync(
            j => j.SetProperty(x => x.Attempts, x => x.Attempts - 1).SetProperty(x => x.NextAttemptAt, next),
            cancellation);
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
        if (refusal is { Code: EngineCodes.Suspended or Refusals.BusyCode })
        {
            // The case stands still, or others were quicker again and again: the answer is given later, by the same
            // key.
            await GiveBackAsync(job, time.GetUtcNow() + SuspendedFor, cancellation);
            return;
        }
        if (refusal is { Code: var code })
        {
            log.LogInformation("Job {Job} of case {Case} is no longer waited for: {Code}", job.Job, job.CaseId, code);
            await SetAsync(job.Id, OutboxStatus.Discarded, null, null, cancellation);
        }
    }

    private async Task FailAsync(OutboxJob job, Exception e, CancellationToken cancellation)
    {
        log.LogWarning(e, "Job {Job} of case {Case}: attempt {Attempt} failed", job.Job, job.CaseId, job.Attempts);
        Count(job, e is JobFailedException ? "refused" : "failed");
        var message = e.Message;
        if (e is JobFailedException)
            breaker.Answered(TargetPrefix + job.Job);
        else if (breaker.Failed(TargetPrefix + job.Job, job.Id))
            log.LogError("Jobs {Job} are left alone for {Time}: different ones failed in a row", job.Job,
                CircuitBreaker.ShutFor);
        if (e is not JobFailedException && job.Attempts < settings.Value.JobAttemptsMax)
        {
            await SetAsync(
                job.Id, OutboxStatus.Pending, message,
                time.GetUtcNow() + BackOff.After(job.Attempts, random.NextDouble()), cancellation);
            return;
        }
        if (job.JobId == 0)
        {
            await SetAsync(job.Id, OutboxStatus.Dead, message, null, cancellation);
            await RaiseAsync(job, message, e, cancellation);
        }
        else
            await GiveUpAsync(job, message, e, cancellation);
    }

    /// <summary>
    /// The step that keeps the token with an incident also marks the row: when we die before it, the job runs once
    /// more. The key tells one taking of the row from another, so that a job that fails again after a person has had
    /// it tried again is an incident again.
    /// </summary>
    private async Task GiveUpAsync(OutboxJob job, string message, Exception e, CancellationToken cancellation)
    {
        await SetAsync(job.Id, OutboxStatus.Pending, message, null, cancellation);
        var refusal = await runner.RunAsync(
            new(job.CaseId, new FailJob(job.JobId, message), Actor.System)
            {
                DedupeKey = string.Create(
                    CultureInfo.InvariantCulture, $"{Key(job)}:failed:{job.NextAttemptAt.UtcTicks}"),
                Host = (step, _) =>
                {
                    step.Transition.Incidents.ForEach(i => i.Detail = StackOf(e));
                    return Task.CompletedTask;
                },
            },
            cancellation);
        if (refusal is { Code: EngineCodes.Suspended })
            await GiveBackAsync(job, time.GetUtcNow() + SuspendedFor, cancellation);
        else if (refusal is not (null or { Code: Refusals.BusyCode }))
            await SetAsync(job.Id, OutboxStatus.Discarded, null, null, cancellation);
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

    private static void Count(OutboxJob job, string outcome) => Telemetry.JobAttempts.Add(
        1, new("job", job.Job), new KeyValuePair<string, object?>("outcome", outcome));

    private static string Key(OutboxJob job) => string.Create(CultureInfo.InvariantCulture, $"job:{job.Id}");

    private async Task SetAsync(
        long id, OutboxStatus status, string? error, DateTimeOffset? next, CancellationToken cancellation)
    {
        await using var db = open();
        await db.OutboxJobs.Where(j => j.Id == id && j.Status == OutboxStatus.Pending).ExecuteUpdateAsync(
            j => j.SetProperty(x => x.Status, status).SetProperty(x => x.LastError, error)
                .SetProperty(x => x.NextAttemptAt, x => next ?? x.NextAttemptAt),
            cancellation);
    }

    private sealed record TakenJob(OutboxJob Job, string Number, bool Suspended);
}
