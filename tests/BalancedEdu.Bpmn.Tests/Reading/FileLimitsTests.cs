using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BalancedEdu.Bpmn.Reading;

namespace BalancedEdu.Bpmn.Tests.Reading;

/// <summary>The reference page says what the limits are, and no code of a refused file is missing in it.</summary>
public partial class FileLimitsTests
{
    private static string Page { get; } =
        File.ReadAllText(Path.GetFullPath(Path.Combine(Here(), "../../../docs/reference/bpmn-files.md")));

    [Fact]
    public void The_page_says_the_limits() => Assert.Equal(
        typeof(FileLimits).GetFields().Select(field => (int)field.GetRawConstantValue()!).Order(),
        Limit().Matches(Page).Select(row => int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture)).Order());

    [Fact]
    public void The_page_explains_every_code_of_a_hostile_file() => Assert.Empty(
        HostileFileTests.Codes.Where(code => !Page.Contains($"`{code}`", StringComparison.Ordinal)));

    [GeneratedRegex(@"^\| [^|]+ \| (\d+) \| `", RegexOptions.Multiline)]
    private static partial Regex Limit();

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
