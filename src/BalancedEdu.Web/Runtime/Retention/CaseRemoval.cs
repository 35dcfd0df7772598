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
    /// <summary>The fault of a package that can't be seen: nothing is known of it, and no backup would help.</summary>
    public const string FolderAway = "看不到：这台服务器打不开归档目录";

    /// <summary>Deletes a case whose package still has the hash that was written down.</summary>
    /// <returns>
    /// Whether its rows are gone; else what a person must mend before they can go, or null when nothing.
    /// </returns>
    public async Task<(bool IsGone, string? Damage)> RemoveAsync(
        BalancedEduDb db, ArchivedCase archived, CaseKey key, CancellationToken cancellation)
    {
        var row = db.ArchivedCases.Where(a => a.CaseId == archived.CaseId);
        if (archived.DeletingSince is null && await db.Cases.AnyAsync(
            c => c.Id == key.Id && (c.Version != archived.Version || c.LastSequence != archived.LastSequence),
            cancellation))
        {
            // Something happened in it after all. Nothing is deleted yet: it is packed anew when its time has come.
            await row.Where(a => a.DeletingSince == null).ExecuteDeleteAsync(cancellation);
            return (false, null);
        }
        if (await FaultAsync(archived, cancellation) is { } fault)
        {
            // Nothing is deleted without its package. While all rows are there they are simply packed again.
            log.LogError(
                "The package {Package} of {Number} isn't what was written: {Fault}; its rows are kept. Folder {Folder}",
                archived.Package, archived.Number, fault, settings.Value.PathOf(""));
            if (archived.DeletingSince is not null)
                return (false, $"事项 {archived.Number} 的数据没有删除：归档包“{archived.Package}”{fault}。其余数据保留不动，"
                    + "其他事项照常归档。请从备份恢复这个文件，再点“重新核对”；系统自己起初每小时、后来每天核对一次。");
            await row.Where(a => a.DeletingSince == null).ExecuteDeleteAsync(cancellation);
            return (false, null);
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
        return (true, null);
    }

    private static async Task RemoveEventsAsync(BalancedEduDb db, long caseId, CancellationToken cancellation)
    {
        var events = db.CaseEvents.Where(e => e.CaseId == caseId);
        while (await events.MinAsync(e => (long?)e.Sequence, cancellation) is { } first)
            await events.Where(e => e.Sequence < first + CaseRows.Batch).ExecuteDeleteAsync(cancellation);
    }

    /// <summary>What is wrong with the package, or null. One that can't be opened holds up no other.</summary>
    public async Task<string?> FaultAsync(ArchivedCase archived, CancellationToken cancellation)
    {
        if (!Directory.Exists(settings.Value.PathOf("")))
            return FolderAway;
        var path = settings.Value.PathOf(archived.Package);
        if (!File.Exists(path))
            return "不在归档目录里";
        try
        {
            var check = await PackageCheck.ReadAsync(path, cancellation);
            return check.Fault is null && check.Sha256 == archived.Sha256 ? null : "与归档时写下的不一致";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(e, "Read package {Package}: failed", archived.Package);
            return "现在读不出来";
        }
    }
}
