using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>撤回: the initiator takes the whole case back.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Reason">Why; up to <see cref="CaseWork.ReasonLengthMax"/> characters.</param>
public sealed record WithdrawCase(long CaseId, string? Reason);

/// <summary>How an asked withdrawal stands afterwards.</summary>
/// <param name="Withdrawn">Whether the case has ended; else those who handle it were asked.</param>
public sealed record WithdrawalOutcome(bool Withdrawn);

/// <summary>
/// 撤回: before anybody else has decided the case simply ends; afterwards those who handle it now are asked, and
/// <see cref="WithdrawalAnswering"/> takes their answers. Who handles it alone asks nobody. Refused:
/// <c>case.unknown</c>, <c>case.not-initiator</c>, <c>case.ended</c>, <c>case.called</c>, <c>case.reason-missing</c>,
/// <c>case.withdrawal-open</c>, <c>case.withdrawal-nobody</c>.
/// </summary>
public sealed class CaseWithdrawal(CaseWork work)
{
    /// <summary>Withdraws it, or asks.</summary>
    public async Task<Answer<WithdrawalOutcome>> WithdrawAsync(
        WithdrawCase input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(person);
        var withdrawn = false;
        var refusal = await work.RunAsync("撤回", work.Db.VisibleCases(person), input.CaseId, async head =>
        {
            if (await WhyNotAsync(head, input, person, cancellation) is { } why)
                return why;
            var reason = CaseWork.ReasonOf(input.Reason)!;
            var waiting = await HandlersAsync(work, head, cancellation);
            withdrawn = !await DecidedAsync(head, cancellation)
                || (waiting.Count == 0 && await HasItAsync(head, cancellation));
            if (withdrawn)
                return End(head, person, reason, null);
            if (waiting.TrueForAll(t => t.Assignee is null && !t.Unassignable && t.Candidates.Count == 0))
                return Nobody(head);
            var id = await work.Ids.NextAsync(cancellation);
            return new StepRequest(head.Id, null, CaseWork.ActorOf(person))
            {
                Host = (step, stop) => AskAsync(step, id, reason, waiting, stop),
            };
        }, cancellation);
        return refusal is null ? new WithdrawalOutcome(withdrawn) : refusal;
    }

    /// <summary>The step that ends the case, with what becomes of the request.</summary>
    internal StepRequest End(CaseHead head, AppUser person, string reason, Func<StepContext, Task>? more) =>
        new(head.Id, new CancelInstance(reason), CaseWork.ActorOf(person))
        {
            Host = async (step, stop) =>
            {
                if (more is not null)
                    await more(step);
                step.Append("CaseWithdrawn", null, null, CaseWork.Reason(reason));
                await TellAsync(step, step.Before.OpenTasks, CaseTemplates.Withdrawn, reason, stop);
            },
        };

    /// <summary>
    /// Open tasks whose handlers are to be asked: all but those of the initiator, who has said it already.
    /// </summary>
    internal static async Task<List<WorkTask>> HandlersAsync(
        CaseWork work, CaseHead head, CancellationToken cancellation) =>
        await work.Db.Tasks.AsNoTracking().Include(t => t.Candidates)
            .Where(t => t.CaseId == head.Id && t.Status == WorkTaskStatus.Open && t.Assignee != head.StartedBy)
            .OrderBy(t => t.Id).ToListAsync(cancellation);

