using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Bundles;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Starts;

/// <summary>Begins cases because something came: a time, a message, a signal.</summary>
internal sealed class CaseStarts(Func<BalancedEduDb> open, ProcessRunner runner, BundleCatalog bundles)
{
    /// <summary>
    /// Begins a case at a start event. It is about what the case that sent the message or signal is about, and runs in
    /// the same person's name; without a sender, in the system's.
    /// </summary>
    /// <param name="start">The start event of the newest version.</param>
    /// <param name="payload">What came with it.</param>
    /// <param name="senderCaseId">The case that sent it, or null.</param>
    /// <param name="businessKey">What the case is recognised by, or null.</param>
    /// <param name="rows">What says that it has begun; when one of them misses, nothing begins.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    public async Task<Answer<StartedCase>> BeginAsync(
        ProcessStart start, FeelContext payload, long? senderCaseId, string? businessKey, IReadOnlyList<Statement> rows,
        CancellationToken cancellation)
    {
        var sender = await SenderAsync(senderCaseId, cancellation);
        var bundle = await bundles.GetAsync(start.BundleVersionId, cancellation);
        return await runner.BeginAsync(
            new(
                bundle,
                new(
                    start.ProcessId, payload, sender?.DistrictCode, sender?.SchoolCode,
                    sender?.ApplicantName ?? Actor.System.DisplayName, businessKey),
                Actor.System)
            {
                StartEventId = start.ElementId,
                Initiator = sender?.StartedBy,
                Rows = _ => rows,
            },
            cancellation);
    }

    private async Task<Case?> SenderAsync(long? id, CancellationToken cancellation)
    {
        if (id is null)
            return null;
        await using var db = open();
        return await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellation);
    }
}
