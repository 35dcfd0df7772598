using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace BalancedEdu.Bpmn.Tests.Architecture;

/// <summary>
/// Model ← Validation ← Reading ← Writing, Forms, Decisions ← Execution ← Simulation: each folder names what it may
/// use.
/// </summary>
public partial class DirectionTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Model"] = [],
        ["Validation"] = ["Model"],
        ["Reading"] = ["Model", "Validation"],
        ["Writing"] = ["Reading"],
        ["Forms"] = ["Model"],
        ["Decisions"] = [],
        ["Execution"] = ["Model", "Decisions", "Execution"],
        ["Simulation"] = ["Model", "Reading", "Decisions", "Execution"],
    };

    private static string Source { get; } = Path.GetFullPath(Path.Combine(Here(), "../../../src/BalancedEdu.Bpmn"));

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Where(file =>
            !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [Fact]
    public void Folders_use_only_what_stands_below_them()
    {
        var wrong = new List<string>();
        var seen = 0;
        foreach (var file in Files)
        {
            var folder = Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar)[0];
            if (!Allowed.TryGetValue(folder, out var allowed))
                continue;
            seen++;
            foreach (Match match in Used().Matches(File.ReadAllText(file)))
                if (match.Groups[1].Value != folder && !allowed.Contains(match.Groups[1].Value))
                    wrong.Add($"{folder} uses {match.Groups[1].Value}: {Path.GetFileName(file)}");
        }
        Assert.True(seen > 50, "nothing was read");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Files_and_elements_are_short()
    {
        Assert.Empty(Files.Where(file => File.ReadLines(file).Count() > 300));
        Assert.Empty(Files.Where(file =>
            file.Contains("Elements", StringComparison.Ordinal) && File.ReadLines(file).Count() > 150));
        Assert.Empty(Files.SelectMany(file => File.ReadLines(file).Where(line => line.Length > 120)
            .Select(line => $"{Path.GetFileName(file)}: {line}")));
    }

    [GeneratedRegex(@"BalancedEdu\.Bpmn\.(Model|Validation|Reading|Writing|Forms|Decisions|Execution|Simulation)\b")]
    private static partial Regex Used();

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
