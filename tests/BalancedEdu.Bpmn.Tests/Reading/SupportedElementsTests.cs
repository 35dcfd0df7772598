using System.Runtime.CompilerServices;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;
using static BalancedEdu.Bpmn.Tests.Drawn;

namespace BalancedEdu.Bpmn.Tests.Reading;

/// <summary>The reference page says what the engine does.</summary>
public class SupportedElementsTests
{
    /// <summary>Set: the page is written instead of compared.</summary>
    private const string Writes = "BALANCEDEDU_WRITE_REFERENCE";

    private static readonly string Page =
        Path.GetFullPath(Path.Combine(Here(), "../../../docs/reference/supported-elements.md"));

    [Fact]
    public void The_page_is_what_the_registry_gives_byte_for_byte()
    {
        if (Environment.GetEnvironmentVariable(Writes) == "1")
            System.IO.File.WriteAllText(Page, SupportedElementsPage.Text());
        Assert.Equal(SupportedElementsPage.Text(), System.IO.File.ReadAllText(Page));
    }

    [Fact]
    public void The_page_has_a_row_for_each_behaviour() => Assert.All(
        SupportedElementsPage.Runs,
        word => Assert.Contains($"\n| `{word}` | runs |", SupportedElementsPage.Text(), StringComparison.Ordinal));

    [Fact]
    public void What_the_page_says_is_refused_is_refused() => Assert.All(
        SupportedElementsPage.Refused,
        word => Assert.Contains(
            DefinitionCompiler.Compile(
                Bytes(Start(), $"<bpmn:{word} id=\"A\"/>", End(), Flows("S-A-E")), FeelEnvironment.Default,
                null).Findings,
            finding => finding is { Code: "bpmn.element.unsupported", ElementId: "A" }));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
