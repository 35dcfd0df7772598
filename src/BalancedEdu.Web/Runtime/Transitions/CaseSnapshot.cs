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

    /// <summary>What was decided since it was read, by steps that are committed together with this one.</summary>
    public IReadOnlyList<PastDecision> Since { get; init; } = [];

    /// <summary>What has happened since it was read, in steps that are committed together with this one.</summary>
    internal IReadOnlyList<CaseEvent> EventsSince { get; init; } = [];

    /// <summary>Old ids and new ids that the step gives elements: rows still have the old ones.</summary>
    internal IReadOnlyDictionary<string, string> Renames { get; init; } = new Dictionary<string, string>();

    /// <summary>How often people, posts and who holds them have changed.</summary>
    public long StaffStamp { get; init; }

    /// <summary>What the next step starts from when this one is committed together with it.</summary>
    public CaseSnapshot After(Transition step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var closed = step.WithdrawnTasks.Append(step.Completion?.TaskId ?? 0).ToHashSet();
        var owned = step.Ownerships.ToDictionary(o => o.TaskId);
        return this with
        {
            OpenTasks =
            [
                .. OpenTasks.Where(t => !closed.Contains(t.Id)).Select(t => owned.TryGetValue(t.Id, out var o)
                    ? t with { Assignee = o.Assignee, Owner = o.Owner, Revision = t.Revision + 1 }
                    : t),
                .. step.OpenedTasks.Select(OpenTask.Of),
            ],
            OpenClocks =
                [.. OpenClocks.Concat(step.StartedClocks.Select(s => s.Clock)).Where(c => c.EndedAt is null)],
            Since = DecisionOf(step) is { } decision ? [.. Since, decision] : Since,
            EventsSince = [.. EventsSince, .. step.Events],
        };
    }

    /// <summary>The same, with elements by the ids that another version of the definition gives them.</summary>
    /// <param name="elements">Old ids and new ids.</param>
    internal CaseSnapshot Renamed(IReadOnlyDictionary<string, string> elements)
    {
        string Now(string id) => elements.GetValueOrDefault(id, id);
        return this with
        {
            OpenTasks = [.. OpenTasks.Select(t => t with { ElementId = Now(t.ElementId) })],
            Decisions = Decisions is null ? null : [.. Decisions.Select(d => d with { ElementId = Now(d.ElementId) })],
            Renames = elements,
        };
    }

    /// <summary>What a step decides itself, or null.</summary>
    internal PastDecision? DecisionOf(Transition step) =>
        step.Completion is { } done && OpenTasks.FirstOrDefault(t => t.Id == done.TaskId) is { } task
            ? new(task.ElementId, done.By, done.Outcome, done.OutcomeName, task.CreatedAt)
            {
                OnBehalfOf = done.OnBehalfOf,
            }
            : null;
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
    DateTimeOffset CreatedAt)
{
    /// <summary>Who decides while the assignee is only a delegate, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>Where it goes straight back to, and to whom: <see cref="WorkTask.BackTo"/>.</summary>
    public string? BackTo { get; init; }

    /// <summary>A task that a step opens.</summary>
    internal static OpenTask Of(WorkTask t) => new(
        t.Id, t.ElementInstanceId, t.ElementId, t.SeatName, t.Assignee, t.Revision, t.CreatedAt)
    {
        BackTo = t.BackTo,
    };
}
