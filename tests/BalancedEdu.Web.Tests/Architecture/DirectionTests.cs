using System.Reflection;
using System.Text.RegularExpressions;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel;

namespace BalancedEdu.Web.Tests.Architecture;

/// <summary>Who may use whom. Each rule is an allowlist, so that a new place has to be argued for here.</summary>
public partial class DirectionTests
{
    private const string Web = "src/BalancedEdu.Web";

    [Fact]
    public void Feel_uses_the_base_library_only() => Assert.All(
        References(typeof(FeelExpression).Assembly),
        r => Assert.StartsWith("System.", r, StringComparison.Ordinal));

    [Fact]
    public void Bpmn_uses_Feel_and_the_base_library_only() => Assert.All(
        References(typeof(ProcessEngine).Assembly),
        r => Assert.True(r == "BalancedEdu.Feel" || r.StartsWith("System.", StringComparison.Ordinal), r));

    [Fact]
    public void A_feature_never_uses_another_feature()
    {
        var offences =
            from file in SourceTree.Files($"{Web}/Features", ".cs", ".cshtml")
            where file.Count(c => c == '/') > 3
            let own = file.Split('/')[3]
            from Match match in FeatureName().Matches(SourceTree.Read(file))
            let used = match.Groups[1].Value
            where used != own && used != "Shared" && own != "Shared"
            select $"{file} uses Features/{used}";
        Assert.Empty(offences);
    }

    [Theory]
    [InlineData(@"\bProcessEngine\.Step\b", "Runtime/")]
    [InlineData(@"\bHangfire\b", "Runtime/Jobs/", "Program.cs")]
    [InlineData(@"\b(MailKit|MimeKit)\b", "Mail/")]
    [InlineData(@"\b(using Npgsql|using Microsoft\.Data\.Sqlite)\b", "Data/", "Runtime/Transition")]
    [InlineData(@"\bFluid\b", "Mail/", "Documents/")]
    [InlineData(@"\b(PdfSharp|QRCoder)\b", "Documents/")]
    [InlineData(@"\busing OpenTelemetry\b", "Infrastructure/Observability/")]
    [InlineData(@"\bMiniExcelLibs\b", "Processes/", "Features/Imports/", "Features/Ledgers/")]
    public void Is_used_only_where_it_belongs(string pattern, params string[] places) => Assert.Empty(
        SourceTree.Files(Web, ".cs", ".cshtml")
            .Where(f => !places.Any(p => f.StartsWith($"{Web}/{p}", StringComparison.Ordinal)))
            .Where(f => Regex.IsMatch(WithoutComments(SourceTree.Read(f)), pattern)));

    [Fact]
    public void A_page_never_sees_the_database() => Assert.Empty(
        SourceTree.Files($"{Web}/Features", ".cshtml")
            .Where(f => SourceTree.Read(f).Contains("BalancedEduDb", StringComparison.Ordinal)));

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n != "netstandard");

    private static string WithoutComments(string source) => Comment().Replace(source, "");

    [GeneratedRegex(@"BalancedEdu\.Web\.Features\.(\w+)")]
    private static partial Regex FeatureName();

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();
}
