using System.Text.Json;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Runtime.Tasks;
using FluentValidation;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>A decision as the browser sends it.</summary>
public sealed record DecisionInput
{
    /// <summary>The revision that the person saw.</summary>
    public int Revision { get; init; }

    /// <summary>The outcome's id.</summary>
    public string? Outcome { get; init; }

    /// <summary>The opinion, trimmed.</summary>
    public string? Comment { get; init; }

    /// <summary>The form's data, as JSON.</summary>
    public string? FormData { get; init; }
}

/// <summary>What a decision must hold before the form itself is looked at.</summary>
public sealed class DecisionRules : AbstractValidator<DecisionInput>
{
    /// <summary>Takes the outcomes of the task.</summary>
    public DecisionRules(IReadOnlyList<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        RuleFor(d => d.Outcome).Must(id => outcomes.Any(o => o.Id == id))
            .WithMessage("没有选择办理结果，或本环节没有这个结果。选一个结果再提交");
        RuleFor(d => d.FormData).Must(text => string.IsNullOrEmpty(text) || DraftRules.Hold(text))
            .WithMessage("表单内容不完整，刷新页面后重填");
        RuleFor(d => d.Comment).Custom((comment, context) =>
        {
            if (outcomes.FirstOrDefault(o => o.Id == context.InstanceToValidate.Outcome) is { } outcome
                && CommentRule.WhyNot(outcome, comment?.Length ?? 0) is { } error)
                context.AddFailure(error);
        });
    }
}

/// <summary>What the data of a form must be before its schema is looked at.</summary>
public static class DraftRules
{
    /// <summary>More characters than any form sends; larger ones are refused.</summary>
    public const int FormDataLengthMax = 1_000_000;

    private const int DepthMax = 16;

    /// <summary>What a text that holds says.</summary>
    public static JsonElement Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>Whether the text is one JSON object of a reasonable size.</summary>
    public static bool Hold(string? json)
    {
        if (string.IsNullOrEmpty(json) || json.Length > FormDataLengthMax)
            return false;
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = DepthMax });
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
