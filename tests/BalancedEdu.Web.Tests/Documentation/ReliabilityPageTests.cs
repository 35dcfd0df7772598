using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Tests.Architecture;

namespace BalancedEdu.Web.Tests.Documentation;

/// <summary>docs/concepts/reliability.md tells the truth: each fault is shown by tests that there are.</summary>
public sealed partial class ReliabilityPageTests
{
    private static readonly string[] Faults =
    [
        .. SourceTree.Lines("docs/concepts/reliability.md")
            .SkipWhile(l => !l.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(l => l.StartsWith('|')),
    ];

    [Fact]
    public void Each_fault_is_shown_by_tests_that_there_are()
    {
        Assert.True(Faults.Length > 20, $"{Faults.Length} faults");
        Assert.All(Faults, fault =>
        {
            var named = TestName().Matches(fault.Split('|')[3]);
            Assert.NotEmpty(named);
            Assert.All(named, n => Assert.True(IsTest(n.Groups[1].Value, n.Groups[2].Value), $"no test {n.Value}"));
        });
    }

    [Fact]
    public void Each_checkpoint_has_its_row()
    {
        var rows = string.Join('\n', Faults.Select(f => f.Split('|')[1])
            .Where(f => f.Contains("checkpoint", StringComparison.Ordinal)));
        var numbers = Number().Matches(rows).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture)).Order();
        Assert.Equal(Enumerable.Range(1, Checkpoints.Count), numbers);
    }

    private static bool IsTest(string type, string method) => typeof(ReliabilityPageTests).Assembly.GetTypes()
        .Where(t => t.Name == type)
        .Select(t => t.GetMethod(method))
        .Any(m => m?.GetCustomAttribute<FactAttribute>() is { Skip: null });

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\b\d+\b")]
    private static partial Regex Number();
}
