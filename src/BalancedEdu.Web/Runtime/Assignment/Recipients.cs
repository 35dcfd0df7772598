using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>Finds the people that a mail goes to, each once.</summary>
internal sealed class Recipients(Func<BalancedEduDb> open)
{
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
            return [assignee];
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
