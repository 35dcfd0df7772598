using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>A dialog in which an administrator says why: <c>_ReasonDialog</c>.</summary>
/// <param name="Action">Its id, and what is asked for: Retry.</param>
/// <param name="Title">更正变量后重试.</param>
/// <param name="Note">What follows.</param>
/// <param name="Submit">The word on the button.</param>
/// <param name="Url">Where it is posted to.</param>
public sealed record ReasonDialog(string Action, string Title, string Note, string Submit, string Url)
{
    /// <summary>Whether it can't be taken back.</summary>
    public bool Heavy { get; init; }

    /// <summary>What the field of JSON holds; null: there is none.</summary>
    public string? Json { get; init; }

    /// <summary>What that field is called.</summary>
    public string JsonLabel { get; init; } = "";

    /// <summary>What that field wants.</summary>
    public string JsonHint { get; init; } = "";

    /// <summary>What becomes of the reason.</summary>
    public string Hint { get; init; } = "写入事项的记录，不能更改。";

    /// <summary>Whether a person is to be chosen.</summary>
    public bool People { get; init; }

    /// <summary>
    /// What is chosen from, by what is posted as <c>only</c>; the first unless it can't be taken back. Empty: there is
    /// no choice.
    /// </summary>
    public IReadOnlyList<(string Value, string Text)> Choices { get; init; } = [];

    /// <summary>What the person saw, posted with it.</summary>
    public IReadOnlyList<(string Name, string Value)> Hidden { get; init; } = [];

    /// <summary>What was refused on the page, or null.</summary>
    public RefusedReason? Refused { get; init; }
}

/// <summary>What an administrator typed, as it comes back when it is refused.</summary>
/// <param name="Action">The dialog.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Json">The JSON, or null.</param>
/// <param name="To">The user name, or null.</param>
/// <param name="Refusal">Why it was refused.</param>
public sealed record RefusedReason(string Action, string? Reason, string? Json, string? To, ActionRefusal Refusal)
{
    /// <summary>What was chosen, or null.</summary>
    public string? Only { get; init; }

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => Refusal.Fields.FirstOrDefault(f => f.Key == field)?.Message;
}

/// <summary>What is said when many were decided at once.</summary>
public static class BulkWords
{
    /// <summary>已重试 48 条，2 条没有重试（…）.</summary>
    public static string Of(BulkOutcome outcome, string verb)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var text = $"已{verb} {outcome.Done} 条";
        if (outcome.Refused is [var first, ..])
            text += $"，{outcome.Refused.Count} 条没有{verb}（{first.Message.TrimEnd('。')}）";
        return outcome.Left > 0 ? $"{text}，还有 {outcome.Left} 条，可再点一次" : text;
    }
}
