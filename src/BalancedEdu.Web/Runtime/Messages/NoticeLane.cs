using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Messages;

/// <summary>
/// Tells cases what others have to say to them, in order. Whoever has the first notice of a case has all of them; what
/// many children say at the same time is one step of their caller.
/// </summary>
internal sealed class NoticeLane(
    Func<BalancedEduDb> open, Leases leases, ProcessRunner runner, Checkpoints checkpoints, SweepFailures failures,
    Retries retries, TimeProvider time, ILogger<NoticeLane> log)
{
    private const int Batch = 50;

    private const int AtOnce = 4;

    private const int OfOneStepMax = 500;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>When a case that stands still or is busy is told again.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    /// <summary>Tells what is due.</summary>
    public async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = await leases.NoticesAsync(now, now + Lease, Batch, cancellation);
        if (ids.Count == 0)
            return 0;

        // Checkpoint 11: leased, not told. If we die here they are due again when the lease has run out.
        checkpoints.Pass(11);
        await using var db = open();
        var cases = await db.OutboxNotices.Where(n => ids.Contains(n.Id)).Select(n => n.CaseId).Distinct().Order()
            .ToListAsync(cancellation);
        await Parallel.ForEachAsync(
            cases, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (caseId, stop) => await TellAsync(caseId, stop));
        return cases.Count;
    }

    private async Task TellAsync(long caseId, CancellationToken cancellation)
    {
        await using var db = open();
        var notices = await db.OutboxNotices.AsNoTracking()
            .Where(n => n.CaseId == caseId && n.Status == OutboxStatus.Pending).OrderBy(n => n.Id).Take(OfOneStepMax)
            .ToListAsync(cancellation);
        if (notices.Count == 0)
            return;
        try
        {
            if (notices[0].Kind == NoticeKind.Signal)
                await TellSignalAsync(db, notices[0], cancellation);
            else if (notices[0].LastError is not null)
                // Which of them the step threw at is not known: from then on each is told by itself.
                await TellAsync(db, [notices[0]], cancellation);
            else
                await TellAsync(db, [.. notices.TakeWhile(n => n.Kind != NoticeKind.Signal)], cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await FailAsync(db, notices[0], e, cancellation);
        }
    }

    private async Task FailAsync(
        BalancedEduDb db, OutboxNotice notice, Exception e, CancellationToken cancellation)
    {
        var next = retries.Next(notice.Attempts);
        log.LogError(e, "Tell case {Case} its notices: failed, it is tried again at {Next}", notice.CaseId, next);
        await failures.RecordAsync(
            Troubles.Of(
                IncidentCodes.NoticeFailed, notice.Id, notice.CaseId, "", "其他事项的答复", e, rests: next is null),
            e, cancellation);
        var (status, at) = next is { } then
            ? (OutboxStatus.Pending, then) : (OutboxStatus.Dead, notice.NextAttemptAt);
        await db.OutboxNotices.Where(n => n.Id == notice.Id && n.Status == OutboxStatus.Pending).ExecuteUpdateAsync(
            n => n.SetProperty(x => x.Status, status).SetProperty(x => x.NextAttemptAt, at)
                .SetProperty(x => x.LastError, e.Message),
            cancellation);
    }

    private async Task TellAsync(
        BalancedEduDb db, IReadOnlyList<OutboxNotice> notices, CancellationToken cancellation)
    {
        var step = new NoticeStep(notices);
        var refusal = await runner.RunAsync(
            new(notices[0].CaseId, null, Actor.System) { Steps = step.Run, Host = step.WriteAsync }, cancellation);
        if (refusal is null)
            return;
        if (refusal is { Code: Refusals.BusyCode } || step.Held)
            await PutOffAsync(db, notices[0].Id, cancellation);
        else
            await EndAsync(db, step.Refused, OutboxStatus.Discarded, cancellation);
    }

    private async Task TellSignalAsync(BalancedEduDb db, OutboxNotice notice, CancellationToken cancellation)
    {
        var signal = new BroadcastSignal(notice.Code, Json.ToContext(notice.Variables));
        var request = new StepRequest(notice.CaseId, signal, Actor.System)
        {
            DedupeKey = notice.Key,
            Host = (step, _) =>
            {
                step.Transition.Correspondence.Add(Troubles.Over(IncidentCodes.NoticeFailed, notice.Id, step.Now));
                return Task.CompletedTask;
            },
        };
        var refusal = await runner.RunAsync(request, cancellation);
        if (refusal is null)
            await EndAsync(db, [notice], OutboxStatus.Done, cancellation);
        else if (refusal.Code is Refusals.BusyCode or EngineCodes.Suspended)
            await PutOffAsync(db, notice.Id, cancellation);
        else
            await EndAsync(db, [notice], OutboxStatus.Discarded, cancellation);
    }

    /// <summary>That it can't be told now costs no attempt.</summary>
    private Task PutOffAsync(BalancedEduDb db, long id, CancellationToken cancellation) =>
        db.OutboxNotices.Where(n => n.Id == id && n.Status == OutboxStatus.Pending).ExecuteUpdateAsync(
            n => n.SetProperty(x => x.NextAttemptAt, time.GetStoredNow() + Later)
                .SetProperty(x => x.Attempts, x => x.Attempts - 1),
            cancellation);

    private static Task EndAsync(
        BalancedEduDb db, IReadOnlyList<OutboxNotice> notices, OutboxStatus status, CancellationToken cancellation)
    {
        var ids = notices.Select(n => n.Id).ToList();
        return db.OutboxNotices.Where(n => ids.Contains(n.Id) && n.Status == OutboxStatus.Pending).ExecuteUpdateAsync(
            n => n.SetProperty(x => x.Status, status).SetProperty(x => x.Variables, ""), cancellation);
    }
}
