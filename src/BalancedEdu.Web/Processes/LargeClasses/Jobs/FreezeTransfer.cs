using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.LargeClasses.Jobs;

/// <summary>
/// <c>large-class.freeze-transfer</c>: a school with a large class takes no transfers until the ticket is closed. Safe
/// to repeat: there is one freeze a case.
/// </summary>
public sealed class FreezeTransfer(BalancedEduDb db) : IJobHandler
{
    /// <summary>The kind of the restriction.</summary>
    public const string Kind = "transfer-freeze";

    /// <inheritdoc/>
    public string Job => "large-class.freeze-transfer";

    /// <inheritdoc/>
    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = JobInputs.ClassOf(request);
        if (await db.EnrolmentRestrictions.AnyAsync(r => r.CaseId == request.CaseId && r.Kind == Kind, cancellation))
            return FeelContext.Empty;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        db.EnrolmentRestrictions.Add(new()
        {
            CaseId = request.CaseId, Kind = Kind, SchoolCode = found.SchoolCode, SchoolYear = found.Term.Year,
            Since = request.Now,
        });
        await db.SaveChangesAsync(cancellation);
        await db.LargeClassTickets.Where(t => t.CaseId == request.CaseId && t.Restriction == "none")
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.Restriction, Kind), cancellation);
        await transaction.CommitAsync(cancellation);
        return FeelContext.Empty;
    }
}
