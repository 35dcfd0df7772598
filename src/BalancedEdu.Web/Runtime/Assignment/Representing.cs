using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Effects;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>A person decides in the place of another (代理): recorded as 甲 代 乙, and 乙 is told.</summary>
/// <param name="Person">Who acts.</param>
/// <param name="Principal">In whose place.</param>
internal sealed record Representing(AppUser Person, Represented Principal)
{
    /// <summary>The mail to the principal.</summary>
    public const string Decided = "delegate-decided";

    /// <summary>In whose place the person acts on a task that they may act on; null when it is their own.</summary>
    public static Representing? Of(WorkTask task, AppUser person) =>
        task.Assignee is { } assignee && assignee != person.UserName
        && person.ActsFor.FirstOrDefault(p => p.UserName == assignee) is { } principal
            ? new(person, principal)
            : null;

    /// <summary>As it is written into histories.</summary>
    public Actor Actor => Actor.Of(Person) with
    {
        DisplayName = $"{Person.DisplayName} 代 {Principal.DisplayName}",
    };

    /// <summary>The rows of the step beside the decision.</summary>
    public Task WriteAsync(StepContext step, WorkTask task, Notices notices, CancellationToken cancellation)
    {
        step.Transition.Correspondence.Add(
            new("UPDATE tasks SET on_behalf_of = $2 WHERE id = $1", [task.Id, Principal.UserName]));
        return TellAsync(
            step, task, notices, "办理", step.Transition.Completion?.OutcomeName,
            step.Transition.Completion?.Comment, cancellation);
    }

    /// <summary>The record of what was done in the principal's place, and the mail to them.</summary>
    public async Task TellAsync(
        StepContext step, WorkTask task, Notices notices, string verb, string? outcome, string? comment,
        CancellationToken cancellation)
    {
        step.Append("TaskDecidedFor", task.ElementId, task.Id, Json.Of(new FeelContext(
        [
            new("by", FeelValue.Of(Person.UserName!)), new("byName", FeelValue.Of(Person.DisplayName)),
            new("for", FeelValue.Of(Principal.UserName)), new("forName", FeelValue.Of(Principal.DisplayName)),
            new("verb", FeelValue.Of(verb)),
        ])));
        var about = verb == "办理"
            ? $"{task.ElementInstanceId}/{Decided}"
            : string.Create(CultureInfo.InvariantCulture, $"{task.ElementInstanceId}/{Decided}/{task.Revision}");
        await notices.AddAsync(
            step, Decided, about, step.Staff.People([Principal.UserName]), null,
            new([
                new("by", FeelValue.Of(Person.DisplayName)), new("task", FeelValue.Of(task.Name)),
                new("outcome", FeelValue.Of(outcome)), new("comment", FeelValue.Of(comment)),
            ]),
            false, cancellation);
    }

    /// <summary>The separation of duties keeps who acts away, not the principal.</summary>
    public ActionRefusal Separated(WorkTask task) => new(
        RefusalKind.Forbidden, "task.separation",
        $"不能代{Principal.DisplayName}办理“{task.Name}”：按职责分离，您不能办理这个环节。"
        + $"请由{Principal.DisplayName}本人或其他受托人办理。", []);

    /// <summary>
    /// Why a person who represents the owner of an open task may not act on it all the same; null: they don't represent
    /// them, or for another process.
    /// </summary>
    public static async Task<ActionRefusal?> WhyNotAsync(
        BalancedEduDb db, long taskId, AppUser person, CancellationToken cancellation)
    {
        if (person.ActsFor.Count == 0)
            return null;
        var found = await (
            from t in db.VisibleTasks(person).AsNoTracking()
            where t.Id == taskId && t.Status == WorkTaskStatus.Open && t.Assignee != null
            join c in db.Cases on t.CaseId equals c.Id
            select new
            {
                Task = t, c.ProcessId, Started = db.AccountsOf(person).Any(u => u.UserName == c.StartedBy),
            }).SingleOrDefaultAsync(cancellation);
        if (found is null || Of(found.Task, person) is not { Principal: var principal } behalf
            || principal.ProcessIds?.Contains(found.ProcessId) == false)
            return null;
        return found.Started
            ? new(
                RefusalKind.Forbidden, "task.delegate-applicant",
                $"不能代{principal.DisplayName}办理“{found.Task.Name}”：事项由您本人发起，发起人不能代他人办理自己的事项。"
                + $"请由{principal.DisplayName}本人或其他受托人办理。", [])
            : behalf.Separated(found.Task);
    }
}
