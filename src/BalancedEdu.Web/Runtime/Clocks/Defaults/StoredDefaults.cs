using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.Defaults;

/// <summary>Reads decisions by time-out with their case.</summary>
internal static class StoredDefaults
{
    /// <summary>Those of a case, by task; no query when none of its tasks was decided by the system.</summary>
    public static async Task<IReadOnlyDictionary<long, TimeoutDefault>> DefaultsOfAsync(
        this BalancedEduDb db, long caseId, IEnumerable<WorkTask> tasks, CancellationToken cancellation) =>
        tasks.All(t => t.CompletedBy != Actor.System.UserName)
            ? new Dictionary<long, TimeoutDefault>()
            : await db.TimeoutDefaults.AsNoTracking().Where(d => d.CaseId == caseId)
                .ToDictionaryAsync(d => d.TaskId, cancellation);
}
