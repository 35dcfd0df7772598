using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Starts;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>What an administrator asks about an incident.</summary>
/// <param name="Id">The row.</param>
/// <param name="Times">How often it had come when it was seen.</param>
/// <param name="Reason">Why; it stands in the case's events.</param>
public sealed record IncidentRequest(long Id, int Times, string? Reason)
{
    /// <summary>Of what a start by time has missed only this row; null: all of it.</summary>
    public long? Only { get; init; }
}

/// <summary>
/// What an administrator does about incidents. Each answers null when done, and leaves an event with the reason in the
/// chain of the case, in the same transaction as what was done.
/// </summary>
public sealed class IncidentActions
{
    /// <summary>The longest reason.</summary>
    public const int ReasonLengthMax = 500;

    /// <summary>The longest JSON that is taken, and shown to be edited.</summary>
    public const int JsonLengthMax = 64 * 1024;

    private readonly BalancedEduDb _db;
    private readonly BundleCatalog _bundles;
    private readonly ProcessRunner _runner;
    private readonly TaskHandover _handover;
    private readonly StoppedDeliveries _deliveries;
    private readonly DamagedPackages _packages;
    private readonly ILogger<IncidentActions> _log;

    internal IncidentActions(
        BalancedEduDb db, BundleCatalog bundles, ProcessRunner runner, TaskHandover handover,
        StoppedDeliveries deliveries, DamagedPackages packages, ILogger<IncidentActions> log) =>
        (_db, _bundles, _runner, _handover, _deliveries, _packages, _log) =
        (db, bundles, runner, handover, deliveries, packages, log);

    /// <summary>重试: tries again what stopped. That it stops once more is no refusal, but another incident.</summary>
    public async Task<ActionRefusal?> RetryAsync(
        IncidentRequest ask, AppUser person, CancellationToken cancellation)
    {
        var (row, refusal) = await FindAsync(ask, person, cancellation);
        return row is null ? refusal : await RetryAsync(
            new(row, person, ask.Reason!, "重试") { Only = ask.Only }, cancellation);
    }

