using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>挂起: a case stands still.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Reason">Why; up to <see cref="CaseWork.ReasonLengthMax"/> characters.</param>
public sealed record SuspendCase(long CaseId, string? Reason);

/// <summary>激活: a case goes on.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Reason">Why; up to <see cref="CaseWork.ReasonLengthMax"/> characters.</param>
public sealed record ResumeCase(long CaseId, string? Reason);

/// <summary>
/// 挂起, 激活: while a case stands still nothing of it can be decided and its timers and reminders wait. Its clocks go on,
/// unless the process says <c>be:suspensionPausesClocks</c>. Refused: <c>case.unknown</c>, <c>case.not-manager</c>,
/// <c>case.ended</c>, <c>case.suspended-already</c>, <c>case.not-suspended</c>, <c>case.reason-missing</c>.
/// </summary>
public sealed class CaseSuspension(CaseWork work)
{
    /// <summary>What stops the clocks, in their ledgers.</summary>
    private const string Source = "suspension";

    /// <summary>Lets it stand still.</summary>
    public Task<ActionRefusal?> SuspendAsync(SuspendCase input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return RunAsync("挂起", input.CaseId, input.Reason, person, head => head.SuspendedAt is null ? null : new(
            RefusalKind.Conflict, "case.suspended-already", $"不能挂起 {head.Number}：事项已经挂起。请刷新页面。", []),
            reason => new SuspendInstance(reason), SuspendedAsync, cancellation);
    }

    /// <summary>Lets it go on.</summary>
    public Task<ActionRefusal?> ResumeAsync(ResumeCase input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        return RunAsync("激活", input.CaseId, input.Reason, person, head => head.SuspendedAt is not null ? null : new(
            RefusalKind.Conflict, "case.not-suspended", $"不能激活 {head.Number}：事项没有挂起。请刷新页面。", []),
            _ => new ResumeInstance(), ResumedAsync, cancellation);
    }

    private Task<ActionRefusal?> RunAsync(
        string verb, long caseId, string? text, AppUser person, Func<CaseHead, ActionRefusal?> whyNot,
        Func<string, Command> command, Func<StepContext, string, CancellationToken, Task> host,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        return work.RunAsync(verb, work.Db.VisibleCases(person), caseId, async head =>
        {
            if (await work.NotManagedAsync(verb, head, person, cancellation) is { } refusal)
                return refusal;
            if (head.Status != CaseStatus.Running)
                return CaseRefusals.Ended(verb, head);
            if (whyNot(head) is { } why)
                return why;
            return CaseWork.ReasonOf(text) is not { } reason
                ? CaseRefusals.ReasonMissing(verb, head)
                : new StepRequest(head.Id, command(reason), CaseWork.ActorOf(person))
                {
                    Host = (step, stop) => host(step, reason, stop),
                };
        }, cancellation);
    }

    private Task SuspendedAsync(StepContext step, string reason, CancellationToken cancellation)
    {
        step.Transition.Correspondence.Add(
            new("UPDATE cases SET suspended_at = $2 WHERE id = $1", [step.Case.Id, step.Now]));
        if (step.Bundle.Definition.SuspensionPausesClocks)
            work.Clocks.PauseAll(step, Source, "挂起：" + reason);
        return work.TellHandlersAsync(step, CaseTemplates.Suspended, reason, cancellation);
    }

    /// <summary>The engine's event has no reason: ours tells it.</summary>
    private Task ResumedAsync(StepContext step, string reason, CancellationToken cancellation)
    {
        step.Append("ResumptionExplained", null, null, CaseWork.Reason(reason));
        step.Transition.Correspondence.Add(
            new("UPDATE cases SET suspended_at = $2 WHERE id = $1", [step.Case.Id, NullOf.Instant]));
        work.Clocks.ResumeAll(step, Source);
        return work.TellHandlersAsync(step, CaseTemplates.Resumed, reason, cancellation);
    }
}
