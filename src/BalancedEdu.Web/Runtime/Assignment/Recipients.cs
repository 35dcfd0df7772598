using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>
/// Says who stands in for a person in a case, such as a delegate while a delegation lasts. Asked for whoever is told;
/// it answers from memory (<see cref="Staff"/>), because each step asks.
/// </summary>
internal interface IStandIns
{
    /// <summary>Who is told beside the person; nobody when nobody stands in.</summary>
    IEnumerable<Person> Of(StepContext step, Person person);
}

/// <summary>Who is told of something.</summary>
/// <param name="Person">Who.</param>
/// <param name="For">For whom they stand in, or null.</param>
internal readonly record struct Told(Person Person, Person? For);

/// <summary>Finds the people that are told, each once.</summary>
internal sealed class Recipients(Func<BalancedEduDb> open, IEnumerable<IStandIns> standIns)
{
    private readonly IStandIns[] _standIns = [.. standIns];

    /// <summary>
    /// Principal and delegate are both told, each once: whoever is told for themselves isn't told for another too.
    /// Who has just acted isn't told of it as a stand-in either.
    /// </summary>
    public IReadOnlyList<Told> WithStandIns(StepContext step, IEnumerable<Person> people)
    {
        List<Told> told = [.. people.DistinctBy(p => p.UserName).Select(p => new Told(p, null))];
        if (_standIns.Length == 0)
            return told;
        var known = told.Select(t => t.Person.UserName).Append(step.Actor.UserName)
            .ToHashSet(StringComparer.Ordinal);
        var others = told.SelectMany(t =>
            _standIns.SelectMany(s => s.Of(step, t.Person)).Select(p => new Told(p, t.Person)));
        return [.. told, .. others.Where(t => known.Add(t.Person.UserName))];
    }

    /// <summary>Resolves what a definition names.</summary>
    /// <param name="step">The step.</param>
    /// <param name="names">Post ids, <c>user:name</c>, <c>initiator</c>, <c>participants</c>, <c>assignee</c>.</param>
    /// <param name="task">The task that <c>assignee</c> is meant of, or null.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<Person>> ResolveAsync(
        StepContext step, IReadOnlyList<string> names, OpenTask? task, CancellationToken cancellation)
    {
        var (users, posts) = (new List<string>(), new List<string>());
        foreach (var name in names.Select(n => n.Trim()).Where(n => n.Length > 0))
            switch (name)
            {
                case "initiator":
                    users.Add(step.Case.StartedBy);
                    break;
                case "participants":
                    users.Add(step.Case.StartedBy);
                    users.AddRange(await ParticipantsAsync(step.Case.Id, cancellation));
                    break;
                case "assignee":
                    users.AddRange(await OwnersAsync(step, task, cancellation));
                    break;
                case var _ when name.StartsWith("user:", StringComparison.Ordinal):
                    users.Add(name["user:".Length..]);
                    break;
                default:
                    posts.Add(name);
                    break;
            }
        var people = step.Staff.People(users.Distinct());
        var concerned = step.Staff.Concerned(posts, step.Case.DistrictCode, step.Case.SchoolCode);
        return [.. people.Concat(concerned).DistinctBy(p => p.UserName)];
    }

    private async Task<List<string>> ParticipantsAsync(long caseId, CancellationToken cancellation)
    {
        await using var db = open();
        return await db.Tasks.Where(t => t.CaseId == caseId)
            .SelectMany(t => new[] { t.Assignee, t.CompletedBy })
            .Where(name => name != null).Select(name => name!).Distinct().ToListAsync(cancellation);
    }

    /// <summary>Who has the task, or all whom it waits for.</summary>
    private async Task<IReadOnlyList<string>> OwnersAsync(
        StepContext step, OpenTask? task, CancellationToken cancellation)
    {
        if (task is null)
            return [];
        if (task.Assignee is { } assignee)
            return task.Owner is { } owner ? [assignee, owner] : [assignee];
        await using var db = open();
        var candidates = await db.TaskCandidates.AsNoTracking().Where(c => c.TaskId == task.Id)
            .ToListAsync(cancellation);
        var excluded = await db.TaskExclusions.Where(x => x.TaskId == task.Id).Select(x => x.UserName)
            .ToListAsync(cancellation);
        var names = candidates.Where(c => c.UserName is not null).Select(c => c.UserName!).ToList();
        foreach (var c in candidates.Where(c => c.PositionId is not null))
            names.AddRange(step.Staff.Holders([c.PositionId!], c.DistrictCode, c.SchoolCode).Select(p => p.UserName));
        return [.. names.Except(excluded)];
    }
}
