using System.Globalization;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Tests;

/// <summary>Evaluates in tests: at a fixed instant, with variables given by name.</summary>
internal static class Feel
{
    /// <summary>2026-11-24 in Shanghai, still 2026-11-23 in UTC.</summary>
    public static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-24T07:30:00+08:00",
        CultureInfo.InvariantCulture);

    public static FeelResult Run(string text, params (string Name, FeelValue Value)[] variables) =>
        FeelExpression.Parse(text, FeelEnvironment.Default).Evaluate(new Variables(variables), Now);

    /// <summary>The value as FEEL text; strings stay without quotes.</summary>
    public static string Text(string text, params (string Name, FeelValue Value)[] variables) =>
        Run(text, variables).Value.ToString();

    /// <summary>As <see cref="Text"/>, but strings in quotes: <c>"1"</c> is not 1.</summary>
    public static string Shown(FeelValue value) => value.AsString() is { } text ? "\"" + text + "\"" : value.ToString();

    /// <summary>The value, and exactly these warnings, parted by <c> | </c>; none by default.</summary>
    public static void AssertGives(string text, string expected, string warnings = "")
    {
        var result = Run(text);
        Assert.Equal(expected, Shown(result.Value));
        Assert.Equal(warnings, string.Join(" | ", result.Warnings));
    }

    /// <summary>Null, and exactly these warnings.</summary>
    public static void AssertFails(string text, string warnings) => AssertGives(text, "null", warnings);

    public static FeelSyntaxException Refusal(string text) =>
        Assert.Throws<FeelSyntaxException>(() => FeelExpression.Parse(text, FeelEnvironment.Default));
}

/// <summary>Variables in a dictionary.</summary>
internal sealed class Variables(params (string Name, FeelValue Value)[] variables) : IFeelScope
{
    private readonly Dictionary<string, FeelValue> _values = variables.ToDictionary(v => v.Name, v => v.Value);

    public bool TryGet(string name, out FeelValue value) => _values.TryGetValue(name, out value);
}
