using System.Text.RegularExpressions;
using BalancedEdu.Web.Tests.Runtime;

namespace BalancedEdu.Web.Tests.Architecture;

/// <summary>Whoever gives an operation a new way to be refused writes down what the person reads then.</summary>
public sealed partial class RefusalTableTests
{
    /// <summary>Codes that refuse a file or a setting, name a part of an archive, or are the name of a job.</summary>
    private static readonly Regex Others = Elsewhere();

    [Fact]
    public void Each_refusal_of_an_operation_has_its_sentence_in_a_table_and_a_test_that_meets_it()
    {
        var tests = SourceTree.Files("tests/BalancedEdu.Web.Tests", ".cs").Where(f => !f.Contains("RefusalTable"))
            .ToDictionary(f => f, SourceTree.Read);
        var met = tests.Where(t => !t.Key.EndsWith("RefusalSentences.cs", StringComparison.Ordinal)).ToList();
        Assert.Empty(Codes().Where(code =>
            !RefusalSentences.ByCode.ContainsKey(code) && !tests.Values.Any(text => Told(code).IsMatch(text))
            || !met.Exists(t => t.Value.Contains($"\"{code}\"", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_table_tells_of_no_refusal_that_there_is_not() =>
        Assert.Empty(RefusalSentences.ByCode.Keys.Except(Codes()));

    private static HashSet<string> Codes() =>
    [
        .. SourceTree.Files("src/BalancedEdu.Web", ".cs").SelectMany(f => Code().Matches(SourceTree.Read(f)))
            .Select(m => m.Groups[1].Value).Where(c => !Others.IsMatch(c)),
    ];

    /// <summary>The code, and after it, before the next one, a whole Chinese sentence.</summary>
    private static Regex Told(string code) => new(
        $"\"{Regex.Escape(code)}\"(?:(?!\"[a-z-]+\\.[a-z.-]+\"|;)[\\s\\S]){{0,400}}?"
        + "[\\u4e00-\\u9fff][^\"]*。\"");

    [GeneratedRegex("\"((?:task|case|bulk|delegation|departure|clock|opinion|document|phrase|people)\\.[a-z.-]+)\"")]
    private static partial Regex Code();

    [GeneratedRegex(
        "^(document\\.(template|sample|issue|font|fill|character|too-long)|clock\\.(budget|ladder|warn)"
        + "|case\\.(json|number)|task\\.(agree-again|unassignable|comment)$)")]
    private static partial Regex Elsewhere();
}
