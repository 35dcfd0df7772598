using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Messages;
using BalancedEdu.Web.Runtime.Starts;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Calls;

/// <summary>
/// Begins the cases that others have called. The row of the call changes with the beginning, so a call has one child;
/// what can't begin comes back to the caller as an incident.
/// </summary>
internal sealed class CallLane(
    Func<BalancedEduDb> open, Leases leases, ProcessRunner runner, BundleCatalog bundles, Checkpoints checkpoints,
    SweepFailures failures, Retries retries, TimeProvider time, ILogger<CallLane> log)
{
    /// <summary>After so many the callers are told what their children have said.</summary>
    private const int Batch = 250;

    private const int AtOnce = 4;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    /// <summary>Begins what is due.</summary>
    public async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = await leases.CallsAsync(now, now + Lease, Batch, cancellation);
        if (ids.Count == 0)
            return 0;

        // Checkpoint 12: leased, not begun. If we die here they are due again when the lease has run out.
        checkpoints.Pass(12);
        await using var db = open();
        var calls = await db.Calls.AsNoTracking().Where(c => ids.Contains(c.Id)).OrderBy(c => c.Id)
            .ToListAsync(cancellation);
        var callers = calls.Select(c => c.CaseId).Distinct().ToList();
        var about = await db.Cases.Where(c => callers.Contains(c.Id)).Select(c => new Caller(
                c.Id, c.BundleVersionId, c.StartedBy, c.ApplicantName, c.DistrictCode, c.SchoolCode))
            .ToDictionaryAsync(c => c.CaseId, cancellation);
        await Parallel.ForEachAsync(
            calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (call, stop) => await BeginAsync(call, about[call.CaseId], stop));
        return calls.Count;
    }

    private async Task BeginAsync(CallRow call, Caller caller, CancellationToken cancellation)
    {
        try
        {
            if (await FindAsync(call, caller, cancellation) is not { } bundle)
            {
                await FailAsync(call, Refusals.ProcessUnknown(call.ProcessId).Message, cancellation);
                return;
            }
            var answer = await runner.BeginAsync(BeginningOf(call, caller, bundle), cancellation);
            if (answer.Refused)
                await FailAsync(call, answer.Refusal.Message, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (retries.Next(call.Attempts) is not null || !await GiveUpAsync(call, e, cancellation))
                await PutOffAsync(call, e, cancellation);
        }
    }

    /// <summary>
    /// Out of retries: the caller has the incident, where it can be called again or answered by hand; unless its own
    /// step throws, too.
    /// </summary>
    private async Task<bool> GiveUpAsync(CallRow call, Exception why, CancellationToken cancellation)
    {
        try
        {
            await FailAsync(
                call, $"没能发起流程“{call.ProcessId}”：{why.Message}。系统已多次重试，不再自动重试。", cancellation);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Tell case {Case} that its call of {Process} is given up: failed", call.CaseId,
                call.ProcessId);
            return false;
        }
    }

    private async Task PutOffAsync(CallRow call, Exception e, CancellationToken cancellation)
    {
        var next = retries.Later(call.Attempts);
        log.LogError(e, "Begin {Process} for case {Case}: failed, it is tried again at {Next}", call.ProcessId,
            call.CaseId, next);
        await failures.RecordAsync(
            new(
                IncidentCodes.CallFailed, call.Id, call.CaseId, call.ElementId,
                $"没能发起流程“{call.ProcessId}”：{e.Message}。系统会继续重试。"),
            e, cancellation);
        await using var db = open();
        await db.Calls.Where(c => c.Id == call.Id && c.Status == CallStatus.Requested).ExecuteUpdateAsync(
            c => c.SetProperty(x => x.NextAttemptAt, next).SetProperty(x => x.LastError, e.Message), cancellation);
    }

    /// <summary>The version that was newest when the caller was published, unless it asks for the latest.</summary>
    private async Task<PublishedBundle?> FindAsync(CallRow call, Caller caller, CancellationToken cancellation)
    {
        if (!call.Latest && await bundles.FindBoundAsync(caller.BundleVersionId, call.ProcessId, cancellation)
            is { } bound)
            return bound;
        return await bundles.FindNewestAsync(call.ProcessId, cancellation);
    }

    /// <summary>The child is about what its caller is about, and runs in the same name.</summary>
    private static CaseBeginning BeginningOf(CallRow call, Caller caller, PublishedBundle bundle) => new(
        bundle,
        new(
            call.ProcessId, Json.ToContext(call.Variables), caller.DistrictCode, caller.SchoolCode,
            caller.ApplicantName, null),
        Actor.System)
    {
        Call = call,
        Initiator = caller.StartedBy,
        Rows = child => call.LastError is null
            ? [CallRows.Begun(call, child)]
            : [CallRows.Begun(call, child), Troubles.Over(IncidentCodes.CallFailed, call.Id, child.StartedAt)],
    };

    private async Task FailAsync(CallRow call, string why, CancellationToken cancellation)
    {
        var refusal = await runner.RunAsync(
            new(call.CaseId, new FailChild(call.CallId, why), Actor.System)
            {
                Host = (step, _) =>
                {
                    step.Transition.Correspondence.Add(CallRows.Failed(call, why));
                    if (call.LastError is not null)
                        step.Transition.Correspondence.Add(
                            Troubles.Over(IncidentCodes.CallFailed, call.Id, step.Now));
                    return Task.CompletedTask;
                },
            },
            cancellation);

        // A caller that stands still is told when it goes on; one that has gone on has withdrawn its call.
        if (refusal is null)
            return;
        var next = time.GetStoredNow() + Later;
        await using var db = open();
        await db.Calls.Where(c => c.Id == call.Id && c.Status == CallStatus.Requested).ExecuteUpdateAsync(
            c => c.SetProperty(x => x.NextAttemptAt, next).SetProperty(x => x.Attempts, x => x.Attempts - 1)
                .SetProperty(x => x.LastError, why),
            cancellation);
    }

    private sealed record Caller(
        long CaseId, long BundleVersionId, string StartedBy, string ApplicantName, string? DistrictCode,
        string? SchoolCode);
}
