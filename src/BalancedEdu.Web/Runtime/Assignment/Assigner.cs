using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>
/// Decides who may do a task that opens (approvals.md §1): one person, candidates, or nobody. The words are explained
/// in docs/reference/assignment.md.
/// </summary>
internal sealed class Assigner(Picking picking, Drawing drawing)
{
    private const string PersonPrefix = "person:";

    /// <summary>Fills the task's assignee, candidates, exclusions and seat.</summary>
    /// <returns>Who is to be told: the assignee, or all whom the task waits for; nobody when it can't be
    /// assigned.</returns>
    public async Task<IReadOnlyList<Person>> AssignAsync(
        StepContext step, WorkTask task, CreateUserTask effect, UserTaskDetails details, CasePast past,
        CancellationToken cancellation)
    {
        var assignment = details.Assignment;
        var excluded = Excluded(step, assignment, past);
        var named = effect.Assignee is { Length: > 0 } name ? AssignTo(step, task, name, excluded) : null;
        if (named is not null)
            return named;
        task.Exclusions.AddRange(excluded.Select(name => new TaskExclusion { TaskId = task.Id, UserName = name }));
        task.SeatName = Seat(step, effect, assignment);
        if (effect.Assignee is { Length: > 0 })
            return WhenEmpty(step, task, assignment.WhenEmpty, excluded);
        var people = Candidates.Find(step, task, effect, assignment, past);
        if (assignment.Pick == AssignmentPick.Draw)
            await drawing.KeepAwayAsync(step, task, people, past, excluded, cancellation);
        var fit = people.Where(p => !excluded.Contains(p.UserName)).DistinctBy(p => p.UserName).ToList();
        if (fit.Count == 0)
            return WhenEmpty(step, task, assignment.WhenEmpty, excluded);
        var back = BackTo(step, task, fit);
        if (back is null && assignment.Pick is { } pick)
            back = pick == AssignmentPick.Draw
                ? drawing.Choose(step, task.ElementId, task.Id, fit)
                : await picking.ChooseAsync(step, task, pick, fit, cancellation);

        // Who shall follow the post is not tied to who happens to hold it alone when the task opens.
        if ((back ?? (fit is [var single] && assignment.Snapshot != false ? single : null)) is not { } only)
            return fit;
        task.Assignee = only.UserName;
        return [only];
    }

    /// <summary>直达: who sent the case back with the word that it come straight back gets it again.</summary>
    private static Person? BackTo(StepContext step, WorkTask task, List<Person> fit) =>
        task.LoopCounter == 0 && step.Transition.Completion is { } done
        && step.Before.OpenTasks.FirstOrDefault(t => t.Id == done.TaskId)?.BackTo?.Split('/') is [var element, var name]
        && element == task.ElementId
            ? fit.Find(p => p.UserName == name)
            : null;

    /// <summary>
    /// All accounts of those kept away: who did a step that this one is separated from, in their own name or another's,
    /// and the initiator where the task doesn't allow it.
    /// </summary>
    private static HashSet<string> Excluded(StepContext step, Bpmn.Model.Assignment assignment, CasePast past)
    {
        var names = past.PerformersOf(assignment.SeparatedFrom);
        if (!assignment.AllowSelf && step.Case.StartedBy != Actor.System.UserName)
            names = names.Append(step.Case.StartedBy);
        return names.SelectMany(step.Staff.AccountsOf).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// The form's own word for the seat, else the unit of the only post that a seat of several has: whoever acts, acts
    /// for the unit. Who is drawn acts for themselves.
    /// </summary>
    private static string Seat(StepContext step, CreateUserTask effect, Bpmn.Model.Assignment assignment) =>
        effect.FormData.TryGet("seat", out var seat) && seat.AsString() is { Length: > 0 } named ? named
        : effect.LoopCounter > 0 && assignment.Pick != AssignmentPick.Draw && effect.CandidateGroups is [var post]
            ? step.Staff.UnitOf(post)
        : "";

    /// <summary>Null where the person may not do it, or can't.</summary>
    private static IReadOnlyList<Person>? AssignTo(
        StepContext step, WorkTask task, string userName, HashSet<string> excluded)
    {
        if (excluded.Contains(userName) || step.Staff.Find(userName) is not { } person)
            return null;
        task.Assignee = userName;
        return [person];
    }

    private static IReadOnlyList<Person> WhenEmpty(
        StepContext step, WorkTask task, string whenEmpty, HashSet<string> excluded)
    {
        if (whenEmpty.StartsWith(PersonPrefix, StringComparison.Ordinal)
            && AssignTo(step, task, whenEmpty[PersonPrefix.Length..], excluded) is { } named)
            return named;
        var superiors = whenEmpty == "superior" ? Candidates.Superiors(step, excluded) : [];
        if (superiors is [var only])
            task.Assignee = only.UserName;
        else
            Candidates.AddByName(task, superiors);

        // 待指派: never silently decided, and never given to whoever did the step before.
        task.Unassignable = superiors.Count == 0;
        return superiors;
    }
}
