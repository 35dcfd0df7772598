using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Tasks;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>What an outcome asks of the person, and how its button reads.</summary>
public static class OutcomeWords
{
    /// <summary>Returns and refusals say why in at least so many characters.</summary>
    public const int ReasonLengthMin = CommentRule.ReasonLengthMin;

    /// <summary>No opinion is longer.</summary>
    public const int CommentLengthMax = CommentRule.LengthMax;

    /// <summary>Whether it sends the case back: 退回, 退改, 补正.</summary>
    public static bool IsReturn(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return CaseHistory.SendsBack(outcome.Name);
    }

    /// <summary>Whether it agrees with conditions.</summary>
    public static bool IsConditional(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.Name.Contains("条件", StringComparison.Ordinal);
    }

    /// <summary>The fewest characters of the opinion: ten to return or refuse, one where one is required.</summary>
    public static int CommentLengthMin(Outcome outcome) => CommentRule.LengthMin(outcome);

    /// <summary>The button of the dialog repeats the verb: 提交不同意; 提交补正 is one already.</summary>
    public static string SubmitText(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.Name.StartsWith("提交", StringComparison.Ordinal)
            || outcome.Name.StartsWith('报') || outcome.Name.StartsWith('提')
            ? outcome.Name
            : $"提交{outcome.Name}";
    }

    /// <summary>The class of the button in the bar.</summary>
    public static string BarClass(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.Kind switch { "primary" => "btn btn-primary", "danger" => "btn be-btn-no", _ => "btn" };
    }

    /// <summary>The class of the button that repeats the verb in the dialog.</summary>
    public static string DialogClass(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.Kind == "danger" ? "btn be-btn-danger" : "btn btn-primary";
    }

    /// <summary>A for the primary outcome, R for the first return.</summary>
    public static string? KeyOf(Outcome outcome, IReadOnlyList<Outcome> all)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome == all.FirstOrDefault(o => o.Kind == "primary") ? "a"
            : outcome == all.FirstOrDefault(IsReturn) ? "r"
            : null;
    }

    /// <summary>The order of the bar: refusals, plain ones, the primary rightmost.</summary>
    public static IEnumerable<Outcome> InBarOrder(IReadOnlyList<Outcome> all) =>
        all.OrderBy(o => o.Kind switch { "danger" => 0, "primary" => 2, _ => IsReturn(o) ? 0 : 1 });
}
