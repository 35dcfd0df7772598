using Xunit.Abstractions;

namespace BalancedEdu.Bpmn.Tests.Conformance.Betsy;

/// <summary>
/// The benchmark of the University of Bamberg: models with scripts that write a log, and what the log must say. Every
/// case of every model in the folder is played, on the models as they are.
/// </summary>
public class BetsyTests(ITestOutputHelper output)
{
    [ConformanceFact("betsy")]
    public void Every_case_is_as_the_benchmark_expects_but_for_the_known_failures()
    {
        var cases = BetsyCase.ReadAll(ConformanceFactAttribute.Folder("betsy"));
        Assert.NotEmpty(cases);
        var failed = new Dictionary<string, string>();
        foreach (var one in cases)
            if (BetsyRun.Wrong(one) is { } wrong)
                failed.Add(one.Id, wrong);
        foreach (var group in cases.GroupBy(one => one.Group))
            output.WriteLine($"{group.Key}: {Counts(group, failed)}");
        foreach (var tier in cases.GroupBy(one => one.Tier).OrderBy(tier => tier.Key, StringComparer.Ordinal))
            output.WriteLine($"tier {tier.Key}: {Counts(tier, failed)}");
        output.WriteLine($"betsy: {Counts(cases, failed)}");
        foreach (var (id, wrong) in failed)
            output.WriteLine($"{id} | {wrong}");
        KnownFailures.Check("Betsy/known-failures.txt", failed, cases.Select(one => one.Id).ToHashSet());
    }

    [Theory]
    [InlineData("test.contains(\"a\")", "contains(test, \"a\")")]
    [InlineData("!test.contains(\"a\")", "not(contains(test, \"a\"))")]
    [InlineData("${test.contains('a')}", "contains(test, \"a\")")]
    [InlineData("integerVariable<2", "integerVariable<2")]
    [InlineData(" activationCount >= 1 ", "activationCount >= 1")]
    [InlineData("${integerVariable}", "integerVariable")]
    [InlineData("${integerVariable == 3}", "integerVariable = 3")]
    [InlineData("integerVariable != 3", "integerVariable != 3")]
    [InlineData("!done && test.equals(\"a\")", "not(done)  and  (test = \"a\")")]
    [InlineData("-1", "-1")]
    [InlineData("true", "true")]
    public void The_language_of_the_benchmark_becomes_FEEL(string text, string feel) =>
        Assert.Equal(feel, BetsyExpressions.Feel(text));

    private static string Counts(IEnumerable<BetsyCase> cases, Dictionary<string, string> failed)
    {
        var ids = cases.Select(one => one.Id).ToList();
        var bad = ids.Count(failed.ContainsKey);
        return $"{ids.Count - bad} passed, {bad} failed";
    }
}
