using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>
/// Once a day: mails, messages to group robots, jobs, messages between cases and notices that are done or discarded go
/// when they are old, and so is the end of the case they are about. While a case runs its rows are what keeps a
/// repeated step from telling twice; with the archive on they go into the package of their case. What waits, or waits
/// for a person, stays however old it is. In pages of the row's number; safe to repeat on any node, and who dies here
/// has done a part.
/// </summary>
internal sealed class OutboxRetention(
    Func<BalancedEduDb> open, TimeProvider time, IOptions<RetentionSettings> settings, ILogger<OutboxRetention> log)
    : ISweep
{
    /// <summary>Rows of a page, and so the most that one statement removes.</summary>
    public const int Batch = 500;

    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    private static readonly Outgoing[] Tables =
        [new Mails(), new Webhooks(), new Jobs(), new Messages(), new Notices()];

    private DateTimeOffset _next;
    private (int Table, long After)? _at;

    /// <summary>One full page, or all that is left.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        if (_at is null)
        {
            if (now < _next && _next <= now + Every)
                return 0;
            (_next, _at) = (now + Every, (0, 0));
        }
        await using var db = open();
        for (var table = _at.Value.Table; table < Tables.Length; _at = (++table, 0))
            if (await PageAsync(db, Tables[table], _at.Value.After, now, cancellation) is { } last)
            {
                // If we die before this the page is looked at again from the start of the next round.
                _at = (table, last);
                return Batch;
            }
        _at = null;
        return 0;
    }

    /// <summary>Removes what is old on a page.</summary>
    /// <returns>The last row of the page, or null when there is nothing old behind it.</returns>
    private async Task<long?> PageAsync(
        BalancedEduDb db, Outgoing table, long after, DateTimeOffset now, CancellationToken cancellation)
    {
        if (table.DaysOf(settings.Value) is var days && days <= 0)
            return null;
        var before = now.AddDays(-days);
        var page = await table.Rows(db, before, settings.Value.ArchiveAfterDays > 0)
            .Where(r => r.Id > after).OrderBy(r => r.Id).Take(Batch).ToListAsync(cancellation);
        List<long> old = [.. page.Where(r => r.Old).Select(r => r.Id)];
        if (old.Count > 0)
        {
            var removed = await table.RemoveAsync(db, old, cancellation);
            log.LogInformation("{Count} old rows of {Outbox} removed", removed, table.GetType().Name);
        }

        // Nodes take numbers in blocks, so a young row may stand before an old one; a whole page of them does not.
        return page.Count < Batch || page.TrueForAll(r => r.CreatedAt >= before) ? null : page[^1].Id;
    }

    /// <summary>A row and whether it may go.</summary>
    private sealed class Row
    {
        public long Id { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public bool Old { get; init; }
    }

    /// <summary>A table of what goes out.</summary>
    private abstract class Outgoing
    {
        public virtual int DaysOf(RetentionSettings settings) => settings.KeepOutboxDays;

        /// <summary>
        /// All rows; old is what is over, was touched last before an instant, and is needed by no case.
        /// </summary>
        public abstract IQueryable<Row> Rows(BalancedEduDb db, DateTimeOffset before, bool archiving);

        /// <summary>The statement asks once more: what is not over is never removed.</summary>
        public abstract Task<int> RemoveAsync(BalancedEduDb db, List<long> ids, CancellationToken cancellation);
    }

    private sealed class Mails : Outgoing
    {
        public override int DaysOf(RetentionSettings settings) => settings.KeepMailDays;

        public override IQueryable<Row> Rows(BalancedEduDb db, DateTimeOffset before, bool archiving) =>
            db.OutboxMails.Select(m => new Row
            {
                Id = m.Id,
                CreatedAt = m.CreatedAt,
                Old = (m.Status == OutboxStatus.Done || m.Status == OutboxStatus.Discarded)
                    && m.CreatedAt < before && m.NextAttemptAt < before
                    && (m.CaseId == null || (!archiving && !db.Cases.Any(c =>
                        c.Id == m.CaseId && (c.EndedAt == null || c.EndedAt >= before)))),
            });

        public override Task<int> RemoveAsync(BalancedEduDb db, List<long> ids, CancellationToken cancellation) =>
            db.OutboxMails.Where(m => ids.Contains(m.Id)
                    && (m.Status == OutboxStatus.Done || m.Status == OutboxStatus.Discarded))
                .ExecuteDeleteAsync(cancellation);
    }

    private sealed class Webhooks : Outgoing
    {
        public override IQueryable<Row> Rows(BalancedEduDb db, DateTimeOffset before, bool archiving) =>
            db.OutboxWebhooks.Select(w => new Row
            {
                Id = w.Id,
                CreatedAt = w.CreatedAt,
                Old = (w.Status == OutboxStatus.Done || w.Status == OutboxStatus.Discarded)
                    && w.CreatedAt < before && w.NextAttemptAt < before
                    && (w.CaseId == null || (!archiving && !db.Cases.Any(c =>
                        c.Id == w.CaseId && (c.EndedAt == null || c.EndedAt >= before)))),
            });

        public override Task<int> RemoveAsync(BalancedEduDb db, List<long> ids, CancellationToken cancellation) =>
            db.OutboxWebhooks.Where(w => ids.Contains(w.Id)
                    && (w.Status == OutboxStatus.Done || w.Status == OutboxStatus.Discarded))
                .ExecuteDeleteAsync(cancellation);
    }

    private sealed class Jobs : Outgoing
    {
        public override IQueryable<Row> Rows(BalancedEduDb db, DateTimeOffset before, bool archiving) =>
            db.OutboxJobs.Select(j => new Row
            {
                Id = j.Id,
                CreatedAt = j.CreatedAt,
                Old = (j.Status == OutboxStatus.Done || j.Status == OutboxStatus.Discarded)
                    && j.CreatedAt < before && j.NextAttemptAt < before
                    && !archiving && !db.Cases.Any(c =>
                        c.Id == j.CaseId && (c.EndedAt == null || c.EndedAt >= before)),
            });

        public override Task<int> RemoveAsync(BalancedEduDb db, List<long> ids, CancellationToken cancellation) =>
            db.OutboxJobs.Where(j => ids.Contains(j.Id)
                    && (j.Status == OutboxStatus.Done || j.Status == OutboxStatus.Discarded))
                .ExecuteDeleteAsync(cancellation);
    }

    private sealed class Messages : Outgoing
    {
        public override IQueryable<Row> Rows(BalancedEduDb db, DateTimeOffset before, bool archiving) =>
            db.OutboxMessages.Select(m => new Row
            {
                Id = m.Id,
                CreatedAt = m.CreatedAt,
                Old = (m.Status == OutboxStatus.Done || m.Status == OutboxStatus.Discarded)
                    && m.CreatedAt < before && m.NextAttemptAt < before
                    && (m.SenderCaseId == null || (!archiving && !db.Cases.Any(c =>
                        c.Id == m.SenderCaseId && (c.EndedAt == null || c.EndedAt >= before)))),
            });

        public override Task<int> RemoveAsync(BalancedEduDb db, List<long> ids, CancellationToken cancellation) =>
            db.OutboxMessages.Where(m => ids.Contains(m.Id)
                    && (m.Status == OutboxStatus.Done || m.Status == OutboxStatus.Discarded))
                .ExecuteDeleteAsync(cancellation);
    }

    private sealed class Notices : Outgoing
    {
        public override IQueryable<Row> Rows(BalancedEduDb db, DateTimeOffset before, bool archiving) =>
            db.OutboxNotices.Select(n => new Row
            {
                Id = n.Id,
                CreatedAt = n.CreatedAt,
                Old = (n.Status == OutboxStatus.Done || n.Status == OutboxStatus.Discarded)
                    && n.CreatedAt < before && n.NextAttemptAt < before
                    && !archiving && !db.Cases.Any(c =>
                        c.Id == n.CaseId && (c.EndedAt == null || c.EndedAt >= before)),
            });

        public override Task<int> RemoveAsync(BalancedEduDb db, List<long> ids, CancellationToken cancellation) =>
            db.OutboxNotices.Where(n => ids.Contains(n.Id)
                    && (n.Status == OutboxStatus.Done || n.Status == OutboxStatus.Discarded))
                .ExecuteDeleteAsync(cancellation);
    }
}
