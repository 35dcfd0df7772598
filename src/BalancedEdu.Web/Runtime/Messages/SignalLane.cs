using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Starts;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Messages;

/// <summary>
/// Takes signals to all cases that waited when they were sent: a page of cases at a time, in the order of their rows,
/// so that ten thousand receivers need no more memory than a page; then to the processes that it starts. Where a node
/// dies, another goes on.
/// </summary>
internal sealed class SignalLane(
    Func<BalancedEduDb> open, RawConnections connections, Leases leases, ProcessRunner runner, SignalStarts starts,
    Checkpoints checkpoints, SweepFailures failures, Retries retries, TimeProvider time, ILogger<SignalLane> log)
{
    private const int Batch = 5;

    private const int Page = 200;

    private const int AtOnce = 4;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>When a receiver that stands still is asked again.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    /// <summary>Takes each signal that is due to a page of its receivers.</summary>
    public async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var ids = await leases.MessagesAsync(MessageKind.Signal, now, now + Lease, Batch, cancellation);
        await using var db = open();
        var rows = await db.OutboxMessages.AsNoTracking().Where(m => ids.Contains(m.Id)).OrderBy(m => m.Id)
            .ToListAsync(cancellation);
        var behind = await MessageRows.BehindAsync(db, ids, cancellation);
        foreach (var signal in rows)
            if (behind.Contains(signal.Id))
                await KeepAsync(db, signal, cancellation);
            else
                await SpreadSafelyAsync(db, signal, cancellation);
        return rows.Count;
    }

    /// <summary>One that can't go on holds up neither those that were taken with it nor the other lanes.</summary>
    private async Task SpreadSafelyAsync(BalancedEduDb db, OutboxMessage signal, CancellationToken cancellation)
    {
        try
        {
            await SpreadAsync(db, signal, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var next = retries.Next(signal.Attempts);
            log.LogError(e, "Spread signal {Signal}: failed, it is tried again at {Next}", signal.Name, next);
            await failures.RecordAsync(
                Troubles.Of(
                    IncidentCodes.MessageFailed, signal.Id, signal.SenderCaseId, signal.ElementId,
                    $"信号“{signal.Name}”", e, rests: next is null),
                e, cancellation);
            await MessageRows.FailAsync(db, signal, next, e.Message, cancellation);
        }
    }

    /// <summary>It waits behind an earlier one, and holds up nothing but the same signal of its sender.</summary>
    private Task KeepAsync(BalancedEduDb db, OutboxMessage signal, CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        return db.OutboxMessages.Where(m => m.Id == signal.Id && m.Status == OutboxStatus.Pending).ExecuteUpdateAsync(
            m => m.SetProperty(x => x.Buffered, true).SetProperty(x => x.Attempts, 0)
                .SetProperty(x => x.NextAttemptAt, now),
            cancellation);
    }

    private async Task SpreadAsync(BalancedEduDb db, OutboxMessage signal, CancellationToken cancellation)
    {
        var page = signal.ReachedCaseId < 0 ? [] : await db.Subscriptions
            .Where(s => s.Kind == MessageKind.Signal && s.Name == signal.Name && s.Key == ""
                && s.CaseId > signal.ReachedCaseId && s.OpenedAt <= signal.CreatedAt)
            .Select(s => s.CaseId).Distinct().Order().Take(Page).ToListAsync(cancellation);
        var signalRow = db.OutboxMessages.Where(m => m.Id == signal.Id && m.Status == OutboxStatus.Pending);
        if (page.Count == 0)
        {
            if (!await starts.BeginNextAsync(signal, cancellation))
                await signalRow.ExecuteUpdateAsync(
                    m => m.SetProperty(x => x.Status, OutboxStatus.Done)
                        .SetProperty(x => x.LastError, (string?)null),
                    cancellation);
            return;
        }
        var payload = Json.ToContext(signal.Payload);
        await Parallel.ForEachAsync(
            page, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (caseId, stop) => await TellAsync(signal, payload, caseId, stop));

        // Checkpoint 10: a page has the signal, and nothing says so. If we die here the page is told again: each case
        // knows the key and does nothing.
        checkpoints.Pass(10);
        await signalRow.ExecuteUpdateAsync(
            m => m.SetProperty(x => x.ReachedCaseId, page[^1]).SetProperty(x => x.Attempts, 0)
                .SetProperty(x => x.NextAttemptAt, time.GetStoredNow()),
            cancellation);
    }

    private async Task TellAsync(
        OutboxMessage signal, FeelContext payload, long caseId, CancellationToken cancellation)
    {
        try
        {
            var refusal = await runner.ExecuteAsync(
                caseId, new BroadcastSignal(signal.Name, payload), Actor.System, KeyOf(signal.Id), cancellation);
            if (refusal is { Code: Refusals.BusyCode or EngineCodes.Suspended })
                await PutOffAsync(signal, caseId, null, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One case that can't go on must not hold up the others: it is told on its own.
            log.LogError(e, "Tell case {Case} signal {Signal}: failed, it is told again in {Later}", caseId,
                signal.Name, Later);
            await failures.RecordAsync(
                Troubles.Of(
                    IncidentCodes.NoticeFailed, await PutOffAsync(signal, caseId, e.Message, cancellation), caseId,
                    signal.ElementId, $"信号“{signal.Name}”", e),
                e, cancellation);
        }
    }

    /// <summary>The case is told by a notice of its own, which carries the same key.</summary>
    private async Task<long> PutOffAsync(
        OutboxMessage signal, long caseId, string? error, CancellationToken cancellation)
    {
        var (key, now) = (KeyOf(signal.Id), time.GetStoredNow());
        var (created, next) = (connections.Instant(now), connections.Instant(now + Later));
        await using var db = open();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO outbox_notices (
                case_id, key, kind, call_row_id, call_id, code, text, variables, status, attempts, next_attempt_at,
                created_at, last_error)
            VALUES ({caseId}, {key}, {(int)NoticeKind.Signal}, 0, 0, {signal.Name}, '', {signal.Payload}, 0, 0, {next},
                {created}, {error})
            ON CONFLICT (case_id, key) DO NOTHING
            """,
            cancellation);
        return await db.OutboxNotices.Where(n => n.CaseId == caseId && n.Key == key).Select(n => n.Id)
            .SingleAsync(cancellation);
    }

    private static string KeyOf(long signalId) => string.Create(CultureInfo.InvariantCulture, $"signal:{signalId}");
}
