using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.CaseActions;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Sweeps;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Departures;

/// <summary>
/// Finds open tasks that nobody can do any more because accounts were disabled or posts given up, whoever did that:
/// they go back to the candidates that are left, else to 待指派, and administrators are told. What only a delegate
/// (委派) can't do goes back to who had asked. Looks when the staff has changed since this node looked last, and a minute
/// later once more: a step that had begun with the staff before may have opened something meanwhile. What can't be
/// mended is looked for again every minute.
/// </summary>
internal sealed class StrandedSweep(
    Func<BalancedEduDb> open, StaffList staff, ProcessRunner runner, Notices notices, Drawing drawing,
    TimeProvider time, ILogger<StrandedSweep> log)
    : ISweep
{
    private const int Batch = 200;

    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(1);

    private long _seen = -1;
    private DateTimeOffset? _again;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = await staff.NowAsync(cancellation);
        var changed = now.Stamp != _seen;
        if (!changed && !(time.GetUtcNow() >= _again))
            return 0;
        var (done, failed, last) = (0, 0, 0L);
        while (await PageAsync(last, cancellation) is { Count: > 0 } page)
        {
            foreach (var task in page)
                _ = await MendAsync(task, now, cancellation) ? done++ : failed++;
            last = page[^1].Id;
        }

        // Dying before this: the next look begins anew, and finds what is still stranded.
        (_seen, _again) = (now.Stamp, changed || failed > 0 ? time.GetUtcNow() + AgainAfter : null);
        return done;
    }

    /// <summary>
    /// Those that somebody disabled has or, while a delegate answers, owns, and those that nobody has and of whose
    /// candidates none is left. Each statement reads open tasks only.
    /// </summary>
    private async Task<List<WorkTask>> PageAsync(long after, CancellationToken cancellation)
    {
        await using var db = open();
        var owned = db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && t.Assignee != null
            && db.Users.Any(u => (u.UserName == t.Assignee || u.UserName == t.Owner) && u.Disabled));
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
        var gone = await db.Users.Where(u => (u.UserName == task.Assignee || u.UserName == task.Owner) && u.Disabled)
            .OrderBy(u => u.UserName).Select(u => u.DisplayName).ToListAsync(cancellation);
        var refusal = await runner.TryAsync(
            new(task.CaseId, null, Actor.System)
            {
                TaskId = task.Id,
                Host = (step, stop) => WriteAsync(
                    step, task, gone.Count == 0 ? "候选人" : string.Join('、', gone), left, stop),
            },
            log, cancellation);
        return refusal is null;
    }

    private async Task WriteAsync(
        StepContext step, WorkTask task, string gone, List<Person> left, CancellationToken cancellation)
    {
        if (task.Owner is not null)
            await EndDelegationAsync(step, task, gone, cancellation);
        if (task.Owner is not null && step.Staff.Find(task.Owner) is not null)
            return;
        if (Drawing.Draws(step.Bundle.Definition, task.ElementId))
            left = await drawing.SubstituteAsync(step, task, left, cancellation) is { } drawn ? [drawn] : [];
        var stranded = left.Count == 0;
        step.Transition.Ownerships.Add(new(task.Id, task.Revision, left is [var only] ? only.UserName : null, false)
        {
            Unassignable = stranded,
            Before = HeldBy(task, task.Assignee),
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

    /// <summary>
    /// Nothing is decided by a delegate: the owner has it again, as if they had taken it back; where the owner is
    /// disabled the delegate has nobody to answer to.
    /// </summary>
    private async Task EndDelegationAsync(StepContext step, WorkTask task, string gone, CancellationToken cancellation)
    {
        var (owner, reason) = (step.Staff.Find(task.Owner!), $"{gone}的账号已停用");
        if (owner is not null)
            step.Transition.Ownerships.Add(new(task.Id, task.Revision, owner.UserName, task.Claimed)
            {
                Before = HeldBy(task, task.Assignee),
            });
        else
            step.Transition.Correspondence.Add(TaskSql.Held(HeldBy(task, task.Owner)!));
        step.Append("DelegationRecalled", task.ElementId, task.Id, Json.Of(new FeelContext(
        [
            new("to", FeelValue.Of(task.Assignee)), new("reason", FeelValue.Of(reason)),
        ])));
        var template = owner is null ? Notices.DelegationRecalled : Notices.TaskAssigned;
        var told = owner is null ? step.Staff.People([task.Assignee!]) : [owner];
        await notices.AddAsync(
            step, template, $"{task.ElementInstanceId}/{template}/{step.Case.LastSequence}", told, task.Id,
            Notices.AboutTask(step.Variables, task.Name, task.DueAt).With("by", FeelValue.Of(step.Actor.DisplayName))
                .With("comment", FeelValue.Of(reason)),
            false, cancellation);
    }

    private static TaskHolder? HeldBy(WorkTask task, string? userName) =>
        userName is null ? null : new() { TaskId = task.Id, UserName = userName, CaseId = task.CaseId };
}
