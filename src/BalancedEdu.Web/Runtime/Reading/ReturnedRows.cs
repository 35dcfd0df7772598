using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>Why the rows of an inbox came back.</summary>
internal static class ReturnedRows
{
    /// <summary>
    /// Of 退回 what was said then; where the definition leads back by an outcome, the opinion of who decided last.
    /// </summary>
    public static async Task AddReasonsAsync(
        BalancedEduDb db, IReadOnlyList<InboxRow> rows, CancellationToken cancellation)
    {
        var returned = rows.Where(r => r.Returned).ToList();
        if (returned.Count == 0)
            return;
        var cases = returned.Select(r => r.CaseId).Distinct().ToList();
        var opinions = await db.Tasks
            .Where(t => cases.Contains(t.CaseId) && t.Status == WorkTaskStatus.Completed && t.Comment != null)
            .Select(t => new { t.CaseId, t.EndedAt, t.Comment })
            .ToListAsync(cancellation);
        var sentBack = await db.CaseEvents.Where(e => cases.Contains(e.CaseId) && e.Kind == "TaskReturned")
            .Select(e => new { e.CaseId, e.At, e.Data }).ToListAsync(cancellation);
        foreach (var row in returned)
            row.ReturnReason = sentBack.Where(e => e.CaseId == row.CaseId && e.At == row.At)
                .Select(e => HandingHistory.Reason(e.Data)).FirstOrDefault()
                ?? opinions.Where(o => o.CaseId == row.CaseId && o.EndedAt <= row.At).MaxBy(o => o.EndedAt)?.Comment;
    }
}
