using System.Text.RegularExpressions;

namespace BalancedEdu.Web.Tests.Architecture;

/// <summary>The habits that keep the source readable.</summary>
public partial class TidyTests
{
    private const int LinesMax = 300;
    private const int ColumnsMax = 120;

    private static IEnumerable<string> OwnSource =>
        SourceTree.Files("src", ".cs", ".cshtml", ".ts").Concat(SourceTree.Files("tests", ".cs"));

    [Fact]
    public void A_file_of_the_product_has_at_most_300_lines() => Assert.Empty(
        SourceTree.Files("src", ".cs", ".cshtml", ".ts")
            .Select(f => (File: f, Lines: SourceTree.Lines(f).Length))
            .Where(f => f.Lines > LinesMax)
            .Select(f => $"{f.File}: {f.Lines}"));

    [Fact]
    public void A_line_has_at_most_120_columns() => Assert.Empty(
        OwnSource.Where(f => !f.EndsWith(".cshtml", StringComparison.Ordinal)).SelectMany(f => SourceTree.Lines(f)
            .Select((text, i) => (text.Length, Text: text, Place: $"{f}:{i + 1}"))
            .Where(l => l.Length > ColumnsMax)
            .Where(l => !(f.StartsWith("tests/", StringComparison.Ordinal) && Data().IsMatch(l.Text)))
            .Select(l => $"{l.Place}: {l.Length}")));

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var leftOver = new Regex(string.Join('|', "TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception"));
        Assert.Empty(OwnSource.Where(f => leftOver.IsMatch(SourceTree.Read(f))));
    }

    [Fact]
    public void Time_comes_from_the_time_provider()
    {
        var clock = new Regex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b|\bThread\.Sleep\b");
        Assert.Empty(SourceTree.Files("src", ".cs", ".cshtml").Where(f => clock.IsMatch(SourceTree.Read(f))));
    }

    [Fact]
    public void Names_say_what_a_thing_is() => Assert.Empty(
        SourceTree.Files("src", ".cs").SelectMany(f => TypeName().Matches(SourceTree.Read(f))
            .Select(m => m.Groups[1].Value)
            .Where(n => VagueName().IsMatch(n))
            .Select(n => $"{f}: {n}")));

    /// <summary>A row of JSON or BPMN in a test reads better whole.</summary>
    [GeneratedRegex("""\{"|\\"|<bpmn:|<be:|\"{3}|</\w|<\w+ \w+=|Dmn\.\w+\(""")]
    private static partial Regex Data();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex("(Helper|Manager|Util|Utils|Utility|Common|Misc)s?$")]
    private static partial Regex VagueName();
}
