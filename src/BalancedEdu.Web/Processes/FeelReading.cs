using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Processes;

/// <summary>
/// Reads the inputs of jobs; what is missing that must be there stops the job with a sentence for a person.
/// </summary>
internal static class FeelReading
{
    /// <summary>A text; empty when it isn't given. A number is written as it stands.</summary>
    public static string Text(this FeelContext context, string name)
    {
        var value = context.Value(name);
        return value.AsString() ?? (value.IsNull ? "" : value.ToString());
    }

    /// <summary>A number, given as a number or as text; null when it isn't given.</summary>
    /// <exception cref="JobFailedException">The text is no number.</exception>
    public static decimal? NumberOrNull(this FeelContext context, string name)
    {
        var value = context.Value(name);
        if (value.AsNumber() is { } number)
            return number;
        if (value.AsString() is not { Length: > 0 } text)
            return null;
        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : throw new JobFailedException($"“{name}”应为数字，实为“{text}”，请更正后重试。");
    }

    /// <summary>A number that must be there.</summary>
    /// <exception cref="JobFailedException">It isn't, or is no number.</exception>
    public static decimal Number(this FeelContext context, string name) =>
        context.NumberOrNull(name) ?? throw new JobFailedException($"缺少“{name}”，请补填后重试。");

    /// <summary>A whole number; zero when it isn't given.</summary>
    public static int Count(this FeelContext context, string name) => (int)(context.NumberOrNull(name) ?? 0);

    /// <summary>Yes or no: a boolean or the option <c>yes</c>.</summary>
    public static bool Flag(this FeelContext context, string name)
    {
        var value = context.Value(name);
        return value.AsBoolean() ?? value.AsString() == "yes";
    }

    /// <summary>A context; empty when it isn't given.</summary>
    public static FeelContext Part(this FeelContext context, string name) =>
        context.Value(name).AsContext() ?? FeelContext.Empty;

    /// <summary>The contexts of a list; empty when it isn't given.</summary>
    public static IReadOnlyList<FeelContext> Parts(this FeelContext context, string name) =>
        [.. (context.Value(name).AsList() ?? []).Select(item => item.AsContext() ?? FeelContext.Empty)];

    /// <summary>The texts of a list; empty when it isn't given.</summary>
    public static IReadOnlyList<string> Texts(this FeelContext context, string name) =>
        [.. (context.Value(name).AsList() ?? []).Select(item => item.AsString()).OfType<string>()];

    /// <summary>A context of the given names and values.</summary>
    public static FeelContext Of(params (string Name, FeelValue Value)[] entries) =>
        new(entries.Select(e => KeyValuePair.Create(e.Name, e.Value)));

    /// <summary>A list of texts.</summary>
    public static FeelValue ListOf(IEnumerable<string> texts) => FeelValue.Of([.. texts.Select(FeelValue.Of)]);

    /// <summary>A list of contexts.</summary>
    public static FeelValue ListOf(IEnumerable<FeelContext> items) => FeelValue.Of([.. items.Select(FeelValue.Of)]);

    private static FeelValue Value(this FeelContext context, string name) =>
        context.TryGet(name, out var value) ? value : FeelValue.Null;
}
