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

    /// <summary>Whether the person may do the open task in the place of who has it.</summary>
    public async Task<bool> ActsForAsync(AppUser person, long taskId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.ActsFor.Count > 0
            && await db.DelegatedTo(person).AnyAsync(t => t.Id == taskId, cancellation);
    }

    /// <summary>Whether the task is so late that the person may give it to somebody else.</summary>
    public async Task<bool> IsEscalatedToAsync(AppUser person, long taskId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.LeadsEducation()
            && await db.EscalatedTo(person).AnyAsync(t => t.Id == taskId, cancellation);
    }

    /// <summary>The open tasks of a case that the person has or may claim.</summary>
    public Task<List<long>> OpenForAsync(AppUser person, long caseId, CancellationToken cancellation) =>
        db.OpenFor(person).Where(t => t.CaseId == caseId).Select(t => t.Id).ToListAsync(cancellation);
}
