using System.Globalization;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>What a person types to do something with a case, as it comes back when it is refused.</summary>
public sealed record VerbInput
{
    /// <summary>The reason.</summary>
    public string? Reason { get; init; }

    /// <summary>A word that goes with it.</summary>
    public string? Note { get; init; }

    /// <summary>People, as they were written down.</summary>
    public string? To { get; init; }

    /// <summary>Tasks that were chosen, or null.</summary>
    public IReadOnlyList<long>? Tasks { get; init; }

    /// <summary>The request that is answered.</summary>
    public long Request { get; init; }
}

/// <summary>What can be done with a case as a whole: a dialog, and a page of its own without scripts.</summary>
/// <param name="Name">Its page and the id of its dialog: <c>Withdrawal</c>.</param>
/// <param name="Title">撤回.</param>
/// <param name="Hint">What follows.</param>
/// <param name="Submit">The word on the button.</param>
/// <param name="CaseId">The case.</param>
public sealed record CaseVerb(string Name, string Title, string Hint, string Submit, long CaseId)
{
    /// <summary>Whether it has a page but no dialog: what it would do must be seen first.</summary>
    public bool PageOnly { get; init; }

    /// <summary>Whether it can't be taken back.</summary>
    public bool Heavy { get; init; }

    /// <summary>Whether a reason is asked for.</summary>
    public bool WantsReason { get; init; }

    /// <summary>Whether a word can go with it.</summary>
    public bool TakesNote { get; init; }

    /// <summary>Whether people are to be named.</summary>
    public bool WantsPeople { get; init; }

    /// <summary>Tasks to choose from; empty: there is nothing to choose.</summary>
    public IReadOnlyList<(long Id, string Name)> Tasks { get; init; } = [];

    /// <summary>The request that is answered; 0 without one.</summary>
    public long Request { get; init; }

    /// <summary>What was typed, when it was refused.</summary>
    public VerbInput Input { get; init; } = new();

    /// <summary>Why it was refused, or null.</summary>
    public ActionRefusal? Refusal { get; init; }

    /// <summary>Where it is posted to, and where its page is.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"/Cases/{CaseId}/{Name}");

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => Refusal?.Fields.FirstOrDefault(f => f.Key == field)?.Message;
}

/// <summary>What a reader may do with a case as a whole.</summary>
public static class CaseVerbs
{
    /// <summary>The page and dialog of 抄送, which has a button of its own.</summary>
    public const string Copies = "Copies";

    /// <summary>The pages by which a request to withdraw is answered.</summary>
    public static readonly IReadOnlyList<string> Answers = ["WithdrawalRefusal", "WithdrawalAgreement"];

    /// <summary>All that is offered, in the order of the menu.</summary>
    public static IEnumerable<CaseVerb> Of(CaseStanding standing)
    {
        ArgumentNullException.ThrowIfNull(standing);
        var (id, decided) = (standing.File.Case.Id, standing.File.Tasks.Any(
            t => t.Status == WorkTaskStatus.Completed && t.CompletedBy != standing.File.Case.StartedBy));
        yield return new(Copies, "抄送", "对方可以查看整个事项，并在“抄送待阅”里看到它；不影响办理。", "抄送", id)
        {
            WantsPeople = true, TakesNote = true,
        };
        if (standing.Urgeable.Count > 0)
            yield return new("Urging", "催办", "发邮件提醒承办人，并在对方的待办上标红。同一环节 4 个工作小时内只能催办一次。", "催办", id)
            {
                TakesNote = true, Tasks = [.. standing.Urgeable.Select(t => (t.Id, NameOf(standing.File, t)))],
            };
        if (standing.TakeBacks.Count > 0)
            yield return new("TakingBack", "取回", "下一环节还没有人打开。取回后由您重新办理，原来的意见留在办理经过里。", "取回", id)
            {
                Tasks = [.. standing.TakeBacks.Select(t => (t.Id, t.Name))],
            };
        if (standing is { Runs: true, IsInitiator: true, Request: null } && standing.File.Case.ParentCaseId is null)
            yield return new("Withdrawal", "撤回", decided
                ? "已经有人办理过：现在的承办人都同意后才会撤回，答复之前照常办理。"
                : "还没有人办理：提交后事项立即结束，不能恢复。", decided ? "申请撤回" : "撤回", id)
            {
                Heavy = !decided, WantsReason = true,
            };
        foreach (var verb in Managing(standing, id).Concat(Answering(standing, id)))
            yield return verb;
    }

    private static IEnumerable<CaseVerb> Managing(CaseStanding standing, long id)
    {
        if (!standing.Manages || !standing.Runs)
            yield break;
        if (standing.Suspended)
            yield return new("Resumption", "激活", "激活后可以继续办理，定时和提醒接着走。", "激活", id) { WantsReason = true };
        else
            yield return new("Suspension", "挂起", standing.File.Definition.SuspensionPausesClocks
                ? "挂起期间不能办理，定时、提醒和时限都停下。"
                : "挂起期间不能办理，定时和提醒停下；时限照常计算。", "挂起", id) { WantsReason = true };
        yield return new("Migration", "迁移版本", "事项改按另一个已发布的版本办理，先核对方案。", "迁移", id)
        {
            PageOnly = true, WantsReason = true,
        };
        yield return new("Termination", "终止", "整个事项到此结束，所有待办撤销，不能恢复。", "终止", id)
        {
            Heavy = true, WantsReason = true,
        };
    }

    private static IEnumerable<CaseVerb> Answering(CaseStanding standing, long id)
    {
        if (standing is not { Answers: true, Request: { } request })
            yield break;
        yield return new(Answers[0], "不同意撤回", "事项继续办理，您的理由会发给发起人。", "不同意撤回", id)
        {
            WantsReason = true, Request = request.Id,
        };
        yield return new(Answers[1], "同意撤回", "承办人都同意后事项结束，不能恢复。", "同意撤回", id)
        {
            Heavy = true, Request = request.Id,
        };
    }

    private static string NameOf(CaseFile file, WorkTask task)
    {
        var who = task.Assignee is { } assignee ? file.NameOf(assignee)
            : task.SeatName.Length > 0 ? $"{task.SeatName}，未认领" : "未认领";
        return $"{task.Name}（{who}）";
    }
}
