using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>终止: a case ends without a result.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Reason">Why; up to <see cref="CaseWork.ReasonLengthMax"/> characters.</param>
public sealed record TerminateCase(long CaseId, string? Reason);

/// <summary>
/// 终止: an administrator ends a case for good; what is open is withdrawn, and who had it is told. Refused:
/// <c>case.unknown</c>, <c>case.not-manager</c>, <c>case.ended</c>, <c>case.reason-missing</c>.
/// </summary>
public sealed class CaseTermination(CaseWork work)
{
    /// <summary>Ends it.</summary>
    public Task<ActionRefusal?> TerminateAsync(
        TerminateCase input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(person);
        return work.RunAsync("终止", work.Db.VisibleCases(person), input.CaseId, async head =>
        {
            if (await work.NotManagedAsync("终止", head, person, cancellation) is { } refusal)
                return refusal;
            if (head.Status != CaseStatus.Running)
                return CaseRefusals.Ended("终止", head);
            if (CaseWork.ReasonOf(input.Reason) is not { } reason)
                return CaseRefusals.ReasonMissing("终止", head);

            // Jobs of its reminders that were given up would stay incidents of a case that nobody handles any more.
            var dead = await work.Db.OutboxJobs
                .Where(j => j.CaseId == head.Id && j.JobId == 0 && j.Status == OutboxStatus.Dead)
                .Select(j => j.Id).ToListAsync(cancellation);
            return new StepRequest(head.Id, new CancelInstance(reason), CaseWork.ActorOf(person))
            {
                Host = (step, stop) =>
                {
                    step.Transition.Letters.AddRange(
                        dead.Select(id => new LetterDecision(Outbox.Jobs, id, OutboxStatus.Discarded, step.Now)));
                    return work.TellHandlersAsync(step, CaseTemplates.Terminated, reason, stop);
                },
            };
        }, cancellation);
    }
}
