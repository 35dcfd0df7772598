using BalancedEdu.Bpmn.Tests.Workflows;
using Xunit.Abstractions;

namespace BalancedEdu.Bpmn.Tests.Conformance.Miwg;

/// <summary>
/// The reference models of the model interchange working group, and others: read, written, nothing lost.
/// </summary>
public class MiwgTests(ITestOutputHelper output)
{
    [ConformanceFact("bpmn-miwg")]
    public void Every_model_of_the_working_group_comes_back_whole() =>
        Measure("MIWG", ConformanceFactAttribute.Folder("bpmn-miwg"), "Miwg/known-failures.txt");

    [ConformanceFact("betsy")]
    public void Every_model_of_the_benchmark_comes_back_whole() =>
        Measure("betsy, read and written", ConformanceFactAttribute.Folder("betsy"), null);

    [Fact]
    public void Every_shipped_workflow_comes_back_whole() => Measure("shipped", Shipped.Folder, null);

    private void Measure(string name, string folder, string? knownFailures)
    {
        var files = Directory.GetFiles(folder, "*.bpmn", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var failed = new Dictionary<string, string>();
        foreach (var file in files.Order(StringComparer.Ordinal))
            if (RoundTrip.Wrong(File.ReadAllBytes(file)) is { } wrong)
                failed.Add(Id(folder, file), wrong);
        foreach (var (id, wrong) in failed)
            output.WriteLine($"{id} | {wrong}");
        output.WriteLine($"{name}: {files.Length - failed.Count} passed, {failed.Count} failed");
        if (knownFailures is null)
            Assert.Empty(failed);
        else
            KnownFailures.Check(knownFailures, failed, files.Select(file => Id(folder, file)).ToHashSet());
    }

    private static string Id(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');
}