    /// <summary>
    /// 更正变量后重试: sets variables of the process scope, those whose values differ from what they are, and retries.
    /// </summary>
    /// <param name="ask">The incident.</param>
    /// <param name="json">An object: names and values; others stay.</param>
    /// <param name="caseVersion">The version of the case whose variables were seen.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public async Task<ActionRefusal?> MendAsync(
        IncidentRequest ask, string? json, long caseVersion, AppUser person, CancellationToken cancellation)
    {
        var (row, refusal) = await FindAsync(ask, person, cancellation);
        if (row is null)
            return refusal;
        if (!IncidentOffers.Of(row, null).Mend)
            return IncidentRefusals.NotOffered("更正变量后重试", "它不是由事项的变量引起的。");
        var (wanted, invalid) = JsonField.Read(json);
        if (wanted is null)
            return invalid;
        var work = new Handling(row, person, ask.Reason!, "更正变量");
        return await MendAsync(work, wanted, caseVersion, cancellation)
            ?? await RetryMendedAsync(work with { Verb = "重试" }, cancellation);
    }

    /// <summary>跳过: gives the answer of a service task's job or of a call by hand; the token goes on.</summary>
    public async Task<ActionRefusal?> PassAsync(
        IncidentRequest ask, string? json, AppUser person, CancellationToken cancellation)
    {
        var (row, refusal) = await FindAsync(ask, person, cancellation);
        if (row is null)
            return refusal;
        var node = row.CaseId is null
            ? null
            : (await BundleAsync(row.CaseId.Value, cancellation)).Definition.Find(row.ElementId);
        if (!IncidentOffers.Of(row, node).Pass)
            return IncidentRefusals.NotOffered("跳过", "只有系统作业和子流程调用可以由人代填结果。");
        var (outputs, invalid) = JsonField.Read(string.IsNullOrWhiteSpace(json) ? "{}" : json);
        if (outputs is null)
            return invalid;
        Command command = node is Bpmn.Model.CallActivity
            ? new CompleteChild(await CallIdAsync(row, cancellation), outputs)
            : new CompleteJob(row.ElementInstanceId, outputs);
        return await RunAsync(new(row, person, ask.Reason!, "跳过"), "IncidentPassed", command, null, cancellation);
    }

    /// <summary>终止事项: ends the case; jobs of its reminders that were given up are given up for good.</summary>
    public async Task<ActionRefusal?> CancelAsync(
        IncidentRequest ask, AppUser person, CancellationToken cancellation)
    {
        var (row, refusal) = await FindAsync(ask, person, cancellation);
        if (row is null)
            return refusal;
        if (!IncidentOffers.Of(row, null).Cancel)
            return IncidentRefusals.NotOffered("终止事项", "它不属于任何事项。");
        var dead = await _db.OutboxJobs.Where(j =>
                j.CaseId == row.CaseId && j.JobId == 0 && j.Status == OutboxStatus.Dead)
            .Select(j => j.Id).ToListAsync(cancellation);
        return await RunAsync(
            new(row, person, ask.Reason!, "终止"), "IncidentAbandoned", new CancelInstance(ask.Reason!.Trim()),
            step => step.Transition.Letters.AddRange(
                dead.Select(id => new LetterDecision(Outbox.Jobs, id, OutboxStatus.Discarded, step.Now))),
            cancellation);
    }

    /// <summary>指派: gives a task that nobody can do to a person.</summary>
    public async Task<ActionRefusal?> AssignAsync(
        IncidentRequest ask, string? userName, AppUser person, CancellationToken cancellation)
    {
        var (row, refusal) = await FindAsync(ask, person, cancellation);
        if (row is null)
            return refusal;
        return IncidentOffers.Of(row, null).Assign
            ? await _handover.AssignAsync(new(row, person, ask.Reason!, "指派"), userName?.Trim() ?? "", cancellation)
            : IncidentRefusals.NotOffered("指派", "它不是没有人可以办理的环节。");
    }

    /// <summary>放弃: nobody will receive the message or be told, or this one case doesn't begin.</summary>
    public async Task<ActionRefusal?> DiscardAsync(
        IncidentRequest ask, AppUser person, CancellationToken cancellation)
    {
        var (row, refusal) = await FindAsync(ask, person, cancellation);
        if (row is null)
            return refusal;
        return IncidentOffers.Of(row, null).Discard
            ? await _deliveries.DecideAsync(
                new(row, person, ask.Reason!, "放弃") { Only = ask.Only }, OutboxStatus.Discarded, cancellation)
            : IncidentRefusals.NotOffered("放弃", "只有没能送到或没有人接收的消息、信号和答复，以及没能启动的流程可以放弃。");
    }

    private async Task<ActionRefusal?> RetryAsync(Handling work, CancellationToken cancellation)
    {
        var row = work.Row;
        if (!IncidentOffers.Of(row, null).Retry)
            return IncidentRefusals.NotOffered("重试", "系统一直在自动重试它，原因消除后会自行恢复。");
        switch (row)
        {
            case { ElementInstanceId: > 0 }:
                return await RunAsync(
                    work, "IncidentRetried", new ResolveIncident(row.ElementInstanceId), null, cancellation);
            case { Code: IncidentCodes.JobFailed }:
                return await RunAsync(
                    work, "IncidentRetried", null,
                    step => step.Transition.Letters.Add(
                        new(Outbox.Jobs, row.SourceId!.Value, OutboxStatus.Pending, step.Now)),
                    cancellation);
            case { Code:
                IncidentCodes.MessageUnreceived or IncidentCodes.MessageFailed or IncidentCodes.NoticeFailed
                or IncidentCodes.StartFailed }:
                return await _deliveries.DecideAsync(work, OutboxStatus.Pending, cancellation);
            case { Code: IncidentCodes.PackageDamaged }:
                return await _packages.CheckAsync(work, cancellation);
            case { Code: IncidentCodes.Unassignable }:
                return await _handover.OfferAsync(work, cancellation);
        }
        var timer = await _db.Timers.AsNoTracking().SingleOrDefaultAsync(t => t.Id == row.SourceId, cancellation);
        return timer is null
            ? IncidentRefusals.NotOffered("重试", "定时已经触发或取消，异常会自行消除。")
            : await RunAsync(
                work, "IncidentRetried", new FireTimer(timer.TimerId), null, cancellation, TimerSweep.KeyOf(timer));
    }

    private async Task<ActionRefusal?> MendAsync(
        Handling work, FeelContext wanted, long caseVersion, CancellationToken cancellation)
    {
        var @case = await _db.Cases.AsNoTracking().SingleAsync(c => c.Id == work.Row.CaseId, cancellation);
        if (@case.Version != caseVersion)
            return Refusals.CaseMoved($"{work.Verb} {@case.Number}");
        if (IncidentQuery.StateOf(@case) is not { } state)
            return IncidentRefusals.Failed("事项保存的状态读不出来。");
        var changed = new FeelContext(
            wanted.Where(v => !state.Variables.TryGet(v.Key, out var old) || old != v.Value));
        return changed.Count == 0
            ? IncidentRefusals.NothingChanged
            : await RunAsync(
                work with { Closes = false }, "IncidentMended", new SetVariables(changed), null, cancellation,
                caseVersion: caseVersion);
    }

    /// <summary>Reminders are tried again by themselves; and the new variables may have been enough.</summary>
    private async Task<ActionRefusal?> RetryMendedAsync(Handling work, CancellationToken cancellation)
    {
        if (work.Row.Code == IncidentCodes.RungFailed)
            return null;
        var refusal = await RetryAsync(work, cancellation);
        return refusal is null or { Code: "incident.resolved" } ? null : IncidentRefusals.MendedOnly(refusal);
    }

    /// <summary>A call that was made anew has another id than its element.</summary>
    private async Task<long> CallIdAsync(IncidentRow row, CancellationToken cancellation)
    {
        var @case = await _db.Cases.AsNoTracking().SingleAsync(c => c.Id == row.CaseId, cancellation);
        return IncidentQuery.StateOf(@case)?.Elements.GetValueOrDefault(row.ElementInstanceId)?.CallId
            ?? row.ElementInstanceId;
    }

    private async Task<PublishedBundle> BundleAsync(long caseId, CancellationToken cancellation) =>
        await _bundles.GetAsync(
            await _db.Cases.Where(c => c.Id == caseId).Select(c => c.BundleVersionId).SingleAsync(cancellation),
            cancellation);

    private async Task<(IncidentRow? Row, ActionRefusal? Refusal)> FindAsync(
        IncidentRequest ask, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(person);
        var row = await _db.IncidentsFor(person).AsNoTracking()
            .SingleOrDefaultAsync(i => i.Id == ask.Id, cancellation);
        return row switch
        {
            null => (null, IncidentRefusals.Unknown),
            { ResolvedAt: not null } => (null, IncidentRefusals.Resolved(row)),
            // One of what a start has missed is guarded by its own row: others of them fail meanwhile.
            _ when row.Times != ask.Times && !(ask.Only is not null && MissedStarts.IsAbout(row)) =>
                (null, IncidentRefusals.Stale),
            _ when ask.Reason?.Trim() is not { Length: > 0 and <= ReasonLengthMax } =>
                (null, IncidentRefusals.ReasonMissing),
            _ => (row, null),
        };
    }

    private async Task<ActionRefusal?> RunAsync(
        Handling work, string kind, Command? command, Action<StepContext>? more, CancellationToken cancellation,
        string? key = null, long? caseVersion = null)
    {
        var request = new StepRequest(work.Row.CaseId!.Value, command, work.Actor)
        {
            DedupeKey = key,
            CaseVersion = caseVersion,
            Verb = work.Verb,
            Host = (step, _) =>
            {
                more?.Invoke(step);
                work.Record(step, kind);
                return Task.CompletedTask;
            },
        };
        var refusal = await _runner.TryAsync(request, _log, cancellation);
        return refusal is null ? null : await ExplainAsync(work.Row, refusal, cancellation);
    }

    /// <summary>Somebody was quicker, or it went by itself: that is what the administrator wants to know.</summary>
    private async Task<ActionRefusal> ExplainAsync(
        IncidentRow row, ActionRefusal refusal, CancellationToken cancellation)
    {
        var now = await _db.Incidents.AsNoTracking().SingleAsync(i => i.Id == row.Id, cancellation);
        return now.ResolvedAt is null ? refusal : IncidentRefusals.Resolved(now);
    }
}
