using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>Single questions about what a person may do.</summary>
public sealed class TaskRightsQuery(BalancedEduDb db)
{
    /// <summary>Whether the person may claim the task.</summary>
    public Task<bool> CanClaimAsync(AppUser person, long taskId, CancellationToken cancellation) =>
        db.ClaimableBy(person).AnyAsync(t => t.Id == taskId, cancellation);
}
