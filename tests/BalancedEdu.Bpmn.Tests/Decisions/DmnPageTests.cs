using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BalancedEdu.Bpmn.Tests.Decisions;

/// <summary>The page on DMN tells every finding that there is, and no other.</summary>
public partial class DmnPageTests
{
    [Fact]
    public void The_page_lists_the_codes_of_all_findings()
    {
        var root = Path.GetFullPath(Path.Combine(Here(), "../../.."));
        var told = Codes(File.ReadAllText(Path.Combine(root, "docs/reference/dmn.md")));
        var found = Codes(File.ReadAllText(Path.Combine(root, "src/BalancedEdu.Bpmn/Decisions/DmnFindings.cs")));
        Assert.True(found.Count > 20, "nothing was read");
        Assert.Equal(found, told);
    }

    private static SortedSet<string> Codes(string text) =>
        new(Code().Matches(text).Select(match => match.Groups[1].Value), StringComparer.Ordinal);

    [GeneratedRegex(@"[""`](dmn\.[a-z-]+\.[a-z-]+)[""`]")]
    private static partial Regex Code();

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
