using System.Globalization;
using Xunit.Abstractions;

namespace BalancedEdu.Bpmn.Tests.Conformance.Dmn;

/// <summary>
/// The DMN TCK: every test case of every folder, on the models as they are. A test case passes when all its results
/// are right.
/// </summary>
public class DmnTckTests(ITestOutputHelper output)
{
    /// <summary>2026-11-24 in Shanghai, still 2026-11-23 in UTC.</summary>
    public static readonly DateTimeOffset Now = DateTimeOffset.Parse(
        "2026-11-24T07:30:00+08:00", CultureInfo.InvariantCulture);

    [ConformanceFact("dmn-tck")]
    public void Every_test_case_is_as_the_suite_expects_but_for_the_known_failures()
    {
        var folders = Directory.GetDirectories(
            ConformanceFactAttribute.Folder("dmn-tck"), "*", SearchOption.AllDirectories);
        var all = new List<DmnTckOutcome>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in folders.Order(StringComparer.Ordinal).Select(path => new DmnTckFolder(path)))
        {
            var outcomes = folder.Run().Select(outcome => Unique(outcome, ids)).ToList();
            if (outcomes.Count > 0)
                output.WriteLine($"{folder.Name}: {Counts(outcomes)}");
            all.AddRange(outcomes);
        }
        output.WriteLine($"DMN TCK: {Counts(all)}");
        Assert.NotEmpty(all);
        foreach (var failed in all.Where(outcome => !outcome.Passed))
            output.WriteLine($"{failed.Id} | {string.Join(" || ", failed.Wrong)}");
        KnownFailures.Check("Dmn/known-failures.txt",
            all.Where(outcome => !outcome.Passed).ToDictionary(o => o.Id, o => string.Join(" || ", o.Wrong)),
            ids);
    }

    /// <summary>The suite does not promise that ids of cases or names of folders come once.</summary>
    private static DmnTckOutcome Unique(DmnTckOutcome outcome, HashSet<string> ids)
    {
        var id = outcome.Id;
        for (var i = 2; !ids.Add(id); i++)
            id = $"{outcome.Id}#{i}";
        return outcome with { Id = id };
    }

    private static string Counts(IReadOnlyCollection<DmnTckOutcome> outcomes)
    {
        var passed = outcomes.Count(outcome => outcome.Passed);
        var right = outcomes.Sum(outcome => outcome.Right);
        var wrong = outcomes.Sum(outcome => outcome.Wrong.Count);
        return $"{passed} passed, {outcomes.Count - passed} failed (results: {right} right, {wrong} wrong)";
    }
}
