using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Effects;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>减签: a signer who has not acted is taken out.</summary>
/// <param name="TaskId">
/// The signer's own task; of a 后加签 that is not open yet, the task that it was added to.
/// </param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="User">Of a 后加签 that is not open yet: who it is. Else null.</param>
/// <param name="Reason">Why; a manager must say it. Else it may be null.</param>
public sealed record RemoveTaskSigner(long TaskId, int Revision, string? User, string? Reason);

/// <summary>减签 (RemoveSigner) by who added the signer, or by a manager; never of one who has acted.</summary>
public sealed class SignerRemovals
{
    private const string Verb = "减签";

    private readonly BalancedEduDb _db;
    private readonly TaskDoor _door;
    private readonly BundleCatalog _bundles;
    private readonly ProcessRunner _runner;
    private readonly TaskHanding _handing;
    private readonly Refusals _refusals;

    internal SignerRemovals(
        BalancedEduDb db, TaskDoor door, BundleCatalog bundles, ProcessRunner runner, TaskHanding handing,
        Refusals refusals) =>
        (_db, _door, _bundles, _runner, _handing, _refusals) = (db, door, bundles, runner, handing, refusals);

    /// <summary>
    /// Takes one out. Refused: <c>task.not-yours</c> to who did not add the signer, <c>task.not-a-signer</c> of a task
    /// that nobody added, <c>task.signer-not-waiting</c>, <c>task.reason-missing</c> to a manager,
    /// <c>task.text-too-long</c>, what the engine refuses, <c>task.stale</c> when the signer has acted.
    /// </summary>
    public async Task<ActionRefusal?> RemoveAsync(
        RemoveTaskSigner ask, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(person);
        var reason = OperationTexts.Given(ask.Reason);
        if (reason?.Length > OperationTexts.LengthMax)
            return OperationRefusals.TextTooLong(Verb, "reason", reason.Length);
        return OperationTexts.Given(ask.User) is { } waiting
            ? await RemoveWaitingAsync(ask, waiting, reason, person, cancellation)
            : await RemoveOpenAsync(ask, reason, person, cancellation);
    }

    private async Task<ActionRefusal?> RemoveOpenAsync(
        RemoveTaskSigner ask, string? reason, AppUser person, CancellationToken cancellation)
    {
        var added = _db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && t.AddedBy == person.UserName);
        var (hand, refusal) = await _door.TakeAsync(
            Verb, added.Union(_db.ManagedBy(person)), ask.TaskId, ask.Revision, person, cancellation);
        if (hand is null)
            return refusal;
        if (hand.Task.SignerPlace is null)
            return OperationRefusals.NotASigner(hand.Task);
        if (reason is null && hand.Task.AddedBy != person.UserName)
            return OperationRefusals.ReasonMissing(Verb, 1);
        var signer = hand.Task.Assignee;
        return await RunAsync(
            hand, new(hand.Task.ElementInstanceId, Counted: false, person.UserName!), signer, reason, cancellation);
    }

    /// <summary>A 后加签 that nobody has a task of yet: only the engine's state knows it.</summary>
    private async Task<ActionRefusal?> RemoveWaitingAsync(
        RemoveTaskSigner ask, string user, string? reason, AppUser person, CancellationToken cancellation)
    {
        var task = await _db.VisibleTasks(person).AsNoTracking()
            .SingleOrDefaultAsync(t => t.Id == ask.TaskId, cancellation);
        if (task is null)
            return Refusals.TaskUnknown(Verb, ask.TaskId);
        if (task.Revision != ask.Revision)
            return await _refusals.StaleAsync(Verb, task, cancellation);
        var @case = await _db.Cases.AsNoTracking().SingleAsync(c => c.Id == task.CaseId, cancellation);
        var waiting = ProcessState.FromJson(@case.State).Elements.GetValueOrDefault(task.ElementInstanceId)?.Signing
            ?.Waiting.FirstOrDefault(w => w.User == user);
        if (waiting is null)
            return OperationRefusals.SignerNotWaiting(task, await _refusals.NameOfAsync(user, cancellation));
        if (waiting.By != person.UserName
            && !await _db.VisibleCases(person).Where(c => c.Id == @case.Id)
                .AnyAsync(c => _db.Holdings.Any(h =>
                    h.UserId == person.Id && h.PositionId == TaskRights.CaseAdministrators
                    && (h.DistrictCode == null || h.DistrictCode == c.DistrictCode)
                    && (h.SchoolCode == null || h.SchoolCode == c.SchoolCode)), cancellation))
            return await _refusals.NotYoursAsync(Verb, task, cancellation);
        if (reason is null && waiting.By != person.UserName)
            return OperationRefusals.ReasonMissing(Verb, 1);
        var hand = new TaskInHand(task, @case, await _bundles.GetAsync(@case.BundleVersionId, cancellation), person);
        return await RunAsync(
            hand, new(task.ElementInstanceId, Counted: false, person.UserName!) { User = user }, user, reason,
            cancellation);
    }

    private Task<ActionRefusal?> RunAsync(
        TaskInHand hand, RemoveSigner command, string? signer, string? reason, CancellationToken cancellation)
    {
        var task = hand.Task;
        return _runner.RunAsync(
            new(task.CaseId, command, hand.Actor)
            {
                TaskId = task.Id,
                Verb = Verb,
                Host = async (step, stop) =>
                {
                    if (task.Status == WorkTaskStatus.Open)
                        step.Transition.Ownerships.Add(
                            new(task.Id, task.Revision, task.Assignee, task.Claimed) { Owner = task.Owner });
                    var name = signer is null ? task.SeatName : step.Staff.Find(signer)?.DisplayName ?? signer;
                    step.Append("SignerExcused", task.ElementId, task.Id, SignerData.Of([name], null, reason));

                    // Who waits for a task that was never opened has heard of nothing yet.
                    if (signer is not null && command.User is null)
                        await _handing.TellAsync(step, hand, Notices.SignerRemoved, signer, reason, stop);
                },
            },
            cancellation);
    }
}
