using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>How much is to be said with a decision, wherever it is made.</summary>
public static class CommentRule
{
    /// <summary>Returns and refusals say why in at least so many characters (domain.md §7.0).</summary>
    public const int ReasonLengthMin = 10;

    /// <summary>No opinion is longer.</summary>
    public const int LengthMax = 500;

    /// <summary>The fewest characters of the opinion: ten to return or refuse, one where one is required.</summary>
    public static int LengthMin(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return !outcome.RequiresComment ? 0
            : CaseHistory.SendsBack(outcome.Name) || outcome.Kind == "danger" ? ReasonLengthMin
            : 1;
    }

    /// <summary>What is wrong with an opinion of so many characters, or null.</summary>
    public static string? WhyNot(Outcome outcome, int length)
    {
        var least = LengthMin(outcome);
        return length > LengthMax ? $"说明最多 {LengthMax} 个字，现在 {length} 个字"
            : length >= least ? null
            : least == 1 ? $"“{outcome.Name}”须写明意见"
            : $"说明至少 {least} 个字，现在 {length} 个字";
    }

    /// <summary>The refusal of a decision for its opinion, or null.</summary>
    public static ActionRefusal? Check(Outcome outcome, string? comment) =>
        WhyNot(outcome, OperationTexts.Given(comment)?.Length ?? 0) is { } error
            ? new(
                RefusalKind.Invalid, "task.decision-invalid", $"还没有提交：{error}。请改正后再提交。",
                [new FieldError("comment", "task.comment", error)])
            : null;
}
