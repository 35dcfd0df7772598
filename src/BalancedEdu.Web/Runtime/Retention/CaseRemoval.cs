using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>
/// Deletes the rows of archived cases, a few hundred in a transaction. Any node may go on where another stopped: what
/// is deleted stays deleted, and the row of the case goes last.
/// </summary>
internal sealed class CaseRemoval(
    IOptions<RetentionSettings> settings, Checkpoints checkpoints, TimeProvider time, ILogger<CaseRemoval> log)
{
    /// <summary>Deletes a case whose package still has the hash that was written down.</summary>
    /// <returns>Whether its rows are gone.</returns>
    public async Task<bool> RemoveAsync(
        BalancedEduDb db, ArchivedCase archived, CaseKey key, CancellationToken cancellation)
    {
        var row = db.ArchivedCases.Where(a => a.CaseId == archived.CaseId);
        if (archived.DeletingSince is null && await db.Cases.AnyAsync(
            c => c.Id == key.Id && (c.Version != archived.Version || c.LastSequence != archived.LastSequence),
            cancellation))
        {
            // Something happened in it after all. Nothing is deleted yet: it is packed anew when its time has come.
            await row.Where(a => a.DeletingSince == null).ExecuteDeleteAsync(cancellation);
            return false;
        }
        if (!await IsWholeAsync(archived, cancellation))
        {
            // Nothing is deleted without its package. While all rows are there they are simply packed again.
            log.LogError(
                "The package {Package} of {Number} isn't what was written; its rows are kept. Folder {Folder}",
                archived.Package, archived.Number, settings.Value.PathOf(""));
            if (archived.DeletingSince is null)
                await row.Where(a => a.DeletingSince == null).ExecuteDeleteAsync(cancellation);
            return false;
        }

        // Dying after this: the rows are no longer all there, so only the package counts, and the next sweep goes on.
        var now = time.GetStoredNow();
        if (archived.DeletingSince is null)
            await row.ExecuteUpdateAsync(a => a.SetProperty(x => x.DeletingSince, now), cancellation);
        checkpoints.Pass(Checkpoints.Deleting);
        foreach (var table in CaseRows.Tables)
            while (await table.DeleteAsync(db, key, cancellation) > 0)
                checkpoints.Pass(Checkpoints.DeletedSome);
        await RemoveEventsAsync(db, key.Id, cancellation);

        // The last of its rows and the note that they are gone: both or neither.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Cases.Where(c => c.Id == key.Id).ExecuteDeleteAsync(cancellation);
        await row.ExecuteUpdateAsync(a => a.SetProperty(x => x.DeletedAt, now), cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private static async Task RemoveEventsAsync(BalancedEduDb db, long caseId, CancellationToken cancellation)
    {
        var events = db.CaseEvents.Where(e => e.CaseId == caseId);
        while (await events.MinAsync(e => (long?)e.Sequence, cancellation) is { } first)
            await events.Where(e => e.Sequence < first + CaseRows.Batch).ExecuteDeleteAsync(cancellation);
    }

    private async Task<bool> IsWholeAsync(ArchivedCase archived, CancellationToken cancellation)
    {
        var path = settings.Value.PathOf(archived.Package);
        if (!File.Exists(path))
            return false;
        var check = await PackageCheck.ReadAsync(path, cancellation);
        return check.Fault is null && check.Sha256 == archived.Sha256;
    }
}
