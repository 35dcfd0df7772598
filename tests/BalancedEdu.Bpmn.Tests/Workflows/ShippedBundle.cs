using System.Text.Json;
using BalancedEdu.Bpmn.Reading;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Tests.Workflows;

/// <summary>A bundle as it lies in <c>workflows/</c>.</summary>
internal sealed class ShippedBundle(string id)
{
    private static readonly string Root = FindRoot();

    /// <summary>Jobs that the product registers; those of a bundle must be among them.</summary>
    private static readonly HashSet<string> Jobs =
    [
        "variables.derive", "organisation.holders", "large-class.classify", "large-class.freeze-transfer",
        "large-class.roster-count", "large-class.plan-cap", "large-class.close", "large-class.look-back",
        "land.precheck", "land.issue-opinion", "turnkey.register", "turnkey.check-ratio", "turnkey.release-hold",
        "funding.schools",
        "funding.calculate", "funding.register-shortfall", "funding.pay-instructions",
    ];

    /// <summary>FEEL with the host's calendar functions; their values don't matter for reading.</summary>
    public static FeelEnvironment Environment { get; } = new()
    {
        HostFunctions = new[] { "working days after", "working days between", "is working day" }
            .ToDictionary(name => name, _ => (Func<IReadOnlyList<FeelValue>, FeelValue>)(_ => FeelValue.Null)),
    };

    /// <summary>The folders of all bundles.</summary>
    public static IEnumerable<string> Ids =>
        Directory.GetDirectories(Path.Combine(Root, "workflows")).Select(folder => Path.GetFileName(folder)!).Order();

    public string Folder { get; } = Path.Combine(Root, "workflows", id);

    public byte[] Xml => File.ReadAllBytes(Path.Combine(Folder, $"{id}.bpmn"));

    public IEnumerable<string> Forms => Directory.GetFiles(Folder, "*.form");

    public Compilation Compile() => DefinitionCompiler.Compile(Xml, Environment, new(
        Jobs, Names("*.form"), Names("mail/*.liquid"), Positions()));

    private HashSet<string> Names(string pattern)
    {
        var folder = Path.Combine(Folder, Path.GetDirectoryName(pattern)!);
        var files = Directory.GetFiles(folder, Path.GetFileName(pattern));
        return [.. files.Select(file => Path.GetFileNameWithoutExtension(file))];
    }

    private static HashSet<string> Positions()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "workflows", "positions.json")));
        return [.. json.RootElement.EnumerateArray().Select(p => p.GetProperty("id").GetString()!)];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BalancedEdu.sln")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new DirectoryNotFoundException("Expected to find BalancedEdu.sln above the tests.");
    }
}
