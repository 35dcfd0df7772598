using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>A handler answers the initiator's request to withdraw.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="RequestId">The request that was read.</param>
/// <param name="Agrees">Whether the case may be withdrawn.</param>
/// <param name="Reason">Why not; up to <see cref="CaseWork.ReasonLengthMax"/> characters.</param>
public sealed record AnswerWithdrawal(long CaseId, long RequestId, bool Agrees, string? Reason);

/// <summary>
/// Takes the answers to a request to withdraw. Everybody who has a task of the case must agree; one who doesn't ends
/// the request. For a task that waits to be claimed any candidate answers, for one that nobody can do an administrator.
/// Refused: <c>case.unknown</c>, <c>case.withdrawal-answered</c>, <c>case.withdrawal-not-handler</c>,
/// <c>case.reason-missing</c>.
/// </summary>
public sealed class WithdrawalAnswering(CaseWork work, CaseWithdrawal withdrawal)
{
    /// <summary>Agrees or refuses; the last one who agrees ends the case.</summary>
    public Task<ActionRefusal?> AnswerAsync(
        AnswerWithdrawal input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(person);
        return work.RunAsync(
            "答复撤回申请", work.Db.VisibleCases(person), input.CaseId, head => PlanAsync(input, head, person, cancellation),
            cancellation);
    }

    private async Task<CasePlan> PlanAsync(
        AnswerWithdrawal input, CaseHead head, AppUser person, CancellationToken cancellation)
    {
        var request = await work.Db.WithdrawalRequests.AsNoTracking()
            .SingleOrDefaultAsync(w => w.Id == input.RequestId && w.CaseId == head.Id, cancellation);
        if (request is null)
            return Refusals.CaseUnknown("答复撤回申请", head.Id);
        if (request.Status != WithdrawalStatus.Open || head.Status != CaseStatus.Running)
            return Answered(head, request);
        var mine = await work.Db.OpenFor(person).Where(t => t.CaseId == head.Id).Select(t => t.Id)
            .Concat(work.Db.ManagedCases(person).Where(c => c.Id == head.Id).SelectMany(
                c => work.Db.Tasks.Where(t => t.CaseId == c.Id && t.Status == WorkTaskStatus.Open && t.Unassignable)
                    .Select(t => t.Id)))
            .ToListAsync(cancellation);
        if (mine.Count == 0 || head.StartedBy == person.UserName)
            return new ActionRefusal(
                RefusalKind.Forbidden, "case.withdrawal-not-handler",
                $"不能答复 {head.Number} 的撤回申请：只有现在的承办人可以答复，发起人本人不能。请等他们答复。", []);
        if (!input.Agrees)
            return CaseWork.ReasonOf(input.Reason) is { } reason
                ? Step(head, person, (step, stop) => RefuseAsync(step, request, reason, stop))
                : CaseRefusals.ReasonMissing("拒绝撤回", head);
        return await AgreeAsync(head, person, request, mine, cancellation);
    }

    private async Task<CasePlan> AgreeAsync(
        CaseHead head, AppUser person, WithdrawalRequest request, List<long> mine, CancellationToken cancellation)
    {
        var agreed = await work.Db.WithdrawalAnswers.Where(a => a.RequestId == request.Id).Select(a => a.TaskId)
            .ToListAsync(cancellation);
        var needed = await CaseWithdrawal.HandlersAsync(work, head, cancellation);
        var last = needed.TrueForAll(t => mine.Contains(t.Id) || agreed.Contains(t.Id));
        if (last)
            return withdrawal.End(head, person, request.Reason, step => AcceptAsync(step, request, cancellation));
        return Step(head, person, (step, _) =>
        {
            step.Append("WithdrawalAgreed", null, null, "{}");
            step.Transition.Correspondence.AddRange(mine.Select(task => new Statement(
                """
                INSERT INTO withdrawal_answers (request_id, task_id, "by", at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (request_id, task_id) DO NOTHING
                """,
                [request.Id, task, step.Actor.UserName, step.Now])));
            return Task.CompletedTask;
        });
    }

    private static ActionRefusal Answered(CaseHead head, WithdrawalRequest request) => new(
        RefusalKind.Conflict, "case.withdrawal-answered",
        $"不能答复 {head.Number} 的撤回申请："
        + $"{(request.DecidedAt is { } at ? $"它已于 {Texts.Instant(at)} 答复完毕" : "事项已经结束")}。请刷新页面。", []);

    private static StepRequest Step(
        CaseHead head, AppUser person, Func<StepContext, CancellationToken, Task> host) =>
        new(head.Id, null, CaseWork.ActorOf(person)) { Host = host };

    private Task AcceptAsync(StepContext step, WithdrawalRequest request, CancellationToken cancellation)
    {
        step.Append("WithdrawalAgreed", null, null, "{}");
        Close(step, request, WithdrawalStatus.Accepted, null);
        return TellAsync(step, request, CaseTemplates.WithdrawalAgreed, "", cancellation);
    }

    private Task RefuseAsync(
        StepContext step, WithdrawalRequest request, string reason, CancellationToken cancellation)
    {
        step.Append("WithdrawalRefused", null, null, CaseWork.Reason(reason));
        Close(step, request, WithdrawalStatus.Refused, reason);
        return TellAsync(step, request, CaseTemplates.WithdrawalRefused, reason, cancellation);
    }

    private static void Close(
        StepContext step, WithdrawalRequest request, WithdrawalStatus status, string? answer) =>
        step.Transition.Correspondence.Add(new(
            """
            UPDATE withdrawal_requests SET status = $2, decided_by = $3, decided_at = $4, answer = $5
            WHERE id = $1 AND status = 0
            """,
            [request.Id, status, step.Actor.UserName, step.Now, answer.OrNull()], CommitResult.Taken));

    private Task TellAsync(
        StepContext step, WithdrawalRequest request, string template, string reason, CancellationToken cancellation) =>
        work.Notices.AddAsync(
            step, template, string.Create(CultureInfo.InvariantCulture, $"withdrawal/{request.Id}/{template}"),
            step.Staff.People([request.RequestedBy]), null,
            new([new("by", FeelValue.Of(step.Actor.DisplayName)), new("reason", FeelValue.Of(reason))]), false,
            cancellation);
}
