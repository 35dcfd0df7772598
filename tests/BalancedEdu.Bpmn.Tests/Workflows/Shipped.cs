using System.Runtime.CompilerServices;
using System.Text.Json;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Bpmn.Simulation;

namespace BalancedEdu.Bpmn.Tests.Workflows;

/// <summary>The bundles of the product, read where they stand.</summary>
internal static class Shipped
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(SourceFolder(), "../../../workflows"));

    public static IEnumerable<string> Ids =>
        Directory.EnumerateDirectories(Folder).Select(Path.GetFileName).OfType<string>()
        .Where(id => File.Exists(FileOf(id))).Order(StringComparer.Ordinal);

    public static string FileOf(string id) => Path.Combine(Folder, id, id + ".bpmn");

    public static ProcessDefinition Definition(string id)
    {
        var compiled = DefinitionCompiler.Compile(File.ReadAllBytes(FileOf(id)), PlainWorkingDays.Environment, null);
        Assert.True(compiled.Definition is not null, string.Join("\n", compiled.Findings));
        return compiled.Definition!;
    }

    public static IEnumerable<string> ScenariosOf(string id)
    {
        var folder = Path.Combine(Folder, id, "scenarios");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder,
                "*.json").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)
            : [];
    }

    public static Scenario Scenario(string id, string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, id, "scenarios", file)));
        return Bpmn.Simulation.Scenario.Parse(json.RootElement);
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
