using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>退回: the task is not decided; an earlier step is done again.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Revision">The revision that the person saw.</param>
/// <param name="Target">The element to go back to, of <see cref="ReturnPlan.Targets"/>.</param>
/// <param name="Directly">直达: it comes straight back; else 逐级重走.</param>
/// <param name="Reason">Why, ten characters or more.</param>
/// <param name="CaseVersion">
/// The version of the plan that the person saw; when the case went on since, nothing happens. Null: as it is now.
/// </param>
public sealed record ReturnTask(
    long TaskId, int Revision, string? Target, bool Directly, string? Reason, long? CaseVersion)
{
    /// <summary>The kind of reason: a code of <see cref="ReturnReasons"/>.</summary>
    public string? ReasonCode { get; init; }
}

/// <summary>
/// 退回 (ReturnTo) by who has the task, where the definition allows it (approvals.md §2). What it withdraws and what
/// counts no longer is told before, and marked in the same step.
/// </summary>
public sealed class TaskReturns
{
    private const string Verb = "退回";

    private readonly BalancedEduDb _db;
    private readonly TaskDoor _door;
    private readonly ReturnPlanning _planning;
    private readonly ProcessRunner _runner;
    private readonly TaskHanding _handing;
    private readonly Refusals _refusals;

    internal TaskReturns(
        BalancedEduDb db, TaskDoor door, ReturnPlanning planning, ProcessRunner runner, TaskHanding handing,
        Refusals refusals) =>
        (_db, _door, _planning, _runner, _handing, _refusals) = (db, door, planning, runner, handing, refusals);

    /// <summary>Where the case may go back to, and what that does.</summary>
    public async Task<Answer<ReturnPlan>> PlanAsync(
        long taskId, int revision, AppUser person, CancellationToken cancellation)
    {
        var (hand, refusal) = await FindAsync(taskId, revision, person, cancellation);
        return hand is null ? refusal! : await _planning.PlanAsync(hand, cancellation);
    }

    /// <summary>
    /// Sends the case back. Refused: <c>task.not-offered</c>, <c>task.delegated</c>, <c>task.signer-only</c>,
    /// <c>task.return-target-missing</c>, <c>bpmn.return.…</c> for a target that is not allowed,
    /// <c>task.return-code-missing</c>, <c>task.return-code-unknown</c>, <c>task.reason-missing</c>, <c>task.stale</c>,
    /// <c>case.moved</c> with who did what meanwhile.
    /// </summary>
    public async Task<ActionRefusal?> ReturnAsync(ReturnTask ask, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var (hand, refusal) = await FindAsync(ask.TaskId, ask.Revision, person, cancellation);
        if (hand is null)
            return refusal;
        if (OperationTexts.Given(ask.Target) is not { } target)
            return OperationRefusals.Field(
                "task.return-target-missing", "target", "没有退回：没有选择退回到哪个环节。请从列出的环节中选择。");
        if (OperationTexts.Given(ask.ReasonCode) is not { } code)
            return OperationRefusals.Field(
                "task.return-code-missing", "reasonCode", "没有退回：没有选择退回原因。请从列出的原因中选择一项。");
        if (ReturnReasons.Find(code) is null)
            return OperationRefusals.Field(
                "task.return-code-unknown", "reasonCode", $"没有退回：没有“{code}”这种退回原因。请从列出的原因中选择一项。");
        var reason = OperationTexts.Given(ask.Reason);
        if (reason is null || reason.Length < OperationTexts.ReturnReasonLengthMin)
            return OperationRefusals.ReasonMissing(Verb, OperationTexts.ReturnReasonLengthMin);
        if (reason.Length > OperationTexts.LengthMax)
            return OperationRefusals.TextTooLong(Verb, "reason", reason.Length);
        var task = hand.Task;
        var done = await _runner.RunAsync(
            new(task.CaseId,
                new ReturnTo(task.ElementInstanceId, target, person.UserName!, reason, ask.Directly)
                {
                    ReasonCode = code,
                },
                hand.Actor)
            {
                TaskId = task.Id,
                Verb = Verb,
                CaseVersion = ask.CaseVersion ?? hand.Case.Version,
                Host = (step, stop) => FollowAsync(
                    step, hand, target, ask.Directly, ReturnReasons.Text(code, reason)!, stop),
            },
            cancellation);
        return done switch
        {
            null => null,
            { Code: Refusals.MovedCode } => await MovedAsync(hand, done, cancellation),
            _ => ReturnRefusals.Of(done.Code, done.Message) with { Kind = KindOf(done) },
        };
    }

