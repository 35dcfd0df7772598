using System.Xml.Linq;
using BalancedEdu.Feel.Values;
using Xunit.Abstractions;

namespace BalancedEdu.Feel.Tests.Conformance;

/// <summary>
/// The DMN TCK, level 2 and 3: every result that is FEEL must be right, but for those listed with a reason.
/// </summary>
public class DmnTckTests(ITestOutputHelper output)
{
    /// <summary>Results that need decision tables, services or imports; the number may only shrink.</summary>
    private const int MostNotMeasured = 87;

    private const string KnownFailures = "dmn-tck-known-failures.txt";

    [ConformanceFact]
    public void Every_result_is_as_the_suite_expects_but_for_the_known_failures()
    {
        var folders = Directory.GetDirectories(ConformanceFactAttribute.DmnTckFolder, "*", SearchOption.AllDirectories);
        var results = folders.Order().SelectMany(Results).ToArray();
        foreach (var group in results.GroupBy(r => r.Folder))
            output.WriteLine($"{group.Key}: {Counts([.. group])}");
        output.WriteLine($"DMN TCK: {Counts(results)}");
        foreach (var result in results.Where(r => r.Outcome == Outcome.NotMeasured))
            output.WriteLine(result.ToString());
        var known = Known();
        var failed = results.Where(r => r.Outcome == Outcome.Failed).ToDictionary(r => r.Id);
        Assert.True(failed.Keys.All(known.ContainsKey),
            "New failures:\n" + string.Join("\n", failed.Values.Where(f => !known.ContainsKey(f.Id))));
        Assert.True(known.Keys.All(failed.ContainsKey),
            "No longer failing, remove from the list:\n" + string.Join("\n", known.Keys.Except(failed.Keys)));
        Assert.InRange(results.Count(r => r.Outcome == Outcome.NotMeasured), 0, MostNotMeasured);
    }

    private static string Counts(IReadOnlyCollection<Result> results)
    {
        int Of(Outcome outcome) => results.Count(r => r.Outcome == outcome);
        return $"{Of(Outcome.Passed)} passed, {Of(Outcome.Failed)} failed, {Of(Outcome.NotMeasured)} not measured";
    }

    private static Dictionary<string, string> Known() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Conformance", KnownFailures))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" | ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);

    private static IEnumerable<Result> Results(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*-test-*.xml").Order())
        {
            var tests = XDocument.Load(file, LoadOptions.PreserveWhitespace).Root!;
            var modelName = tests.Elements().First(e => e.Name.LocalName == "modelName").Value;
            var model = new DmnModel(Path.Combine(folder, modelName));
            foreach (var test in tests.Elements().Where(e => e.Name.LocalName == "testCase"))
                foreach (var result in test.Elements().Where(e => e.Name.LocalName == "resultNode"))
                {
                    var (outcome, shown) = Judge(model, test, result);
                    var name = $"{test.Attribute("id")?.Value}/{DmnModel.NameOf(result)}";
                    yield return new Result(Path.GetFileName(folder), name, outcome, shown);
                }
        }
    }

    private static (Outcome, string) Judge(DmnModel model, XElement test, XElement result)
    {
        if (model.HasImports || test.Attribute("invocableName") is not null)
            return (Outcome.NotMeasured, "imports and services");
        var expected = DmnCase.ValueOf(result.Elements().First(e => e.Name.LocalName == "expected"));
        try
        {
            var actual = new DmnCase(model, test).Decide(DmnModel.NameOf(result));
            return (DmnCase.AreEqual(expected, actual) ? Outcome.Passed
                : Outcome.Failed, $"expected {expected}, got {actual}");
        }
        catch (NotSupportedException other)
        {
            return (Outcome.NotMeasured, other.Message);
        }
        catch (FeelSyntaxException syntax)
        {
            // The suite expects null of a text that cannot run, such as a call of no function; here it is refused
            // first.
            return (expected == FeelValue.Null ? Outcome.Passed : Outcome.Failed, syntax.Message);
        }
    }

    private enum Outcome
    {
        Passed,
        Failed,
        NotMeasured,
    }

    private sealed record Result(string Folder, string Name, Outcome Outcome, string Shown)
    {
        public string Id => $"{Folder}/{Name}";

        public override string ToString() => $"{Id} | {Shown}";
    }
}
