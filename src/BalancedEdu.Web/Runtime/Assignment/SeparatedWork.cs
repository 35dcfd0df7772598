using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>What one natural person did in a case, as stored, of the steps that a task is separated from.</summary>
internal static class SeparatedWork
{
    /// <summary>The element of a step that was decided, or worked on, by one of the accounts; null: none.</summary>
    /// <param name="db">Where it is stored.</param>
    /// <param name="caseId">The case.</param>
    /// <param name="separated">The elements from which the task is separated.</param>
    /// <param name="accounts">All accounts of the person.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<string?> FindSeparatedWorkAsync(
        this BalancedEduDb db, long caseId, IReadOnlyList<string> separated, IReadOnlyList<string> accounts,
        CancellationToken cancellation) =>
        await db.Tasks.Where(t =>
                t.CaseId == caseId && t.Status == WorkTaskStatus.Completed
                && (accounts.Contains(t.CompletedBy!) || accounts.Contains(t.OnBehalfOf!))
                && separated.Contains(t.ElementId))
            .Select(t => t.ElementId).FirstOrDefaultAsync(cancellation)
        ?? await db.FindSeparatedAnswerAsync(caseId, separated, accounts, cancellation);

    /// <summary>The same of answers as a delegate and signatures alone: who gave one has worked on the step.</summary>
    public static Task<string?> FindSeparatedAnswerAsync(
        this BalancedEduDb db, long caseId, IReadOnlyList<string> separated, IReadOnlyList<string> accounts,
        CancellationToken cancellation) =>
        db.TaskHolders.Where(h => h.CaseId == caseId && accounts.Contains(h.UserName) && h.Answered)
            .Join(db.Tasks.Where(t => separated.Contains(t.ElementId)), h => h.TaskId, t => t.Id,
                (h, t) => t.ElementId)
            .FirstOrDefaultAsync(cancellation);
}
