using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Incidents;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>A task that somebody wants to do something with, and what decides whether they may.</summary>
/// <param name="Task">The task as it was found, with who is kept away from it and whom it is offered to.</param>
/// <param name="Case">Its case.</param>
/// <param name="Bundle">What the case runs on.</param>
/// <param name="Person">Who acts.</param>
internal sealed record TaskInHand(WorkTask Task, Case Case, PublishedBundle Bundle, AppUser Person)
{
    /// <summary>What the definition says of the task.</summary>
    public UserTaskDetails Details => Bundle.Definition.UserTask(Task.ElementId);

    /// <summary>Whether the person acts on a task that is somebody else's.</summary>
    public bool AsManager => Task.Assignee != Person.UserName && Task.Owner != Person.UserName;

    /// <summary>In whose place the person acts, or null.</summary>
    public Representing? Behalf { get; init; }

    /// <summary>The person as the one who acts.</summary>
    public Actor Actor => Behalf?.Actor ?? Actor.Of(Person);

    /// <summary>Whether the definition offers the operation: a word of <c>be:allow</c>.</summary>
    public bool Allows(string operation) => Details.Allow.Contains(operation);
}

/// <summary>
/// The one way to a task for all who act on it: the right is part of the query, and a page that is no longer true is
/// refused with who did what.
/// </summary>
internal sealed class TaskDoor(BalancedEduDb db, BundleCatalog bundles, Refusals refusals, TaskHandover handover)
{
    /// <summary>
    /// The task if it is among those that may be acted on and as it was seen; else 409 to who may see it, or 404. The
    /// verb is what the person wants to do, as the page calls it.
    /// </summary>
    public async Task<(WorkTask? Task, ActionRefusal? Refusal)> FindAsync(
        string verb, IQueryable<WorkTask> allowed, long taskId, int revision, AppUser person,
        CancellationToken cancellation)
    {
        var task = await allowed.AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, cancellation);
        if (task?.Revision == revision)
            return (task, null);
        task ??= await db.VisibleTasks(person).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, cancellation);

        // Who was a candidate and came second is told who was first, although the case is no longer theirs to read.
        task ??= await db.OfferedTo(person).AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, cancellation);
        return (null, task switch
        {
            null => Refusals.TaskUnknown(verb, taskId),
            { Status: WorkTaskStatus.Open } when task.Revision == revision =>
                await refusals.NotYoursAsync(verb, task, cancellation),
            _ => await refusals.StaleAsync(verb, task, cancellation),
        });
    }

    /// <summary>The same, with the case and the definition that an operation needs.</summary>
    public async Task<(TaskInHand? Hand, ActionRefusal? Refusal)> TakeAsync(
        string verb, IQueryable<WorkTask> allowed, long taskId, int revision, AppUser person,
        CancellationToken cancellation)
    {
        var whole = allowed.Include(t => t.Candidates).Include(t => t.Exclusions).AsSplitQuery();
        var (task, refusal) = await FindAsync(verb, whole, taskId, revision, person, cancellation);
        if (task is null)
            return (null, refusal);
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == task.CaseId, cancellation);
        var bundle = await bundles.GetAsync(@case.BundleVersionId, cancellation);
        return bundle.Definition.FindUserTask(task.ElementId) is null
            ? (null, await MovedAsync(verb, task, cancellation))
            : (new(task, @case, bundle, person), null);
    }

    /// <summary>
    /// A task of the person's own, or of somebody in whose place they act (代理): not where that one was drawn, nor where
    /// the person must stay away, for the rules look at who acts.
    /// </summary>
    public async Task<(TaskInHand? Hand, ActionRefusal? Refusal)> TakeForAsync(
        string verb, long taskId, int revision, AppUser person, CancellationToken cancellation)
    {
        var allowed = person.ActsFor.Count == 0
            ? db.AssignedTo(person)
            : db.AssignedTo(person).Union(db.DelegatedTo(person));
        var (hand, refusal) = await TakeAsync(verb, allowed, taskId, revision, person, cancellation);
        if (hand is null)
            return (null, refusal is { Code: "task.not-yours" }
                ? await Representing.WhyNotAsync(db, taskId, person, cancellation) ?? refusal
                : refusal);
        if (Representing.Of(hand.Task, person) is not { } behalf)
            return (hand, null);
        if (hand.Details.Assignment.Pick == AssignmentPick.Draw)
            return (null, OperationRefusals.DrawnInPerson(hand.Task, behalf.Principal.DisplayName));
        return await handover.WhyNotAsync(hand.Task, person.UserName!, cancellation) is null
            ? (hand with { Behalf = behalf }, null)
            : (null, behalf.Separated(hand.Task));
    }

    /// <summary>The case has moved to another version between two looks, and the task is called otherwise.</summary>
    public async Task<ActionRefusal> MovedAsync(string verb, WorkTask task, CancellationToken cancellation) =>
        await refusals.StaleAsync(
            verb, await db.Tasks.AsNoTracking().SingleAsync(t => t.Id == task.Id, cancellation), cancellation);
}
