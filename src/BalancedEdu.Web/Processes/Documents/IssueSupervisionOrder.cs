using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks.Cards;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.Documents;

/// <summary>
/// <c>supervision.issue-order</c>: issues the document of a supervision order (督办单) that a ladder entered in the
/// register, and lets its row link to it. If we die between the two, the repetition gets the same document.
/// </summary>
internal sealed class IssueSupervisionOrder(BalancedEduDb db, DocumentIssuer issuer) : IJobHandler
{
    private const string Requirement = "请收到本单后立即办理，并将办理情况和未按期完成的原因书面报送。";

    public string Job => SupervisionRegister.IssueJob;

    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var rung = request.Inputs.TryGet("rung", out var value) ? (long?)value.AsNumber() : null;
        var order = await db.SupervisionOrders.AsNoTracking()
            .SingleOrDefaultAsync(o => o.RungId == rung && o.CaseId == request.CaseId, cancellation)
            ?? throw new JobFailedException("督办登记中没有这张督办单，不能出具。请核对作业的输入后放弃本作业。");
        var times = await db.SupervisionOrders.CountAsync(
            o => o.TaskId == order.TaskId && o.Id <= order.Id, cancellation);
        var variables = new FeelContext(
        [
            new("recipient", FeelValue.Of(order.Unit.Length > 0 ? order.Unit : "承办单位")),
            new("task", FeelValue.Of(order.TaskName)),
            new("due", FeelValue.Of(DocumentDates.Of(order.DueAt))),
            new("overdue", request.Inputs.TryGet("overdue", out var overdue) ? overdue : FeelValue.Null),
            new("times", FeelValue.Of((decimal)times)),
            new("reason", order.Law.Length > 0 ? FeelValue.Of($"办理期限的依据：{order.Law}。") : FeelValue.Null),
            new("requirement", FeelValue.Of(Requirement)),
            new("reply", FeelValue.Null),
        ]);
        try
        {
            var answer = await issuer.IssueAsync(
                new(order.CaseId, SharedTemplates.SupervisionOrder, variables, Actor.System,
                    SupervisionRegister.DocumentKey(order)),
                cancellation);
            if (answer.Refused)
                throw new JobFailedException(answer.Refusal.Message);
            var url = SupervisionRegister.DocumentUrl(order);
            await db.SupervisionOrders.Where(o => o.Id == order.Id)
                .ExecuteUpdateAsync(o => o.SetProperty(x => x.DocumentUrl, url), cancellation);
            return FeelReading.Of(("number", FeelValue.Of(answer.Value.Number)));
        }
        catch (DocumentException e)
        {
            throw new JobFailedException(e.Message);
        }
    }
}
