using System.Xml.Linq;
using BalancedEdu.Feel.Values;
using Xunit.Abstractions;

namespace BalancedEdu.Feel.Tests.Conformance;

/// <summary>
/// The DMN TCK, level 2 and 3: every result that is FEEL must be right, but for those listed with a reason.
/// </summary>
public class DmnTckTests(ITestOutputHelper output)
{
    private const string KnownFailures = "dmn-tck-known-failures.txt";

    [ConformanceFact]
    public void Every_result_is_as_the_suite_expects_but_for_the_known_failures()
    {
        var known = Known();
        var (passed, refused, unmeasured) = (0, new List<string>(), new List<string>());
        var failed = new Dictionary<string, string>();
        foreach (var folder in Directory.GetDirectories(ConformanceFactAttribute.DmnTckFolder, "*",
            SearchOption.AllDirectories).Order())
            foreach (var (id, verdict) in Results(folder))
                if (verdict == "passed")
                    passed++;
                else if (verdict.StartsWith("refused", StringComparison.Ordinal))
                    refused.Add($"{id} | {verdict}");
                else if (verdict.StartsWith("not measured", StringComparison.Ordinal))
                    unmeasured.Add($"{id} | {verdict}");
                else
                    failed[id] = verdict;
        foreach (var line in refused.Concat(unmeasured))
            output.WriteLine(line);
        var total = passed + refused.Count;
        output.WriteLine($"DMN TCK: {total} passed, {failed.Count} failed, {unmeasured.Count} not FEEL alone");
        output.WriteLine($"{refused.Count} of those passed were refused by the parser where null is due.");
        var lines = failed.Where(f => !known.ContainsKey(f.Key)).Select(f => $"{f.Key} | {f.Value}");
        Assert.True(failed.Keys.All(known.ContainsKey), "New failures:\n" + string.Join("\n", lines));
        Assert.True(known.Keys.All(failed.ContainsKey),
            "No longer failing, remove from the list:\n" + string.Join("\n",
                known.Keys.Where(k => !failed.ContainsKey(k))));
    }

    private static Dictionary<string, string> Known() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Conformance", KnownFailures))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" | ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);

    private static IEnumerable<(string Id, string Verdict)> Results(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*-test-*.xml").Order())
        {
            var tests = XDocument.Load(file, LoadOptions.PreserveWhitespace).Root!;
            var model = new DmnModel(Path.Combine(folder,
                tests.Elements().First(e => e.Name.LocalName == "modelName").Value));
            foreach (var test in tests.Elements().Where(e => e.Name.LocalName == "testCase"))
                foreach (var result in test.Elements().Where(e => e.Name.LocalName == "resultNode"))
                {
                    var id = $"{Path.GetFileName(folder)}/{test.Attribute("id")?.Value}/{DmnModel.NameOf(result)}";
                    yield return (id, Verdict(model, test, result));
                }
        }
    }

    private static string Verdict(DmnModel model, XElement test, XElement result)
    {
        if (model.HasImports || test.Attribute("invocableName") is not null)
            return "not measured: imports and services";
        var expected = DmnCase.ValueOf(result.Elements().First(e => e.Name.LocalName == "expected"));
        try
        {
            var actual = new DmnCase(model, test).Decide(DmnModel.NameOf(result));
            return DmnCase.AreEqual(expected, actual) ? "passed" : $"expected {expected}, got {actual}";
        }
        catch (NotSupportedException other)
        {
            return $"not measured: {other.Message}";
        }
        catch (FeelSyntaxException syntax)
        {
            // The suite expects null of a text that is not FEEL; here it is refused before it runs.
            return expected == FeelValue.Null ? $"refused: {syntax.Message}" : syntax.Message;
        }
    }
}
