using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>Finds whom a definition offers a task, and writes it into the task's rows.</summary>
internal static class Candidates
{
    /// <summary>Those who could do it, but for who is kept away from it.</summary>
    public static IReadOnlyList<Person> Find(
        StepContext step, WorkTask task, CreateUserTask effect, Bpmn.Model.Assignment assignment, CasePast past)
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
        var related = Related(step, assignment.From, past);
        AddByName(task, related);
        people.AddRange(related);
        foreach (var (district, school, exactly) in Places(step, assignment.Scope))
        {
            var holders = exactly
                ? step.Staff.OfTheCity(effect.CandidateGroups)
                : step.Staff.Holders(effect.CandidateGroups, district, school);
            people.AddRange(holders);
            if (exactly || assignment.Snapshot == true)
                AddByName(task, holders);
            else
                task.Candidates.AddRange(effect.CandidateGroups.Select(post => new TaskCandidate
                {
                    TaskId = task.Id, PositionId = post, DistrictCode = district, SchoolCode = school,
                }));
        }
        return people;
    }

    /// <summary>Those whom the rows of a task offer it to, as the staff is now.</summary>
    public static IEnumerable<Person> Of(Staff staff, IEnumerable<TaskCandidate> rows) => rows
        .SelectMany(c => c.UserName is { } name
            ? staff.People([name])
            : staff.Holders([c.PositionId!], c.DistrictCode, c.SchoolCode))
        .Distinct();

    /// <summary>Who is set over the one that started the case, but for who is kept away.</summary>
    public static IReadOnlyList<Person> Superiors(StepContext step, HashSet<string> excluded) =>
        [.. step.Staff.SuperiorsOf(step.Case.StartedBy).Where(p => !excluded.Contains(p.UserName))];

    /// <summary>Candidates that stay so, whatever post they hold later.</summary>
    public static void AddByName(WorkTask task, IReadOnlyList<Person> people) =>
        task.Candidates.AddRange(people.Where(p => !task.Candidates.Exists(c => c.UserName == p.UserName))
            .Select(p => new TaskCandidate { TaskId = task.Id, UserName = p.UserName }));

    private static IReadOnlyList<Person> Related(StepContext step, AssignmentSource? from, CasePast past) => from switch
    {
        AssignmentSource.Superior => step.Staff.SuperiorsOf(step.Case.StartedBy),
        AssignmentSource.Previous => step.Staff.People(past.LastPerson is { } last ? [last] : []),
        _ => [],
    };

    /// <summary>
    /// Where holders are looked for. A case without the place that the scope asks for would go to every holder in the
    /// city: there is no place instead, and nobody fits.
    /// </summary>
    private static IEnumerable<(string? District, string? School, bool OfTheCity)> Places(
        StepContext step, AssignmentScope scope) => scope switch
        {
            AssignmentScope.District => step.Case.DistrictCode is { } district ? [(district, null, false)] : [],
            AssignmentScope.School => step.Case.SchoolCode is { } school ? [(null, school, false)] : [],
            AssignmentScope.Applicant => step.Staff.HeldBy(step.Case.StartedBy)
                .Select(h => (h.DistrictCode, h.SchoolCode, h is { DistrictCode: null, SchoolCode: null })).Distinct(),
            _ => [(null, null, false)],
        };
}
