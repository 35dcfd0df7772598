using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Effects;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>Gets a task that nobody can do to somebody: to one person, or to candidates that there are now.</summary>
internal sealed class TaskHandover(
    BalancedEduDb db, BundleCatalog bundles, ProcessRunner runner, StaffList staff, Notices notices,
    Drawing drawing, ILogger<TaskHandover> log)
{
    /// <summary>
    /// Gives it to a person, unless the separation of duties keeps them away, or what keeps people away from a draw.
    /// </summary>
    public async Task<ActionRefusal?> AssignAsync(Handling work, string userName, CancellationToken cancellation)
    {
        if (await TaskAsync(work.Row, cancellation) is not { } task)
            return IncidentRefusals.NotOffered("指派", "环节已有人办理或已撤销，异常会自行消除。");
        var to = await db.Users.AsNoTracking()
            .SingleOrDefaultAsync(u => u.UserName == userName && !u.Disabled, cancellation);
        if (to is null)
            return IncidentRefusals.PersonUnknown(userName);
        if (await WhyNotAsync(task, userName, cancellation, seat: true) is { } why)
            return IncidentRefusals.PersonExcluded(to.DisplayName, why);
        var person = new Person(userName, to.DisplayName);
        return await RunAsync(work, task, (_, _) => Task.FromResult<string?>(userName), async (step, stop) =>
        {
            work.Record(step, "TaskAssigned", task.Id, [("to", userName), ("toName", to.DisplayName)]);
            await notices.AddAsync(
                step, Notices.TaskAssigned, $"{task.ElementInstanceId}/{Notices.TaskAssigned}", [person], task.Id,
                Notices.AboutTask(step.Variables, task.Name, task.DueAt), false, stop);
        }, cancellation, async (step, stop) => await drawing.WhyNotAsync(step, task, person, stop) is { } away
            ? IncidentRefusals.PersonExcluded(to.DisplayName, away)
            : null);
    }

    /// <summary>Leaves it to its candidates, if meanwhile there is one.</summary>
    public async Task<ActionRefusal?> OfferAsync(Handling work, CancellationToken cancellation)
    {
        if (await TaskAsync(work.Row, cancellation) is not { } task)
            return IncidentRefusals.NotOffered("重试", "环节已有人办理或已撤销，异常会自行消除。");
        var fit = await db.Users.AnyAsync(u => !u.Disabled
            && !db.TaskExclusions.Any(x => x.TaskId == task.Id && x.UserName == u.UserName)
            && db.TaskCandidates.Any(c => c.TaskId == task.Id && (c.UserName == u.UserName
                || u.Holdings.Any(h => h.PositionId == c.PositionId
                    && (c.DistrictCode == null || c.DistrictCode == h.DistrictCode)
                    && (c.SchoolCode == null || c.SchoolCode == h.SchoolCode)))), cancellation);
        if (!fit)
            return IncidentRefusals.NobodyYet;
        return await RunAsync(work, task, (step, stop) => DrawnAsync(step, task, stop), (step, _) =>
        {
            work.Record(step, "IncidentRetried", task.Id);
            return Task.CompletedTask;
        }, cancellation);
    }

    /// <summary>Who is drawn for a task that is given by lot; null: whoever claims it.</summary>
    private async Task<string?> DrawnAsync(StepContext step, WorkTask task, CancellationToken cancellation)
    {
        if (!Drawing.Draws(step.Bundle.Definition, task.ElementId))
            return null;
        var rows = await db.TaskCandidates.AsNoTracking().Where(c => c.TaskId == task.Id).ToListAsync(cancellation);
        var people = Candidates.Of(step.Staff, rows)
            .Where(p => !task.Exclusions.Exists(x => x.UserName == p.UserName)).ToList();
        if (await drawing.SubstituteAsync(step, task, people, cancellation) is not { } drawn)
            return null;
        await notices.AddAsync(
            step, Notices.TaskAssigned, $"{task.ElementInstanceId}/{Notices.TaskAssigned}/{step.Case.LastSequence}",
            [drawn], task.Id, Notices.AboutTask(step.Variables, task.Name, task.DueAt), false, cancellation);
        return drawn.UserName;
    }

    private Task<ActionRefusal?> RunAsync(
        Handling work, WorkTask task, Func<StepContext, CancellationToken, Task<string?>> owner,
        Func<StepContext, CancellationToken, Task> more, CancellationToken cancellation,
        Func<StepContext, CancellationToken, Task<ActionRefusal?>>? judge = null) =>
        runner.TryAsync(
            new(task.CaseId, null, work.Actor)
            {
                TaskId = task.Id,
                Verb = work.Verb,
                Judge = judge,
                Host = async (step, stop) =>
                {
                    var name = await owner(step, stop);
                    var dry = name is null && Drawing.Draws(step.Bundle.Definition, task.ElementId);
                    step.Transition.Ownerships.Add(
                        new(task.Id, task.Revision, name, Claimed: false) { Unassignable = dry });
                    await more(step, stop);
                    if (dry)
                        step.Transition.Incidents.Add(UserTasks.Unassignable(
                            task, step.Now, step.Bundle.Definition.UserTask(task.ElementId)));
                },
            },
            log, cancellation);

    private Task<WorkTask?> TaskAsync(IncidentRow row, CancellationToken cancellation) =>
        db.Tasks.AsNoTracking().Include(t => t.Exclusions).SingleOrDefaultAsync(
            t => t.Id == row.SourceId && t.Status == WorkTaskStatus.Open && t.Unassignable, cancellation);

    /// <summary>The rules by which the task opened: not who did a separated step, nor who started the case.</summary>
    /// <param name="task">The task.</param>
    /// <param name="userName">Who is named.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="seat">Whether they are to sit there, where that is drawn; else they sign beside who does.</param>
    public async Task<string?> WhyNotAsync(
        WorkTask task, string userName, CancellationToken cancellation, bool seat = false)
    {
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == task.CaseId, cancellation);
        var definition = (await bundles.GetAsync(@case.BundleVersionId, cancellation)).Definition;

        // The case has moved to another version since the task was read: the step will be refused as stale.
        if (definition.FindUserTask(task.ElementId)?.Assignment is not { } assignment)
            return null;
        var now = await staff.NowAsync(cancellation);
        var accounts = now.AccountsOf(userName).ToList();
        if (!assignment.AllowSelf && accounts.Contains(@case.StartedBy))
            return "事项由其本人发起，本人不能办理。";
        if (Drawing.Draws(definition, task.ElementId))
        {
            if (seat && await drawing.WhyNotAsync(@case, definition, now, task, userName, cancellation) is { } away)
                return away;
            if (!seat && await drawing.IsOfTheInspectedAsync(@case, now, accounts, cancellation))
                return "其本人属于被核查的单位，须回避。";
        }
        var did = await db.FindSeparatedWorkAsync(task.CaseId, assignment.SeparatedFrom, accounts, cancellation);
        return did is null && !task.Exclusions.Exists(x => accounts.Contains(x.UserName))
            ? null
            : WorkedBefore(did is null ? "前面相关环节" : $"“{definition.NameOf(did)}”");
    }

    /// <summary>Why the separation of duties keeps somebody away.</summary>
    /// <param name="step">What they did: “受理”, in its marks.</param>
    public static string WorkedBefore(string step) => $"按职责分离，办理过{step}的人不能办理这个环节。";
}
