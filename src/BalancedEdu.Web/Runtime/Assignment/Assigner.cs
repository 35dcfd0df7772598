using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>Decides who may do a task that opens (approvals.md §1): one person, candidates, or nobody.</summary>
internal sealed class Assigner(PostHolders holders)
{
    /// <summary>Fills the task's assignee, candidates, exclusions and seat.</summary>
    /// <returns>Who is to be told: the assignee, or all whom the task waits for; nobody when it can't be
    /// assigned.</returns>
    public async Task<IReadOnlyList<Person>> AssignAsync(
        StepContext step, WorkTask task, CreateUserTask effect, UserTaskDetails details, CasePast past,
        CancellationToken cancellation)
    {
        var assignment = details.Assignment;
        var separated = past.PerformersOf(assignment.SeparatedFrom).ToHashSet(StringComparer.Ordinal);
        if (effect.Assignee is { Length: > 0 } named)
            return await AssignToAsync(task, named, separated, cancellation);

        // Whoever started a case does not decide on it; a person the definition names outright is meant, and stays.
        var initiator = step.Case.StartedBy;
        if (!assignment.AllowSelf && initiator != Actor.System.UserName)
            separated.Add(initiator);
        task.Exclusions.AddRange(separated.Select(name => new TaskExclusion { TaskId = task.Id, UserName = name }));
        var people = await CandidatesAsync(step, task, effect, assignment.Scope, cancellation);
        var fit = people.Where(p => !separated.Contains(p.UserName)).DistinctBy(p => p.UserName).ToList();
        task.SeatName = await SeatAsync(effect, cancellation);
        if (fit.Count == 0)
            return await WhenEmptyAsync(task, assignment.WhenEmpty, separated, cancellation);
        if (fit is [var only])
            task.Assignee = only.UserName;
        return fit;
    }

    /// <summary>The form's own word for the seat, else the unit of the only post that a seat of several has.</summary>
    private async Task<string> SeatAsync(CreateUserTask effect, CancellationToken cancellation) =>
        effect.FormData.TryGet("seat", out var seat) && seat.AsString() is { Length: > 0 } named ? named
        : effect.LoopCounter > 0 && effect.CandidateGroups is [var post] ? await holders.UnitOfAsync(post, cancellation)
        : "";

    private async Task<IReadOnlyList<Person>> AssignToAsync(
        WorkTask task, string userName, HashSet<string> separated, CancellationToken cancellation)
    {
        var people = separated.Contains(userName) ? [] : await holders.PeopleAsync([userName], cancellation);
        task.Unassignable = people.Count == 0;
        task.Assignee = people.Count == 0 ? null : userName;
        return people;
    }

    private async Task<IReadOnlyList<Person>> WhenEmptyAsync(
        WorkTask task, string whenEmpty, HashSet<string> separated, CancellationToken cancellation)
    {
        const string PersonPrefix = "person:";
        if (whenEmpty.StartsWith(PersonPrefix, StringComparison.Ordinal))
            return await AssignToAsync(task, whenEmpty[PersonPrefix.Length..], separated, cancellation);
        task.Unassignable = true;
        return [];
    }

    private async Task<List<Person>> CandidatesAsync(
        StepContext step, WorkTask task, CreateUserTask effect, AssignmentScope scope, CancellationToken cancellation)
    {
        task.Candidates
            .AddRange(effect.CandidateUsers.Select(name => new TaskCandidate { TaskId = task.Id, UserName = name }));
        var people = new List<Person>(await holders.PeopleAsync([.. effect.CandidateUsers], cancellation));
        var district = scope == AssignmentScope.District ? step.Case.DistrictCode : null;
        var school = scope == AssignmentScope.School ? step.Case.SchoolCode : null;

        // A case without the place that the scope asks for would go to every holder in the city: nobody fits instead.
        if ((scope == AssignmentScope.District && district is null)
            || (scope == AssignmentScope.School && school is null))
            return people;
        foreach (var post in effect.CandidateGroups)
            task.Candidates.Add(
                new() { TaskId = task.Id, PositionId = post, DistrictCode = district, SchoolCode = school });
        people.AddRange(await holders.HoldersAsync([.. effect.CandidateGroups], district, school, cancellation));
        return people;
    }
}
