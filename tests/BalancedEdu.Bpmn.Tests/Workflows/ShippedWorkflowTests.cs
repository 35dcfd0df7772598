using System.Text.Json;
using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Bpmn.Simulation;

namespace BalancedEdu.Bpmn.Tests.Workflows;

public class ShippedWorkflowTests
{
    public static TheoryData<string> Ids => [.. Shipped.Ids];

    [Fact]
    public void There_are_workflows_to_test() => Assert.NotEmpty(Shipped.Ids);

    [Theory, MemberData(nameof(Ids))]
    public void It_compiles_without_findings(string id) => Assert.Equal(id, Shipped.Definition(id).Id);

    [Theory, MemberData(nameof(Ids))]
    public void Our_own_words_are_valid(string id) =>
        Assert.Empty(Reading.WordSchema.Validate(File.ReadAllBytes(Shipped.FileOf(id))));

    [Theory, MemberData(nameof(Ids))]
    public void Every_path_comes_to_an_end_and_strands_no_token(string id)
    {
        var exploration = PathExplorer.Explore(Shipped.Definition(id));
        Assert.True(exploration.Findings.Count == 0, string.Join("\n", exploration.Findings));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Its_forms_can_be_checked(string id)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Shipped.Folder, id), "*.form"))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            Assert.Equal(Path.GetFileNameWithoutExtension(file), FormDefinition.Parse(json.RootElement).Id);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void Its_scenarios_go_as_told(string id)
    {
        var definition = Shipped.Definition(id);
        foreach (var scenario in Shipped.ScenariosOf(id))
        {
            var result = ScenarioRunner.Run(definition, Shipped.Scenario(id, scenario));
            Assert.True(result.Failure is null, $"{scenario}: {result.Failure}\n{result.Transcript}");
        }
    }
}
