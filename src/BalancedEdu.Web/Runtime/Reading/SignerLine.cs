using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>A signer (加签) of a task who has not acted.</summary>
/// <param name="OwnerInstanceId">The element instance that was to be signed; 0 when it is a seat of its own.</param>
/// <param name="ElementId">The user task.</param>
/// <param name="User">Who signs.</param>
/// <param name="Place"><c>before</c>, <c>parallel</c> or <c>after</c>.</param>
/// <param name="AddedBy">Who asked for it, or null.</param>
/// <param name="Task">The signer's own task; null while it is not open yet.</param>
public sealed record SignerLine(
    long OwnerInstanceId, string ElementId, string User, string Place, string? AddedBy, WorkTask? Task)
{
    /// <summary>All of a case.</summary>
    internal static IReadOnlyList<SignerLine> Of(ProcessState state, IReadOnlyList<WorkTask> tasks)
    {
        var open = tasks.Where(t => t is { Status: WorkTaskStatus.Open, SignerPlace: not null })
            .Select(t => new SignerLine(
                OwnerOf(state, t), t.ElementId, t.Assignee ?? "", t.SignerPlace!, t.AddedBy, t));
        var waiting = state.Elements.Values.Where(e => e.Signing is not null)
            .SelectMany(e => e.Signing!.Waiting.Select(w => new SignerLine(
                e.Id, e.ElementId, w.User, "after", w.By, null)));
        return [.. open.Concat(waiting)];
    }

    /// <summary>Whether it is asked of a task.</summary>
    public bool Concerns(WorkTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return OwnerInstanceId == task.ElementInstanceId || (OwnerInstanceId == 0 && ElementId == task.ElementId);
    }

    private static long OwnerOf(ProcessState state, WorkTask signer) =>
        state.Elements.GetValueOrDefault(signer.ElementInstanceId) is { Signing.Place: not null } element
            ? element.ParentId
            : 0;
}
