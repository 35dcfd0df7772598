using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>What a step starts from: read in one round trip.</summary>
/// <param name="Case">The case with its version and state.</param>
/// <param name="OpenTasks">Its open tasks.</param>
/// <param name="OpenClocks">Its clocks that have not ended.</param>
/// <param name="Handled">Whether the command was carried out before.</param>
public sealed record CaseSnapshot(
    Case Case, IReadOnlyList<OpenTask> OpenTasks, IReadOnlyList<ClockRow> OpenClocks, bool Handled)
{
    /// <summary>
    /// What was decided before, oldest first; null when there is too much of it to be read each time.
    /// </summary>
    public IReadOnlyList<PastDecision>? Decisions { get; init; } = [];

    /// <summary>How often people, posts and who holds them have changed.</summary>
    public long StaffStamp { get; init; }
}

/// <summary>An open task as far as a step needs it.</summary>
/// <param name="Id">The row.</param>
/// <param name="ElementInstanceId">The element instance in the engine.</param>
/// <param name="ElementId">The BPMN user task.</param>
/// <param name="SeatName">The seat in words; may be empty.</param>
/// <param name="Assignee">Who has it, or null.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="CreatedAt">When it opened.</param>
public sealed record OpenTask(
    long Id, long ElementInstanceId, string ElementId, string SeatName, string? Assignee, int Revision,
    DateTimeOffset CreatedAt);
