using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>Decides who may do a task that opens (approvals.md §1): one person, candidates, or nobody.</summary>
internal static class Assigner
{
    /// <summary>Fills the task's assignee, candidates, exclusions and seat.</summary>
    /// <returns>Who is to be told: the assignee, or all whom the task waits for; nobody when it can't be
    /// assigned.</returns>
    public static IReadOnlyList<Person> Assign(
        StepContext step, WorkTask task, CreateUserTask effect, UserTaskDetails details, CasePast past)
    {
        var assignment = details.Assignment;
        var separated = past.PerformersOf(assignment.SeparatedFrom).ToHashSet(StringComparer.Ordinal);
        if (effect.Assignee is { Length: > 0 } named)
            return AssignTo(step, task, named, separated);

        // Whoever started a case does not decide on it; a person the definition names outright is meant, and stays.
        var initiator = step.Case.StartedBy;
        if (!assignment.AllowSelf && initiator != Actor.System.UserName)
            separated.Add(initiator);
        task.Exclusions.AddRange(separated.Select(name => new TaskExclusion { TaskId = task.Id, UserName = name }));
        var people = Candidates(step, task, effect, assignment.Scope);
        var fit = people.Where(p => !separated.Contains(p.UserName)).DistinctBy(p => p.UserName).ToList();
        task.SeatName = Seat(step, effect);
        if (fit.Count == 0)
            return WhenEmpty(step, task, assignment.WhenEmpty, separated);
        if ((fit is [var single] ? single : BackTo(step, task, fit)) is not { } only)
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

    /// <summary>The form's own word for the seat, else the unit of the only post that a seat of several has.</summary>
    private static string Seat(StepContext step, CreateUserTask effect) =>
        effect.FormData.TryGet("seat", out var seat) && seat.AsString() is { Length: > 0 } named ? named
        : effect.LoopCounter > 0 && effect.CandidateGroups is [var post] ? step.Staff.UnitOf(post)
        : "";

    private static IReadOnlyList<Person> AssignTo(
        StepContext step, WorkTask task, string userName, HashSet<string> separated)
    {
        var people = separated.Contains(userName) ? [] : step.Staff.People([userName]);
        task.Unassignable = people.Count == 0;
        task.Assignee = people.Count == 0 ? null : userName;
        return people;
    }

    private static IReadOnlyList<Person> WhenEmpty(
        StepContext step, WorkTask task, string whenEmpty, HashSet<string> separated)
    {
        const string PersonPrefix = "person:";
        if (whenEmpty.StartsWith(PersonPrefix, StringComparison.Ordinal))
            return AssignTo(step, task, whenEmpty[PersonPrefix.Length..], separated);
        task.Unassignable = true;
        return [];
    }

    private static List<Person> Candidates(
        StepContext step, WorkTask task, CreateUserTask effect, AssignmentScope scope)
    {
        task.Candidates
            .AddRange(effect.CandidateUsers.Select(name => new TaskCandidate { TaskId = task.Id, UserName = name }));
        var people = new List<Person>(step.Staff.People(effect.CandidateUsers));
        if (effect.CandidateGroups is [UserTaskDetails.Initiator])
        {
            // The form that started the case was sent back: whoever started it fills it in anew.
            people.AddRange(step.Staff.People([step.Case.StartedBy]));
            task.Candidates.Add(new() { TaskId = task.Id, UserName = step.Case.StartedBy });
            return people;
        }
        var district = scope == AssignmentScope.District ? step.Case.DistrictCode : null;
        var school = scope == AssignmentScope.School ? step.Case.SchoolCode : null;

        // A case without the place that the scope asks for would go to every holder in the city: nobody fits instead.
        if ((scope == AssignmentScope.District && district is null)
            || (scope == AssignmentScope.School && school is null))
            return people;
        foreach (var post in effect.CandidateGroups)
            task.Candidates.Add(
                new() { TaskId = task.Id, PositionId = post, DistrictCode = district, SchoolCode = school });
        people.AddRange(step.Staff.Holders(effect.CandidateGroups, district, school));
        return people;
    }
}
