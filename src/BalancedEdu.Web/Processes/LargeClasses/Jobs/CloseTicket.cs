using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.LargeClasses.Jobs;

/// <summary>
/// <c>large-class.close</c>: writes how the ticket ended into the ledger and lifts the restrictions that came from it.
/// Safe to repeat: what is lifted or closed stays as it is.
/// </summary>
public sealed class CloseTicket(BalancedEduDb db, ClassSizeStandards standards) : IJobHandler
{
    /// <inheritdoc/>
    public string Job => "large-class.close";

    /// <inheritdoc/>
    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var closed = JobInputs.Text(request.Inputs, "result") == "closed";
        var step = closed ? TicketStep.Closed : TicketStep.NotFiled;
        var verified = closed ? JobInputs.Number(request.Inputs, "verifiedSize") : null;
        var today = JobInputs.Today(request);
        var lookBack = today.AddDays(standards.On(today).LookBackDays);
        var recheck = closed ? lookBack.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.EnrolmentRestrictions.Where(r => r.CaseId == request.CaseId && r.LiftedAt == null)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.LiftedAt, request.Now), cancellation);
        await db.LargeClassTickets.Where(t => t.CaseId == request.CaseId && t.ClosedAt == null)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.Step, step).SetProperty(x => x.ClosedAt, request.Now)
                .SetProperty(x => x.VerifiedSize, verified).SetProperty(x => x.RecheckOn, recheck)
                .SetProperty(x => x.Restriction, "none"), cancellation);
        await transaction.CommitAsync(cancellation);
        return FeelContext.Empty;
    }
}
