using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>
/// Archives cases that ended long ago: packs a case, writes down the package and its hash, and deletes the rows of the
/// case in a later run. Nodes need no agreement: they write the same package, and deleting twice deletes once.
/// </summary>
internal sealed class ArchiveSweep(
    Func<BalancedEduDb> open, PackageWriter packages, CaseRemoval removal, SweepFailures failures,
    IOptions<RetentionSettings> settings, Checkpoints checkpoints, TimeProvider time, ILogger<ArchiveSweep> log)
    : ISweep
{
    private const int CasesABatch = 50;

    /// <summary>How many are looked at in one look, whether or not their time has come.</summary>
    private const int CasesALook = 500;

    /// <summary>How many looks that find nothing to do follow each other before the others go on.</summary>
    private const int LooksAWake = 10;

    /// <summary>How often it looks whether there is something to do.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>Rows stay until what the file system holds back has long reached the disk.</summary>
    private static readonly TimeSpan RowsStayFor = TimeSpan.FromMinutes(30);

    /// <summary>When a package that isn't whole is looked at again, the first times.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    /// <summary>When it is after <see cref="SoonTimes"/> looks.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromDays(1);

    private const int SoonTimes = 8;

    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private long _after;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        // Every commit wakes the sweeps; this one has time.
        var now = time.GetStoredNow();
        if (now < _next)
            return 0;

        // What fails, a full disk for instance, is not tried with every wake.
        _next = now + Every;
        await using var db = open();
        var done = await RemoveAsync(db, now, cancellation);
        if (settings.Value.ArchiveAfterDays > 0)
            done += await PackAsync(db, now, cancellation);
        if (done > 0)
            _next = now;
        return done;
    }

    /// <summary>Deletes the rows of cases that were packed a while ago, also when archiving is off by now.</summary>
    private async Task<int> RemoveAsync(BalancedEduDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        // A node that doesn't reach the archive can't tell a package that is gone from one that it doesn't see.
        if (!Directory.Exists(settings.Value.PathOf("")))
            return 0;
        var after = long.MinValue;
        for (var look = 0; look < LooksAWake; look++)
        {
            var packed = await Packed(db, now, after).ToListAsync(cancellation);
            var removed = await RemoveAsync(db, packed, cancellation);
            if (removed > 0 || packed.Count < CasesABatch)
                return removed;

            // All of them rest: behind them others may be whole.
            after = packed[^1].CaseId;
        }
        return 0;
    }

    /// <summary>What is to be removed, but for what was found not whole a short while ago.</summary>
    private static IQueryable<ArchivedCase> Packed(BalancedEduDb db, DateTimeOffset now, long after)
    {
        var (latest, soon, later) = (now - RowsStayFor, now - Soon, now - Later);
        return db.ArchivedCases.AsNoTracking()
            .Where(a => a.DeletedAt == null && a.ArchivedAt <= latest && a.CaseId > after
                && !db.Incidents.Any(i => i.ResolvedAt == null && i.Code == IncidentCodes.PackageDamaged
                    && i.SourceId == a.CaseId && (i.RaisedAt > soon || (i.RaisedAt > later && i.Times > SoonTimes))))
            .OrderBy(a => a.CaseId).Take(CasesABatch);
    }

    private async Task<int> RemoveAsync(
        BalancedEduDb db, List<ArchivedCase> packed, CancellationToken cancellation)
    {
        var mails = await MailsAsync(db, [.. packed.Select(a => a.CaseId)], cancellation);
        var removed = 0;
        foreach (var archived in packed)
        {
            var key = new CaseKey(archived.CaseId, [.. mails[archived.CaseId].Select(m => m.Id)]);
            var (isGone, damage) = await removal.RemoveAsync(db, archived, key, cancellation);
            if (isGone)
                removed++;
            if (damage is not null)
                await failures.RecordAsync(
                    new(IncidentCodes.PackageDamaged, archived.CaseId, null, "归档", damage) { Rests = true }, null,
                    cancellation);
        }
        return removed;
    }

    /// <summary>Packs a batch of cases, those first that started first.</summary>
    /// <returns>How many were packed, when there may be more.</returns>
    private async Task<int> PackAsync(BalancedEduDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        // Where thousands of old cases can't go yet, the next time goes on among them: none is read without end.
        var latest = now.AddDays(-settings.Value.ArchiveAfterDays);
        for (var look = 0; look < LooksAWake; look++)
        {
            var (due, goesOn) = await LookAsync(db, latest, cancellation);
            var packed = await PackAsync(db, due, now, cancellation);
            if (!goesOn)
                return 0;
            if (packed > 0)
                return packed;
        }
        return 0;
    }

    private async Task<int> PackAsync(
        BalancedEduDb db, List<long> due, DateTimeOffset now, CancellationToken cancellation)
    {
        var packed = 0;
        var ended = await db.Cases.AsNoTracking().Where(c => due.Contains(c.Id)).OrderBy(c => c.Id)
            .ToListAsync(cancellation);
        var mails = await MailsAsync(db, due, cancellation);
        foreach (var @case in ended)
            if (!mails[@case.Id].Any(m => m.Status is OutboxStatus.Pending or OutboxStatus.Dead)
                && !await IsNeededAsync(db, @case, cancellation)
                && await PackAsync(
                    db, @case, new(@case.Id, [.. mails[@case.Id].Select(m => m.Id)]), now, cancellation))
                packed++;
        return packed;
    }

    /// <summary>
    /// Goes on among the cases in the order of their ids, which nearly is that in which they started: what started
    /// after the limit hasn't ended before it, and where only such cases follow the round is over. So nothing is read
    /// but the oldest cases, by the key that there is. An index by the end would make PostgreSQL write a case that ends
    /// into all of its indexes anew.
    /// </summary>
    /// <returns>Whose time has come, and whether there may be more.</returns>
    private async Task<(List<long> Due, bool GoesOn)> LookAsync(
        BalancedEduDb db, DateTimeOffset latest, CancellationToken cancellation)
    {
        var after = _after;
        var seen = await db.Cases.Where(c => c.Id > after).OrderBy(c => c.Id).Take(CasesALook)
            .Select(c => new
            {
                c.Id, c.StartedAt, c.EndedAt, IsArchived = db.ArchivedCases.Any(a => a.CaseId == c.Id),
            })
            .ToListAsync(cancellation);
        var due = seen.Where(c => c.EndedAt <= latest && !c.IsArchived).Select(c => c.Id).Take(CasesABatch).ToList();

        // What can't be archived yet is passed over, and looked at again from the start of the next round.
        var goesOn = due.Count == CasesABatch || (seen.Count == CasesALook && seen.Any(c => c.StartedAt <= latest));
        _after = !goesOn ? 0 : due.Count == CasesABatch ? due[^1] : seen[^1].Id;
        return (due, goesOn);
    }

    /// <returns>Whether this node has packed it.</returns>
    private async Task<bool> PackAsync(
        BalancedEduDb db, Case ended, CaseKey key, DateTimeOffset now, CancellationToken cancellation)
    {
        // Dying in here leaves a file that ends in .partial and nothing else.
        if (await WriteAsync(db, ended, key, cancellation) is not var (package, sha256))
            return false;

        // Dying here: the package lies there, whole, and nobody knows; the next one writes the same once more.
        checkpoints.Pass(Checkpoints.Packed);
        db.ArchivedCases.Add(new()
        {
            CaseId = ended.Id,
            Number = ended.Number,
            Title = ended.Title,
            ProcessId = ended.ProcessId,
            StartedAt = ended.StartedAt,
            EndedAt = ended.EndedAt!.Value,
            Version = ended.Version,
            LastSequence = ended.LastSequence,
            LastHash = ended.LastHash,
            Package = package,
            Sha256 = sha256,
            ArchivedAt = now,
        });
        var isOurs = true;
        try
        {
            // Dying after it: the package and all rows are there; half an hour later the rows go.
            await db.SaveChangesAsync(cancellation);
            log.LogInformation("Archived {Number} as {Package}", ended.Number, package);
        }
        catch (DbUpdateException) when (
            db.ArchivedCases.AsNoTracking().Any(a => a.CaseId == ended.Id))
        {
            isOurs = false;
            log.LogDebug("Another node has archived {Number}", ended.Number);
        }
        db.ChangeTracker.Clear();
        return isOurs;
    }

    /// <summary>A case whose history is not what was written stays where it is, and holds up no other.</summary>
    private async Task<(string Package, string Sha256)?> WriteAsync(
        BalancedEduDb db, Case ended, CaseKey key, CancellationToken cancellation)
    {
        try
        {
            return await packages.WriteAsync(db, ended, key, cancellation);
        }
        catch (InvalidDataException e)
        {
            log.LogError(e, "{Number} can't be archived; verify-audit --case says what is wrong", ended.Number);
            return null;
        }
    }

    /// <summary>
    /// Whether somebody still needs the rows: its caller or called ones run, something is on its way or waits for an
    /// administrator, or a restriction is in force.
    /// </summary>
    private static async Task<bool> IsNeededAsync(BalancedEduDb db, Case ended, CancellationToken cancellation) =>
        await db.Cases.AnyAsync(
            c => c.EndedAt == null && (c.ParentCaseId == ended.Id || c.Id == ended.ParentCaseId), cancellation)
        || await db.Incidents.AnyAsync(i => i.CaseId == ended.Id && i.ResolvedAt == null, cancellation)
        || await db.OutboxJobs.AnyAsync(
            j => j.CaseId == ended.Id && (j.Status == OutboxStatus.Pending || j.Status == OutboxStatus.Dead),
            cancellation)
        || await db.OutboxWebhooks.AnyAsync(
            w => w.CaseId == ended.Id && (w.Status == OutboxStatus.Pending || w.Status == OutboxStatus.Dead),
            cancellation)
        || await db.OutboxNotices.AnyAsync(
            n => n.CaseId == ended.Id && (n.Status == OutboxStatus.Pending || n.Status == OutboxStatus.Dead),
            cancellation)
        || await db.OutboxMessages.AnyAsync(
            m => m.SenderCaseId == ended.Id && (m.Status == OutboxStatus.Pending || m.Status == OutboxStatus.Dead),
            cancellation)
        || await db.EnrolmentRestrictions.AnyAsync(r => r.CaseId == ended.Id && r.LiftedAt == null, cancellation);

    /// <summary>The mails of cases, found in one pass: an index would cost every mail that is ever sent.</summary>
    private static async Task<ILookup<long, (long Id, OutboxStatus Status)>> MailsAsync(
        BalancedEduDb db, IReadOnlyList<long> cases, CancellationToken cancellation)
    {
        var mails = cases.Count == 0
            ? []
            : await db.OutboxMails.Where(m => m.CaseId != null && cases.Contains(m.CaseId.Value))
                .OrderBy(m => m.Id).Select(m => new { m.CaseId, m.Id, m.Status }).ToListAsync(cancellation);
        return mails.ToLookup(m => m.CaseId!.Value, m => (m.Id, m.Status));
    }
}
