using System.Text.Json;
using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Runtime;

/// <summary>What a person does with a task. Each answers null when done; the person's holdings must be loaded.</summary>
public sealed class TaskActions
{
    /// <summary>认领: the first of two wins, the other is told who it was.</summary>
    public Task<ActionRefusal?> ClaimAsync(long taskId, int revision, AppUser person, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>释放: gives a claimed task back to its candidates.</summary>
    public Task<ActionRefusal?> ReleaseAsync(long taskId, int revision, AppUser person, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>办理: decides. An unclaimed task of a candidate is claimed by it.</summary>
    public Task<ActionRefusal?> CompleteAsync(TaskDecision decision, AppUser person, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>暂存: keeps form data without deciding.</summary>
    public Task<ActionRefusal?> SaveDraftAsync(
        long taskId, int revision, JsonElement form, AppUser person, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
