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
    SweepFailures failures, TimeProvider time, ILogger<CallLane> log)
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
            log.LogError(e, "Begin {Process} for case {Case}: failed, it is tried again in {Lease}", call.ProcessId,
                call.CaseId, Lease);
            await failures.RecordAsync(
                new(
                    IncidentCodes.CallFailed, call.Id, call.CaseId, call.ElementId,
                    $"没能发起流程“{call.ProcessId}”：{e.Message}。系统每 {Lease.TotalMinutes:0} 分钟再试一次。"),
                e, cancellation);
            await SetAsync(call, time.GetStoredNow() + Lease, e.Message, cancellation);
        }
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
                    return Task.CompletedTask;
                },
            },
            cancellation);

        // A caller that stands still is told when it goes on; one that has gone on has withdrawn its call.
        if (refusal is not null)
            await SetAsync(call, time.GetStoredNow() + Later, why, cancellation);
    }

    private async Task SetAsync(CallRow call, DateTimeOffset next, string error, CancellationToken cancellation)
    {
        await using var db = open();
        await db.Calls.Where(c => c.Id == call.Id && c.Status == CallStatus.Requested).ExecuteUpdateAsync(
            c => c.SetProperty(x => x.NextAttemptAt, next).SetProperty(x => x.LastError, error), cancellation);
    }

    private sealed record Caller(
        long CaseId, long BundleVersionId, string StartedBy, string ApplicantName, string? DistrictCode,
        string? SchoolCode);
}
