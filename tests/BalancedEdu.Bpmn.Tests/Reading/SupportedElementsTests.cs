using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using BalancedEdu.Bpmn.Execution.Elements;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Reading;

/// <summary>The reference page says what the engine does.</summary>
public partial class SupportedElementsTests
{
    private static readonly string[] NotNodes =
        ["sequenceFlow", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"];

    private static ILookup<string, string> Page { get; } = System.IO.File.ReadLines(Path.GetFullPath(
            Path.Combine(Here(), "../../../docs/reference/supported-elements.md")))
        .Select(line => Row().Match(line)).Where(match => match.Success)
        .ToLookup(match => match.Groups[2].Value, match => match.Groups[1].Value);

    [Fact]
    public void What_the_page_says_runs_is_what_has_a_behaviour()
    {
        var words = ElementRegistry.Kinds.Select(kind => kind.Name switch
        {
            "AbstractTask" => "task",
            var name => char.ToLowerInvariant(name[0]) + name[1..],
        });
        Assert.Equal(
            words.Order(StringComparer.Ordinal), Page["runs"].Except(NotNodes).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_page_says_is_refused_is_refused()
    {
        foreach (var word in Page["refused"])
            Assert.Contains(
                DefinitionCompiler.Compile(
                    Bytes(Start(), $"<bpmn:{word} id=\"A\"/>", End(), Flows("S-A-E")), FeelEnvironment.Default,
                        null).Findings,
                finding => finding is { Code: "bpmn.element.unsupported", ElementId: "A" });
    }

    [GeneratedRegex(@"^\| `(\w+)` \| (runs|refused) \|")]
    private static partial Regex Row();

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
