using System.Text.RegularExpressions;

namespace BalancedEdu.Bpmn.Tests.Conformance.Betsy;

/// <summary>
/// From the benchmark's little language (<c>test.contains("a")</c>, <c>!test.contains("a")</c>,
/// <c>integerVariable&lt;2</c>, <c>${integerVariable}</c>) to FEEL. The engine speaks FEEL only.
/// </summary>
internal static partial class BetsyExpressions
{
    public static string Feel(string text)
    {
        var feel = Braces().Replace(text.Trim(), "$1").Trim();
        feel = Quotes().Replace(feel, "\"$1\"");
        feel = Method().Replace(feel, match =>
        {
            var (name, argument) = (match.Groups["name"].Value, match.Groups["argument"].Value.Trim());
            var call = match.Groups["method"].Value switch
            {
                "equals" => $"({name} = {argument})",
                "startsWith" => $"starts with({name}, {argument})",
                "endsWith" => $"ends with({name}, {argument})",
                _ => $"contains({name}, {argument})",
            };
            return match.Groups["not"].Success ? $"not({call})" : call;
        });
        feel = Not().Replace(feel, "not($1)");
        return feel.Replace("==", "=", StringComparison.Ordinal)
            .Replace("&&", " and ", StringComparison.Ordinal)
            .Replace("||", " or ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"[$#]\{([^}]*)\}")]
    private static partial Regex Braces();

    [GeneratedRegex("'([^'\"]*)'")]
    private static partial Regex Quotes();

    [GeneratedRegex(
        """(?<not>!\s*)?(?<name>[A-Za-z_]\w*)\.(?<method>contains|equals|startsWith|endsWith)\((?<argument>[^()]*)\)""")]
    private static partial Regex Method();

    [GeneratedRegex(@"!\s*([A-Za-z_]\w*)(?![\w(])")]
    private static partial Regex Not();
}
