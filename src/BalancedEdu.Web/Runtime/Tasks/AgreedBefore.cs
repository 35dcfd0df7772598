using System.Globalization;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Effects;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>
/// 去重 (approvals.md §1): whether a task that opens is agreed to by itself, because who has it has agreed in the step
/// before. Only the same natural person in their own name, in the same role, and with nothing decided in between.
/// </summary>
internal static class AgreedBefore
{
    /// <summary>
    /// The job that agrees, once it has its id; null when the person is asked. It stands in the transaction that opens
    /// the task: if we die after it, the job is found again.
    /// </summary>
    public static Func<long, OutboxJob>? Job(
        StepContext step, WorkTask task, UserTaskDetails details, CasePast past)
    {
        if (!details.Dedupe || task.Assignee is not { } person || task.Returned || task.SignerPlace is not null
            || task.LoopCounter > 0 || step.Return is not null || details.Agreement is null
            || (details.Form is { } form && step.Bundle.Forms[form].AsksForSomething)
            || past.Decisions is not [.., var last] || !IsAgreementOf(step, last, person, details.Role))
            return null;
        return id => new()
        {
            Id = id,
            Key = string.Create(CultureInfo.InvariantCulture, $"{step.Case.Id}/again/{task.Id}"),
            CaseId = step.Case.Id,
            JobId = 0,
            Job = AgreeAgain.Name,
            Inputs = Json.Of(new FeelContext(
            [
                new("task", FeelValue.Of((decimal)task.Id)), new("person", FeelValue.Of(person)),

                // Only nodes of the version before read it; while both run side by side they may get this job.
                new("earlier", FeelValue.Of(last.ElementId)),
            ])),
            CreatedAt = step.Now,
        };
    }

    private static bool IsAgreementOf(StepContext step, PastDecision last, string person, string? role)
    {
        if (last.OnBehalfOf is not null || !step.Staff.AccountsOf(person).Contains(last.By)
            || step.Bundle.Definition.FindUserTask(last.ElementId) is not { } earlier)
            return false;
        return (earlier.Role ?? "主办") == (role ?? "主办")
            && earlier.Outcomes.Any(o => o.Id == last.Outcome && o.Vote == "agree");
    }
}
