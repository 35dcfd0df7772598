using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Departures;

/// <summary>
/// Finds open tasks that nobody can do any more because accounts were disabled or posts given up, whoever did that:
/// they go back to the candidates that are left, else to 待指派, and administrators are told. Only looks when the staff
/// has changed since this node looked last.
/// </summary>
internal sealed class StrandedSweep(
    Func<BalancedEduDb> open, StaffList staff, ProcessRunner runner, Notices notices, Drawing drawing,
    ILogger<StrandedSweep> log)
    : ISweep
{
    private const int Batch = 200;

    private long _seen = -1;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = await staff.NowAsync(cancellation);
        if (now.Stamp == _seen)
            return 0;
        var (done, last) = (0, 0L);
        while (await PageAsync(last, cancellation) is { Count: > 0 } page)
        {
            foreach (var task in page)
                done += await MendAsync(task, now, cancellation) ? 1 : 0;
            last = page[^1].Id;
        }

        // Dying before this, or failing: the next look begins anew, and finds what is still stranded.
        _seen = now.Stamp;
        return done;
    }

    /// <summary>
    /// Those whose owner is disabled, and those without an owner of whose candidates none is left. Each statement reads
    /// open tasks only.
    /// </summary>
    private async Task<List<WorkTask>> PageAsync(long after, CancellationToken cancellation)
    {
        await using var db = open();
        var owned = db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && t.Assignee != null
            && db.Users.Any(u => u.UserName == t.Assignee && u.Disabled));
        var waiting = db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && t.Assignee == null && !t.Unassignable
            && !t.Candidates.Any(c => db.Users.Any(u => !u.Disabled
                && !t.Exclusions.Any(x => x.UserName == u.UserName)
                && (u.UserName == c.UserName || u.Holdings.Any(h => h.PositionId == c.PositionId
                    && (c.DistrictCode == null || c.DistrictCode == h.DistrictCode)
                    && (c.SchoolCode == null || c.SchoolCode == h.SchoolCode))))));
        return await owned.Where(t => t.Id > after).Concat(waiting.Where(t => t.Id > after)).AsNoTracking()
            .OrderBy(t => t.Id).Take(Batch).ToListAsync(cancellation);
    }

    private async Task<bool> MendAsync(WorkTask task, Staff now, CancellationToken cancellation)
    {
        await using var db = open();
        var candidates = await db.TaskCandidates.AsNoTracking().Where(c => c.TaskId == task.Id)
            .ToListAsync(cancellation);
        var excluded = await db.TaskExclusions.Where(x => x.TaskId == task.Id).Select(x => x.UserName)
            .ToListAsync(cancellation);
        var left = Candidates.Of(now, candidates).Where(p => !excluded.Contains(p.UserName)).ToList();
        var gone = task.Assignee is null
            ? null
            : await db.Users.Where(u => u.UserName == task.Assignee).Select(u => u.DisplayName)
                .SingleOrDefaultAsync(cancellation);
        var refusal = await runner.TryAsync(
            new(task.CaseId, null, Actor.System)
            {
                TaskId = task.Id,
                Host = (step, stop) => WriteAsync(step, task, gone ?? "候选人", left, stop),
            },
            log, cancellation);
        return refusal is null;
    }

    private async Task WriteAsync(
        StepContext step, WorkTask task, string gone, List<Person> left, CancellationToken cancellation)
    {
        if (Drawing.Draws(step.Bundle.Definition, task.ElementId))
            left = await drawing.SubstituteAsync(step, task, left, cancellation) is { } drawn ? [drawn] : [];
        var stranded = left.Count == 0;
        step.Transition.Ownerships.Add(new(task.Id, task.Revision, left is [var only] ? only.UserName : null, false)
        {
            Unassignable = stranded,
            Owner = task.Owner,
            Before = task.Assignee is null
                ? null
                : new() { TaskId = task.Id, UserName = task.Assignee, CaseId = task.CaseId },
        });
        step.Append(stranded ? "TaskStranded" : "TaskOfferedAgain", task.ElementId, task.Id,
            Json.Of(new FeelContext([new("fromName", FeelValue.Of(gone))])));
        if (stranded)
            step.Transition.Incidents.Add(UserTasks.Unassignable(
                task, step.Now, step.Bundle.Definition.UserTask(task.ElementId)));
        var template = stranded ? Notices.TaskUnassignable : Notices.TaskAssigned;
        await notices.AddAsync(
            step, template, $"{task.ElementInstanceId}/{template}/{step.Case.LastSequence}",
            stranded ? step.Staff.Concerned([TaskRights.CaseAdministrators], null, null) : left, task.Id,
            Notices.AboutTask(step.Variables, task.Name, task.DueAt), stranded, cancellation);
    }
}