    private async Task<ActionRefusal?> WhyNotAsync(
        CaseHead head, WithdrawCase input, AppUser person, CancellationToken cancellation)
    {
        if (head.StartedBy != person.UserName)
            return new(
                RefusalKind.Forbidden, "case.not-initiator",
                $"不能撤回 {head.Number}：只有发起人本人可以撤回。如确需终止，请联系系统管理员。", []);
        if (head.Status != CaseStatus.Running)
            return CaseRefusals.Ended("撤回", head);
        if (await work.Db.Cases.Where(c => c.Id == head.Id && c.ParentCaseId != null)
            .Select(c => work.Db.Cases.Where(p => p.Id == c.ParentCaseId).Select(p => p.Number).FirstOrDefault())
            .SingleOrDefaultAsync(cancellation) is { } parent)
            return new(
                RefusalKind.Conflict, "case.called",
                $"不能撤回 {head.Number}：它是 {parent} 的子流程，不能单独撤回。请到 {parent} 撤回。", []);
        if (CaseWork.ReasonOf(input.Reason) is null)
            return CaseRefusals.ReasonMissing("撤回", head);
        var open = await work.Db.WithdrawalRequests.AsNoTracking()
            .SingleOrDefaultAsync(w => w.CaseId == head.Id && w.Status == WithdrawalStatus.Open, cancellation);
        return open is null ? null : new(
            RefusalKind.Conflict, "case.withdrawal-open",
            $"不能撤回 {head.Number}：您 {Texts.Instant(open.RequestedAt)} 的撤回申请还在等承办人答复。请等待答复，或联系承办人。", []);
    }

    /// <summary>Whether anybody but the initiator has decided anything, the system included.</summary>
    private Task<bool> DecidedAsync(CaseHead head, CancellationToken cancellation) => work.Db.Tasks.AnyAsync(
        t => t.CaseId == head.Id && t.Status == WorkTaskStatus.Completed && t.CompletedBy != head.StartedBy,
        cancellation);

    /// <summary>
    /// Whether the case waits for its initiator, whose agreement is given: not where it only waits for a timer, a job,
    /// a message or another case, of which nobody can be asked.
    /// </summary>
    private Task<bool> HasItAsync(CaseHead head, CancellationToken cancellation) => work.Db.Tasks.AnyAsync(
        t => t.CaseId == head.Id && t.Status == WorkTaskStatus.Open && t.Assignee == head.StartedBy, cancellation);

    private async Task AskAsync(
        StepContext step, long id, string reason, List<WorkTask> waiting, CancellationToken cancellation)
    {
        step.Append("WithdrawalRequested", null, null, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteNumber("request", id);
            w.WriteString("reason", reason);
            w.WriteEndObject();
        }));
        step.Transition.Correspondence.Add(new(
            """
            INSERT INTO withdrawal_requests (id, case_id, requested_by, reason, requested_at, status)
            VALUES ($1, $2, $3, $4, $5, 0)
            """,
            [id, step.Case.Id, step.Actor.UserName, reason, step.Now]));
        var ids = waiting.Select(t => t.Id).ToHashSet();
        await TellAsync(
            step, step.Before.OpenTasks.Where(t => ids.Contains(t.Id)), CaseTemplates.WithdrawalRequested, reason,
            cancellation);
    }

    /// <summary>One mail a person, however many tasks of the case they have.</summary>
    private async Task TellAsync(
        StepContext step, IEnumerable<OpenTask> tasks, string template, string reason, CancellationToken cancellation)
    {
        var people = new List<Assignment.Person>();
        foreach (var task in tasks)
            people.AddRange(await work.Recipients.ResolveAsync(step, ["assignee"], task, cancellation));
        await work.Notices.AddAsync(
            step, template, string.Create(CultureInfo.InvariantCulture, $"{template}/{step.Case.LastSequence}"),
            people.DistinctBy(p => p.UserName).Where(p => p.UserName != step.Actor.UserName), null,
            new([new("by", FeelValue.Of(step.Actor.DisplayName)), new("reason", FeelValue.Of(reason))]), false,
            cancellation);
    }

    private static ActionRefusal Nobody(CaseHead head) => new(
        RefusalKind.Conflict, "case.withdrawal-nobody",
        $"不能撤回 {head.Number}：已有人办理过，现在又没有承办人可以答复。请稍后再试，或联系系统管理员。", []);
}
