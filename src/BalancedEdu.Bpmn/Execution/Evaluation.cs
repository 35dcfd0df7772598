using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>Evaluates expressions at an element instance; what isn't of the kind that is needed is a fault.</summary>
internal static class Evaluation
{
    private const int MaxShown = 80;

    public static FeelValue Value(
        Stepping x, FeelExpression expression, long instanceId, FeelContext? overlay = null) =>
        expression.Evaluate(new VariableScope(x, instanceId, overlay), x.Now).Value;

    public static bool Boolean(Stepping x, FeelExpression expression, long instanceId, FeelContext? overlay = null)
    {
        var value = Value(x, expression, instanceId, overlay);
        return value.AsBoolean()
            ?? throw Faults.NotBoolean(expression.Text, Show(value), Seen(x, expression, instanceId, overlay));
    }

    /// <summary>Text; null where FEEL gives null.</summary>
    public static string? Text(Stepping x, TextOrFeel? text, long instanceId, string what)
    {
        if (text is not { Expression: { } expression })
            return text?.Text;
        var value = Value(x, expression, instanceId);
        if (value.IsNull)
            return null;
        return value.AsString()
            ?? throw Faults.WrongKind(what, text.Text, "文字", Show(value), Seen(x, expression, instanceId, null));
    }

    /// <summary>A list of texts: comma-separated, or FEEL that gives a list or one text; null gives none.</summary>
    public static IReadOnlyList<string> Texts(Stepping x, TextOrFeel? text, long instanceId, string what)
    {
        if (text is null)
            return [];
        if (text.Expression is not { } expression)
            return Split(text.Text);
        var value = Value(x, expression, instanceId);
        if (value.IsNull)
            return [];
        if (value.AsString() is { } one)
            return Split(one);
        if (value.AsList() is { } list && list.All(item => item.AsString() is not null))
            return [.. list.Select(item => item.AsString()!).Distinct()];
        throw Faults.WrongKind(what, text.Text, "文字的列表", Show(value), Seen(x, expression, instanceId, null));
    }

    /// <summary>A context; null gives the empty one.</summary>
    public static FeelContext Context(Stepping x, TextOrFeel? text, long instanceId, string what)
    {
        if (text?.Expression is not { } expression)
            return FeelContext.Empty;
        var value = Value(x, expression, instanceId);
        return value.IsNull
            ? FeelContext.Empty
            : value.AsContext()
                ?? throw Faults.WrongKind(what, text.Text, "一组值", Show(value), Seen(x, expression, instanceId, null));
    }

    /// <summary>Literal text, or what FEEL gives.</summary>
    public static FeelValue ValueOf(Stepping x, TextOrFeel text, long instanceId) =>
        text.Expression is { } expression ? Value(x, expression, instanceId) : FeelValue.Of(text.Text);

    /// <summary>A value as a sentence shows it, cut where it is long.</summary>
    public static string Show(FeelValue value)
    {
        var text = value.Kind == FeelKind.String ? $"\"{value}\"" : value.IsNull ? "null" : value.ToString();
        return text.Length <= MaxShown ? text : text[..(MaxShown - 1)] + "…";
    }

    /// <summary>
    /// The values that an expression looked at and what it warned of: evaluated once more, as it failed.
    /// </summary>
    public static string Seen(Stepping x, FeelExpression expression, long instanceId, FeelContext? overlay)
    {
        var scope = new VariableScope(x, instanceId, overlay);
        var seen = scope.Record();
        var warnings = expression.Evaluate(scope, x.Now).Warnings;
        var values = seen.DistinctBy(entry => entry.Key).Select(entry => $"{entry.Key} = {Show(entry.Value)}").ToList();
        return (values.Count == 0 ? "" : $"当时的值：{string.Join("，", values)}。")
            + (warnings.Count == 0 ? "" : $"提示：{string.Join("；", warnings.Take(3))}。");
    }

    private static string[] Split(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
