using System.Globalization;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>
/// Somebody who was drawn can't do it: another is drawn in the same step, from those who are left; when nobody is, the
/// task waits in 待指派 with its incident and administrators are told.
/// </summary>
internal sealed class Redrawing(Drawing drawing, Notices notices)
{
    /// <summary>Draws, and writes what follows from it.</summary>
    /// <param name="step">The step that wants it.</param>
    /// <param name="task">The task with its candidates and exclusions.</param>
    /// <param name="userName">Who had been drawn.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Who was drawn, or null.</returns>
    public async Task<Person?> ReplaceAsync(
        StepContext step, WorkTask task, string userName, CancellationToken cancellation)
    {
        var own = step.Staff.AccountsOf(userName).ToHashSet(StringComparer.Ordinal);
        var people = Candidates.Of(step.Staff, task.Candidates)
            .Where(p => !own.Contains(p.UserName) && !task.Exclusions.Exists(x => x.UserName == p.UserName)).ToList();
        var drawn = await drawing.SubstituteAsync(step, task, people, cancellation);
        step.Transition.Ownerships.Add(new(task.Id, task.Revision, drawn?.UserName, Claimed: false)
        {
            Unassignable = drawn is null,
            Before = new() { TaskId = task.Id, CaseId = task.CaseId, UserName = userName },
        });
        if (drawn is null)
            step.Transition.Incidents.Add(UserTasks.Unassignable(
                task, step.Now, step.Bundle.Definition.UserTask(task.ElementId)));
        var template = drawn is null ? Notices.TaskUnassignable : Notices.TaskAssigned;
        await notices.AddAsync(
            step, template,
            string.Create(
                CultureInfo.InvariantCulture, $"{task.ElementInstanceId}/{template}/{step.Case.LastSequence}"),
            drawn is null ? step.Staff.Concerned([TaskRights.CaseAdministrators], null, null) : [drawn], task.Id,
            Notices.AboutTask(step.Variables, task.Name, task.DueAt), drawn is null, cancellation);
        return drawn;
    }
}