    private static RefusalKind KindOf(ActionRefusal done) =>
        done.Code.StartsWith("bpmn.return.", StringComparison.Ordinal) ? RefusalKind.Invalid : done.Kind;

    /// <summary>
    /// What was decided counts no longer, and those whose work is taken away are told. The version of the case holds
    /// this back when anything was decided since it was read.
    /// </summary>
    private async Task FollowAsync(
        StepContext step, TaskInHand hand, string target, bool directly, string reason, CancellationToken cancellation)
    {
        var task = hand.Task;
        step.Transition.Ownerships.Add(new(task.Id, task.Revision, task.Assignee, task.Claimed));
        var voided = await _planning.VoidedAsync(hand, target, directly, cancellation);
        step.Transition.VoidedTasks.AddRange(voided.Select(t => t.Id));
        var withdrawn = step.Transition.WithdrawnTasks.Where(id => id != task.Id).ToList();
        var others = await _db.Tasks.AsNoTracking().Where(t => withdrawn.Contains(t.Id) && t.Assignee != null)
            .ToListAsync(cancellation);
        foreach (var other in others)
            await _handing.TellAsync(
                step, hand with { Task = other }, Notices.TaskWithdrawn, other.Assignee!, reason, cancellation);
        await _handing.RecordBehalfAsync(
            step, hand, Verb, $"退回到“{hand.Bundle.Definition.NameOf(target)}”", reason, cancellation);
    }

    private async Task<(TaskInHand? Hand, ActionRefusal? Refusal)> FindAsync(
        long taskId, int revision, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var (hand, refusal) = await _door.TakeForAsync(
            Verb, taskId, revision, person, cancellation);
        if (hand is null)
            return (null, refusal);
        if (hand.Task.Owner is { } owner)
            return (null, OperationRefusals.Delegated(
                hand.Task, Verb, await _refusals.NameOfAsync(owner, cancellation)));
        if (hand.Task.SignerPlace is not null)
            return (null, OperationRefusals.OfSigner(hand.Task, Verb));
        return hand.Allows("return") ? (hand, null) : (null, OperationRefusals.NotOffered(hand.Task, Verb));
    }

    /// <summary>What was shown before is no longer what would happen: who did what is told.</summary>
    private async Task<ActionRefusal> MovedAsync(
        TaskInHand hand, ActionRefusal moved, CancellationToken cancellation)
    {
        var last = await _db.CaseEvents.AsNoTracking()
            .Where(e => e.CaseId == hand.Case.Id && (e.Kind == "UserTaskCompleted" || e.TaskId != null))
            .OrderByDescending(e => e.Sequence).FirstOrDefaultAsync(cancellation);
        if (last is null)
            return moved;
        var who = last.Actor == Actor.System.UserName
            ? Actor.System.DisplayName
            : await _refusals.NameOfAsync(last.Actor, cancellation);
        var step = last.ElementId is { } id ? $"“{hand.Bundle.Definition.NameOf(id)}”" : "";
        return moved with
        {
            Message = $"没有{Verb}“{hand.Task.Name}”（{hand.Case.Number}）：您打开页面后，{who}于 {Texts.Instant(last.At)} 在{step}"
                + $"{EventText.What(hand.Bundle.Definition, last)}。请核对影响后再提交。",
        };
    }
}
