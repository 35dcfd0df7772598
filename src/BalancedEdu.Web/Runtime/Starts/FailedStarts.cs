using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Messages;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Starts;

/// <summary>
/// Starts by time or signal that failed. Each becomes a row of the outbox and is tried later and later, then rests for
/// a person, as what cases send does; whatever else its signal starts goes on. All that one start by time has missed is
/// one incident.
/// </summary>
internal sealed class FailedStarts(
    Func<BalancedEduDb> open, RowIds ids, Leases leases, CaseStarts starts, SweepFailures failures, Retries retries,
    TimeProvider time, ILogger<FailedStarts> log)
{
    private const int Batch = 20;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Puts one aside, if what asked for it has not gone on meanwhile; it goes on in the same transaction.
    /// </summary>
    /// <param name="failed">The start, and why it failed.</param>
    /// <param name="goOn">Moves on what asked for it; the number of rows that it moved.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public async Task PutAsideAsync(
        FailedStart failed, Func<BalancedEduDb, Task<int>> goOn, CancellationToken cancellation)
    {
        var (id, now) = (await ids.NextAsync(cancellation), time.GetStoredNow());
        await using var db = open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await goOn(db) == 0)
            return;
        var row = new OutboxMessage
        {
            Id = id,
            Key = failed.Key,
            Kind = MessageKind.Start,
            SenderCaseId = failed.Signal?.SenderCaseId,
            SenderOrder = failed.Signal?.SenderOrder ?? 0,
            ElementId = failed.Signal?.ElementId ?? "",
            Name = failed.Signal?.Name ?? "",
            CorrelationKey = MissedStarts.KeyOf(failed.Start),
            Payload = failed.Signal?.Payload ?? "{}",
            Buffered = true,
            Attempts = 1,
            NextAttemptAt = retries.Later(1),
            ExpiresAt = now,
            LastError = failed.Why,
            CreatedAt = now,
        };
        db.OutboxMessages.Add(row);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        log.LogError(
            failed.Fault, "Begin {Process} at {Element}: failed ({Why}), it is tried again at {Next}",
            failed.Start.ProcessId, failed.Start.ElementId, failed.Why, row.NextAttemptAt);
        await RecordAsync(db, row, failed.Why, failed.Fault, rests: false, cancellation);
    }

    /// <summary>Tries those whose time has come.</summary>
    public async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        // Dying here: they are due again when the lease has run out.
        var due = await leases.MessagesAsync(MessageKind.Start, now, now + Lease, Batch, cancellation);
        await using var db = open();
        var rows = await db.OutboxMessages.AsNoTracking().Where(m => due.Contains(m.Id)).OrderBy(m => m.Id)
            .ToListAsync(cancellation);
        foreach (var row in rows)
            await BeginAsync(db, row, cancellation);
        return rows.Count;
    }

    private async Task BeginAsync(BalancedEduDb db, OutboxMessage row, CancellationToken cancellation)
    {
        try
        {
            if (await FindAsync(db, row, cancellation) is not { } start)
            {
                log.LogInformation("Begin {Start}: the process no longer starts by it, it is given up", row.Key);
                await db.OutboxMessages.Where(m => m.Id == row.Id && m.Status == OutboxStatus.Pending)
                    .ExecuteUpdateAsync(m => m.SetProperty(x => x.Status, OutboxStatus.Discarded), cancellation);
                return;
            }
            var answer = await starts.BeginAsync(
                start, Json.ToContext(row.Payload), row.SenderCaseId, null,
                [
                    MessageRows.Taken(row.Id),
                    row.Name.Length == 0
                        ? MissedStarts.Over(row, time.GetStoredNow())
                        : Troubles.Over(IncidentCodes.StartFailed, row.Id, time.GetStoredNow()),
                ],
                cancellation);
            if (answer.Refused)
                await FailAsync(db, row, answer.Refusal.Message, null, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await FailAsync(db, row, e.Message + "。", e, cancellation);
        }
    }

    /// <summary>A version that was published meanwhile begins it, if it still starts by the same.</summary>
    private static Task<ProcessStart?> FindAsync(
        BalancedEduDb db, OutboxMessage row, CancellationToken cancellation)
    {
        var kind = row.Name.Length == 0 ? StartKind.Timer : StartKind.Signal;
        var (name, key) = (row.Name, row.CorrelationKey);
        return db.ProcessStarts.AsNoTracking().SingleOrDefaultAsync(
            s => s.Kind == kind && s.Name == name && s.ProcessId + "/" + s.ElementId == key, cancellation);
    }

    private async Task FailAsync(
        BalancedEduDb db, OutboxMessage row, string why, Exception? e, CancellationToken cancellation)
    {
        var next = retries.Next(row.Attempts);
        log.LogError(e, "Begin {Start}: failed ({Why}), it is tried again at {Next}", row.Key, why, next);
        await RecordAsync(db, row, why, e, rests: next is null, cancellation);
        await MessageRows.FailAsync(db, row, next, why, cancellation);
    }

    private async Task RecordAsync(
        BalancedEduDb db, OutboxMessage row, string why, Exception? e, bool rests, CancellationToken cancellation)
    {
        var (key, byTime) = (row.CorrelationKey.Split('/'), row.Name.Length == 0);
        var (missed, resting) = (1, rests ? 1 : 0);
        if (byTime)
        {
            var all = db.MissedOf(row.CorrelationKey);
            missed = await all.CountAsync(cancellation);
            resting += await all.CountAsync(m => m.Id != row.Id && m.Status == OutboxStatus.Dead, cancellation);
        }
        var cause = !byTime ? $"收到信号“{row.Name}”" : missed > 1 ? $"有 {missed} 次到时间" : "到时间";
        await failures.RecordAsync(
            new(
                IncidentCodes.StartFailed, row.Id, row.SenderCaseId, row.SenderCaseId is null ? key[1] : row.ElementId,
                $"流程“{key[0]}”{cause}没能自动发起：{why}{WhatNext(missed, resting)}")
            {
                Key = byTime ? MissedStarts.IncidentOf(row.CorrelationKey) : null,
                Rests = rests,
            },
            e, cancellation);
    }

    /// <summary>
    /// What rests is told also while others are tried: these may succeed and say nothing, and then nobody else tells.
    /// </summary>
    private static string WhatNext(int missed, int resting) => resting switch
    {
        0 => "系统会继续重试。",
        1 when missed == 1 => "系统已多次重试，不再自动重试。请排除原因后重试，或者放弃这次发起。",
        _ when resting == missed => "系统已多次重试，不再自动重试。请排除原因后重试，或者放弃。",
        _ => $"其中 {resting} 次已多次重试，不再自动重试，请排除原因后重试，或者放弃；其余的系统会继续重试。",
    };
}

/// <summary>A start that failed.</summary>
/// <param name="Key">What makes it one: the start of one signal, or one due of a time.</param>
/// <param name="Start">The start event.</param>
/// <param name="Signal">The signal that starts it; null: a time.</param>
/// <param name="Why">A Chinese sentence.</param>
/// <param name="Fault">What it threw, or null when it was refused.</param>
internal sealed record FailedStart(string Key, ProcessStart Start, OutboxMessage? Signal, string Why, Exception? Fault);
