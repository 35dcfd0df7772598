using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>委派: somebody else is asked to answer; the task returns to the owner, who decides.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="To">The user name of the delegate.</param>
/// <param name="Question">What is wanted of them.</param>
public sealed record DelegateTask(long TaskId, int Revision, string? To, string? Question);

/// <summary>答复: what the delegate says.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Opinion">The answer.</param>
public sealed record AnswerDelegation(long TaskId, int Revision, string? Opinion);

/// <summary>收回: the owner takes it back without an answer.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Reason">Why; a manager must say it, the owner may.</param>
public sealed record RecallDelegation(long TaskId, int Revision, string? Reason);

/// <summary>
/// 委派 (DelegateUserTask), the delegate's answer, and taking it back. The clock of the task goes on; nothing is
/// decided by a delegate.
/// </summary>
public sealed class TaskDelegations
{
    /// <summary>The event of an answer.</summary>
    internal const string Answered = "DelegationAnswered";

    private const string Verb = "委派";

    private readonly BalancedEduDb _db;
    private readonly TaskDoor _door;
    private readonly Receivers _receivers;
    private readonly TaskHanding _handing;
    private readonly Refusals _refusals;
    private readonly Separation _separation;

    internal TaskDelegations(
        BalancedEduDb db, TaskDoor door, Receivers receivers, TaskHanding handing, Refusals refusals,
        Separation separation) =>
        (_db, _door, _receivers, _handing, _refusals, _separation) =
            (db, door, receivers, handing, refusals, separation);

    /// <summary>Asks a delegate. Refused as a transfer is, but anybody may be asked.</summary>
    public async Task<ActionRefusal?> DelegateAsync(DelegateTask ask, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var (hand, refusal) = await FindOwnAsync(ask.TaskId, ask.Revision, person, cancellation);
        if (hand is null)
            return refusal;
        var (to, unfit) = await _receivers.CheckAsync(hand, Verb, ask.To, sameGroup: false, cancellation);
        if (to is null)
            return unfit;
        if (OperationTexts.Given(ask.Question) is not { } question)
            return OperationRefusals.TextMissing("reason", "没有委派：没有写明需要对方答复什么。请填写后再提交。");
        if (question.Length > OperationTexts.LengthMax)
            return OperationRefusals.TextTooLong(Verb, "reason", question.Length);
        return await _handing.RunAsync(
            Verb, hand,
            new("TaskDelegated", Notices.TaskDelegated, new Person(to.UserName, to.Name), question,
                new TaskOwnership(hand.Task.Id, hand.Task.Revision, to.UserName, hand.Task.Claimed)
                {
                    Owner = person.UserName,
                }),
            null, cancellation);
    }

    /// <summary>
    /// Answers; the task is the owner's again. Refused also, where the delegate came to be kept away since they were
    /// asked: <c>task.self-approval</c>, <c>task.separation</c>.
    /// </summary>
    public async Task<ActionRefusal?> AnswerAsync(
        AnswerDelegation ask, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(person);
        var (hand, refusal) = await _door.TakeAsync(
            "答复委派", _db.AssignedTo(person), ask.TaskId, ask.Revision, person, cancellation);
        if (hand is null)
            return refusal;
        if (hand.Task.Owner is null)
            return OperationRefusals.NotDelegated(hand.Task);
        var owner = await _refusals.NameOfAsync(hand.Task.Owner, cancellation);
        if (await _receivers.WhyNotAnswerAsync(hand, owner, cancellation) is { } away)
            return away;
        if (OperationTexts.Given(ask.Opinion) is not { } opinion)
            return OperationRefusals.TextMissing("opinion", "没有答复委派：没有填写答复意见。请填写后再提交。");
        if (opinion.Length > OperationTexts.LengthMax)
            return OperationRefusals.TextTooLong("答复委派", "opinion", opinion.Length);
        return await ReturnAsync(
            hand, Answered, Notices.DelegationAnswered, hand.Task.Owner, opinion,
            async (step, stop) => await _separation.FindAsync(step, hand, stop) is { } did
                ? OperationRefusals.AnsweredBySeparated(hand.Task, did, owner)
                : null,
            cancellation);
    }

    /// <summary>Takes it back, before the delegate has answered.</summary>
    public async Task<ActionRefusal?> RecallAsync(
        RecallDelegation ask, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(person);
        var owned = _db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && t.Owner == person.UserName);
        var (hand, refusal) = await _door.TakeAsync(
            "收回委派", owned.Union(_db.ManagedBy(person)), ask.TaskId, ask.Revision, person, cancellation);
        if (hand is null)
            return refusal;
        if (hand.Task.Owner is null)
            return OperationRefusals.NotDelegated(hand.Task);
        var reason = OperationTexts.Given(ask.Reason);
        if (reason is null && hand.Task.Owner != person.UserName)
            return OperationRefusals.ReasonMissing("收回", 1);
        if (reason?.Length > OperationTexts.LengthMax)
            return OperationRefusals.TextTooLong("收回委派", "reason", reason.Length);

        // Rows of before delegations ended with the delegate's account have nobody who could be told of it.
        var (template, tell) = hand.Task.Assignee is { } asked
            ? (Notices.DelegationRecalled, asked)
            : (Notices.TaskAssigned, hand.Task.Owner);
        return await ReturnAsync(hand, "DelegationRecalled", template, tell, reason, null, cancellation);
    }

    /// <summary>Whom one may ask.</summary>
    public async Task<Answer<Colleague[]>> SearchAsync(
        long taskId, int revision, string? search, AppUser person, CancellationToken cancellation)
    {
        var (hand, refusal) = await FindOwnAsync(taskId, revision, person, cancellation);
        return hand is null
            ? refusal!
            : await _receivers.SearchAsync(hand, search, sameGroup: false, cancellation);
    }

    private async Task<(TaskInHand? Hand, ActionRefusal? Refusal)> FindOwnAsync(
        long taskId, int revision, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var (hand, refusal) = await _door.TakeAsync(
            Verb, _db.AssignedTo(person), taskId, revision, person, cancellation);
        if (hand is null)
            return (null, refusal);
        if (hand.Task.Owner is { } owner)
            return (null, OperationRefusals.Delegated(
                hand.Task, Verb, await _refusals.NameOfAsync(owner, cancellation)));
        if (hand.Task.SignerPlace is not null)
            return (null, OperationRefusals.OfSigner(hand.Task, Verb));
        return hand.Allows("delegate") ? (hand, null) : (null, OperationRefusals.NotOffered(hand.Task, Verb));
    }

    /// <summary>
    /// Back to the owner; the delegate may still read, and one who answered, which is judged, has worked on it.
    /// </summary>
    private Task<ActionRefusal?> ReturnAsync(
        TaskInHand hand, string kind, string template, string tell, string? text,
        Func<StepContext, CancellationToken, Task<ActionRefusal?>>? judge, CancellationToken cancellation)
    {
        var task = hand.Task;
        return _handing.RunAsync(
            judge is null ? "收回委派" : "答复委派", hand,
            new(kind, template, new Person(tell, tell), text,
                new TaskOwnership(task.Id, task.Revision, task.Owner, task.Claimed)
                {
                    Before = task.Assignee is null
                        ? null
                        : new()
                        {
                            TaskId = task.Id, CaseId = task.CaseId, UserName = task.Assignee,
                            Answered = judge is not null,
                        },
                }),
            judge, cancellation);
    }
}
