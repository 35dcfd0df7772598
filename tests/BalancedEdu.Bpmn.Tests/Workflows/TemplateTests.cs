using System.Text.Json;
using System.Xml.Linq;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;

namespace BalancedEdu.Bpmn.Tests.Workflows;

/// <summary>What can be copied from <c>workflows/templates</c> is as good as what ships.</summary>
public class TemplateTests
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly string Folder = Path.Combine(Shipped.Folder, "templates");

    private static readonly string[] Names =
        ["countersign-all", "countersign-any", "countersign-sequence", "countersign-vote"];

    public static TheoryData<string> Ids => [.. Names];

    [Fact]
    public void There_are_four() => Assert.Equal(
        Names,
        Directory.EnumerateDirectories(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Ids))]
    public void It_compiles_and_its_words_are_valid(string id)
    {
        Assert.Equal(id, Definition(id).Id);
        Assert.Empty(Reading.WordSchema.Validate(File.ReadAllBytes(FileOf(id))));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Every_path_comes_to_an_end(string id)
    {
        var exploration = PathExplorer.Explore(Definition(id));
        Assert.True(exploration.Findings.Count == 0, string.Join("\n", exploration.Findings));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Its_scenarios_go_as_told_to_every_end(string id)
    {
        var ends = new HashSet<string?>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, id, "scenarios"), "*.json"))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var result = ScenarioRunner.Run(Definition(id), Scenario.Parse(json.RootElement));
            Assert.True(result.Failure is null, $"{file}: {result.Failure}\n{result.Transcript}");
            ends.Add(result.State.EndEventId);
        }
        Assert.All(
            XDocument.Load(FileOf(id)).Descendants(Bpmn + "endEvent"),
            end => Assert.Contains(end.Attribute("id")!.Value, ends));
    }

    private static string FileOf(string id) => Path.Combine(Folder, id, id + ".bpmn");

    private static ProcessDefinition Definition(string id)
    {
        var compiled = DefinitionCompiler.Compile(File.ReadAllBytes(FileOf(id)), PlainWorkingDays.Environment, null);
        Assert.True(compiled.Definition is not null, string.Join("\n", compiled.Findings));
        return compiled.Definition!;
    }
}
