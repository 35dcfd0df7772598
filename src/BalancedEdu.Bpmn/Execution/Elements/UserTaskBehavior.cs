using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution.Elements;

/// <summary>Opens a task for people and waits for <see cref="CompleteUserTask"/>.</summary>
internal sealed class UserTaskBehavior : ActivityBehavior<UserTask>
{
    protected override Effect Open(Stepping x, UserTask node, ElementInstance element)
    {
        var details = node.Details;
        var signer = Signers.UserOf(element);
        return new CreateUserTask(
            element.Id, node.Id,
            signer ?? Evaluation.Text(x, details.Assignment.Assignee, element.Id, "办理人"),
            signer is null ? Evaluation.Texts(x, details.Assignment.CandidateUsers, element.Id, "候选人") : [],
            signer is null ? Evaluation.Texts(x, details.Assignment.CandidateGroups, element.Id, "候选岗位") : [],
            Budget(x, details.Sla, element),
            Evaluation.Context(x, details.FormData, element.Id, "表单初值"),
            element.LoopCounter, x.Previous)
        {
            Place = element.Signing?.Place ?? (signer is null ? null : SignerPlace.Parallel),
            AskedBy = signer is null ? null : AskedBy(x, element),
            SignsFor = element.Signing is { Place: not null } ? element.ParentId : 0,
        };
    }

    private static string? AskedBy(Stepping x, ElementInstance element) => element.Signing is { Place: not null } s
        ? s.By
        : x.State.Element(element.ParentId).Loop?.AskedBy(element.LoopCounter);

    /// <summary>What has been decided, and only waits for further signers, is no longer open to anybody.</summary>
    protected override Effect? Withdraw(ElementInstance element) =>
        element.Signing is { Outcome: not null } ? null : new CancelUserTask(element.Id);

    protected override void Resume(Stepping x, UserTask node, ElementInstance element)
    {
        // The incident was of something thrown from it or waited for on its border: the task itself is still open.
    }

    private static string? Budget(Stepping x, Sla? sla, ElementInstance element)
    {
        var budget = Evaluation.Text(x, sla?.Budget, element.Id, "时限");
        return budget is null || SlaText.IsPeriod(budget) ? budget : throw Faults.BadBudget(sla!.Budget.Text, budget);
    }
}
