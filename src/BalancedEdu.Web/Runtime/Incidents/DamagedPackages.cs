using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Retention;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>
/// Packages that were not whole when their rows were to go. Who has restored one has it checked at once; the archive
/// goes on with its next look, and checks it once more before it deletes anything.
/// </summary>
internal sealed class DamagedPackages(
    BalancedEduDb db, CaseRemoval removal, Waker waker, TimeProvider time, ILogger<DamagedPackages> log)
{
    /// <summary>重新核对: the incident is over when the package is whole, and tells who has had it checked.</summary>
    public async Task<ActionRefusal?> CheckAsync(Handling work, CancellationToken cancellation)
    {
        var archived = await db.ArchivedCases.AsNoTracking().SingleOrDefaultAsync(
            a => a.CaseId == work.Row.SourceId && a.DeletedAt == null, cancellation);
        if (archived is null)
            return IncidentRefusals.NotOffered("重新核对", "这件事项的数据已经删除，异常会自行消除。");
        var fault = await removal.FaultAsync(archived, cancellation);
        log.LogInformation(
            "{User} had package {Package} of {Number} checked: {Fault}, because {Reason}", work.Actor.UserName,
            archived.Package, archived.Number, fault ?? "whole", work.Reason.Trim());
        if (fault == CaseRemoval.FolderAway)
            return IncidentRefusals.ArchiveFolderAway(archived.Number, archived.Package);
        if (fault is not null)
            return IncidentRefusals.PackageDamaged(archived.Number, archived.Package, fault);
        var now = time.GetStoredNow();
        var message = work.ToldAt(now, "重新核对，归档包完好");
        var closed = await db.Incidents
            .Where(i => i.Id == work.Row.Id && i.ResolvedAt == null && i.Times == work.Row.Times)
            .ExecuteUpdateAsync(
                i => i.SetProperty(x => x.ResolvedAt, now).SetProperty(x => x.Message, message), cancellation);
        if (closed == 0)
            return IncidentRefusals.Stale;
        waker.Wake();
        return null;
    }
}
