using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>
/// Marks a task as opened by somebody who may do it: it is no longer unread, and the step before can't be taken back.
/// No step of the case: forms that are open stay valid. A look at the preview beside the inbox doesn't count.
/// </summary>
public sealed class TaskOpening(BalancedEduDb db, TimeProvider time)
{
    /// <summary>Marks it, once.</summary>
    public async Task MarkAsync(WorkTask task, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task is not { OpenedAt: null, Status: WorkTaskStatus.Open })
            return;
        var now = time.GetStoredNow();
        await db.Tasks.Where(t => t.Id == task.Id && t.OpenedAt == null && t.Status == WorkTaskStatus.Open)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.OpenedAt, now), cancellation);
    }
}
