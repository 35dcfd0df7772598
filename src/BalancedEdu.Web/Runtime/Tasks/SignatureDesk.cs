using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Incidents;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>共同签署: who was asked signs by their own login.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Outcome">The outcome that they sign.</param>
/// <param name="Text">The fingerprint of the form that they saw.</param>
public sealed record SignTask(long TaskId, int Revision, string? Outcome, string? Text);

/// <summary>What is signed.</summary>
/// <param name="Task">The task.</param>
/// <param name="Form">The form as it was saved.</param>
/// <param name="Text">Its fingerprint.</param>
public sealed record SignatureSheet(WorkTask Task, FeelContext Form, string Text);

/// <summary>
/// 共同签署 of a task at which the law wants several people. Refused: who was not asked (<c>task.cosign-not-asked</c>),
/// who is the same person as who does it, who must stay away, a form that is not filled in yet, one that changed since
/// it was read, the same signature twice.
/// </summary>
public sealed class SignatureDesk
{
    private readonly BalancedEduDb _db;
    private readonly TaskDoor _door;
    private readonly TaskHandover _handover;
    private readonly ProcessRunner _runner;
    private readonly Notices _notices;
    private readonly CoSignatures _signatures;
    private readonly Separation _separation;

    internal SignatureDesk(
        BalancedEduDb db, TaskDoor door, TaskHandover handover, ProcessRunner runner, Notices notices,
        CoSignatures signatures, Separation separation) =>
        (_db, _door, _handover, _runner, _notices, _signatures, _separation) =
            (db, door, handover, runner, notices, signatures, separation);

    /// <summary>What there is to sign, as it stands now.</summary>
    /// <param name="taskId">The task's row.</param>
    /// <param name="revision">The revision that the person saw.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Answer<SignatureSheet>> ReadAsync(
        long taskId, int revision, AppUser person, CancellationToken cancellation)
    {
        var (_, sheet, refusal) = await FindAsync(taskId, revision, person, cancellation);
        return sheet is null ? refusal! : sheet;
    }

    /// <summary>Signs.</summary>
    public async Task<ActionRefusal?> SignAsync(SignTask ask, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var (hand, sheet, refusal) = await FindAsync(ask.TaskId, ask.Revision, person, cancellation);
        if (hand is null || sheet is null)
            return refusal;
        if (hand.Details.Choices.FirstOrDefault(o => o.Id == ask.Outcome) is not { } outcome)
            return OperationRefusals.Field(
                "task.outcome-unknown", "outcome", $"没有签署“{hand.Task.Name}”：请选择您签署的办理结果。");
        if (ask.Text != sheet.Text)
            return OperationRefusals.SignedTextChanged(hand.Task);
        var before = await _signatures.ReadAsync(hand.Task, cancellation);
        if (before.Contains(new(person.UserName!, outcome.Id, sheet.Text)))
            return OperationRefusals.SignedTwice(hand.Task, outcome.Name);
        return await _runner.RunAsync(
            new(hand.Task.CaseId, null, hand.Actor)
            {
                TaskId = hand.Task.Id,
                Verb = "签署",
                Judge = async (step, stop) => await _separation.FindAsync(step, hand, stop) is { } did
                    ? OperationRefusals.SignerSeparated(hand.Task, TaskHandover.WorkedBefore(did))
                    : null,
                Host = (step, stop) => WriteAsync(step, hand, outcome.Id, outcome.Name, sheet.Text, stop),
            },
            cancellation);
    }

    private async Task<(TaskInHand? Hand, SignatureSheet? Sheet, ActionRefusal? Refusal)> FindAsync(
        long taskId, int revision, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var readable = _db.Tasks.Where(t => t.Status == WorkTaskStatus.Open
            && _db.TaskHolders.Any(h => h.TaskId == t.Id && h.UserName == person.UserName));
        var (hand, refusal) = await _door.TakeAsync("签署", readable, taskId, revision, person, cancellation);
        if (hand is null)
            return (null, null, refusal);
        var task = hand.Task;
        if (hand.Details.MinPeople <= 1 || !await _signatures.WasAskedAsync(task, person.UserName!, cancellation))
            return (null, null, OperationRefusals.NotAskedToSign(task));
        var has = task.Assignee ?? person.UserName!;
        if (await _signatures.PeopleAsync([person.UserName!, has], cancellation) < 2)
            return (null, null, OperationRefusals.SignedBySame(task));
        if (await _handover.WhyNotAsync(task, person.UserName!, cancellation) is { } why)
            return (null, null, OperationRefusals.SignerSeparated(task, why));
        var (form, errors) = _signatures.DraftOf(task, hand.Details, hand.Bundle);
        return form is null
            ? (null, null, OperationRefusals.NothingToSign(task, errors))
            : (hand, new(task, form, CoSignatures.FingerprintOf(form)), null);
    }

    private async Task WriteAsync(
        StepContext step, TaskInHand hand, string outcome, string outcomeName, string text,
        CancellationToken cancellation)
    {
        var task = hand.Task;
        step.Transition.Correspondence.Add(CoSigning.StillOpen(task));
        step.Append(CoSignatures.Signed, task.ElementId, task.Id, Json.Of(new FeelContext(
        [
            new("outcome", FeelValue.Of(outcome)), new("outcomeName", FeelValue.Of(outcomeName)),
            new("text", FeelValue.Of(text)),
        ])));

        // Who signed has worked on it: the separation of duties counts them from now on.
        step.Transition.Correspondence.Add(new(
            "UPDATE task_holders SET answered = $3 WHERE task_id = $1 AND user_name = $2",
            [task.Id, hand.Person.UserName, true]));
        await _notices.AddAsync(
            step, Notices.CoSigned,
            string.Create(CultureInfo.InvariantCulture, $"{Notices.CoSigned}/{step.Case.LastSequence}"),
            step.Staff.People([task.Assignee!]), task.Id,
            Notices.AboutTask(step.Variables, task.Name, task.DueAt)
                .With("by", FeelValue.Of(step.Actor.DisplayName)).With("comment", FeelValue.Of(outcomeName)),
            false, cancellation);
    }
}
