using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>转办: a task is given to somebody else for good.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="To">The user name of who gets it.</param>
/// <param name="Reason">Why; a manager must say it, the assignee may.</param>
public sealed record TransferTask(long TaskId, int Revision, string? To, string? Reason);

/// <summary>
/// 转办 (ReassignUserTask) by the assignee within the group, by a manager to anybody, and by the leader of education once
/// the delay has reached L3 (改派, domain.md §7.0); the rules of avoidance hold for all. Who had it keeps the right to
/// read, and so does the leader who gave it away.
/// </summary>
public sealed class TaskTransfers
{
    private const string Verb = "转办";

    private readonly BalancedEduDb _db;
    private readonly TaskDoor _door;
    private readonly Receivers _receivers;
    private readonly TaskHanding _handing;
    private readonly Refusals _refusals;

    internal TaskTransfers(
        BalancedEduDb db, TaskDoor door, Receivers receivers, TaskHanding handing, Refusals refusals) =>
        (_db, _door, _receivers, _handing, _refusals) = (db, door, receivers, handing, refusals);

    /// <summary>
    /// Gives it away. Refused: <c>task.not-offered</c>, <c>task.delegated</c>, <c>task.signer-only</c>, a receiver that
    /// can't have it (<c>task.receiver-…</c>), <c>task.reason-missing</c>, <c>task.stale</c>.
    /// </summary>
    public async Task<ActionRefusal?> TransferAsync(TransferTask ask, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var (hand, isEscalated, refusal) = await FindAsync(ask.TaskId, ask.Revision, person, cancellation);
        if (hand is null)
            return refusal;
        var (to, unfit) = await _receivers.CheckAsync(hand, Verb, ask.To, !hand.AsManager, cancellation);
        if (to is null)
            return unfit;
        var reason = OperationTexts.Given(ask.Reason);
        if (reason is null && hand.AsManager)
            return OperationRefusals.ReasonMissing(Verb, 1);
        if (reason?.Length > OperationTexts.LengthMax)
            return OperationRefusals.TextTooLong(Verb, "reason", reason.Length);
        var task = hand.Task;
        return await _handing.RunAsync(
            Verb, hand,
            new("TaskTransferred", Notices.TaskTransferred, new Person(to.UserName, to.Name), reason,
                new TaskOwnership(task.Id, task.Revision, to.UserName, Claimed: false)
                {
                    Before = Reader(task, task.Assignee),

                    // An administrator reads by the post; the leader, else, only while the late task is open.
                    Reassigner = Reader(task, hand.AsManager && isEscalated ? person.UserName : null),
                }),
            null, cancellation);
    }

    /// <summary>Whom it may be given to, by a part of their name, unit or post.</summary>
    public async Task<Answer<Colleague[]>> SearchAsync(
        long taskId, int revision, string? search, AppUser person, CancellationToken cancellation)
    {
        var (hand, _, refusal) = await FindAsync(taskId, revision, person, cancellation);
        return hand is null
            ? refusal!
            : await _receivers.SearchAsync(hand, search, !hand.AsManager, cancellation);
    }

    /// <summary>The task, and whether it is so late that the person may give it away for that alone.</summary>
    private async Task<(TaskInHand? Hand, bool IsEscalated, ActionRefusal? Refusal)> FindAsync(
        long taskId, int revision, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var leads = person.LeadsEducation();
        var allowed = _db.AssignedTo(person).Union(_db.ManagedBy(person));
        if (leads)
            allowed = allowed.Union(_db.EscalatedTo(person));
        var (hand, refusal) = await _door.TakeAsync(Verb, allowed, taskId, revision, person, cancellation);
        if (hand is null)
            return (null, false, refusal);
        if (hand.Task is { Owner: { } owner, Assignee: { } assignee })
            return (null, false, hand.AsManager
                ? OperationRefusals.DelegationOpen(
                    hand.Task, Verb, await _refusals.NameOfAsync(assignee, cancellation))
                : OperationRefusals.Delegated(hand.Task, Verb, await _refusals.NameOfAsync(owner, cancellation)));
        if (hand.Task.SignerPlace is not null && !hand.AsManager)
            return (null, false, OperationRefusals.OfSigner(hand.Task, Verb));
        var isEscalated = leads && await _db.EscalatedTo(person).AnyAsync(t => t.Id == taskId, cancellation);
        return isEscalated || hand.Allows("transfer") || await IsAbandonedAsync(hand, cancellation)
            ? (hand, isEscalated, null)
            : (null, false, OperationRefusals.NotOffered(hand.Task, Verb));
    }

    private static TaskHolder? Reader(WorkTask task, string? userName) =>
        userName is null ? null : new() { TaskId = task.Id, CaseId = task.CaseId, UserName = userName };

    /// <summary>
    /// A task whose owner can no longer sign in would wait for ever: a manager may give it away although the definition
    /// does not offer that.
    /// </summary>
    private async Task<bool> IsAbandonedAsync(TaskInHand hand, CancellationToken cancellation) =>
        hand.AsManager && hand.Task.Assignee is { } assignee
        && await _db.Users.AnyAsync(u => u.UserName == assignee && u.Disabled, cancellation);
}
