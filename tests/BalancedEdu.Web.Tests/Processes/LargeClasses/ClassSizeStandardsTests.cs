using System.Text;
using BalancedEdu.Web.Processes.LargeClasses;
using Xunit;

namespace BalancedEdu.Web.Tests.Processes.LargeClasses;

public sealed class ClassSizeStandardsTests
{
    private static readonly string Shipped =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, ClassSizeStandards.FileName));

    private static readonly ClassSizeStandard Standard = ClassSizeStandards.LoadShipped().On(new(2026, 9, 10));

    [Theory]
    [InlineData(1, 45, Severity.S0)]
    [InlineData(1, 46, Severity.S1)]
    [InlineData(6, 55, Severity.S1)]
    [InlineData(6, 56, Severity.S2)]
    [InlineData(3, 65, Severity.S2)]
    [InlineData(3, 66, Severity.S3)]
    [InlineData(7, 50, Severity.S0)]
    [InlineData(7, 51, Severity.S1)]
    [InlineData(9, 55, Severity.S1)]
    [InlineData(9, 56, Severity.S2)]
    [InlineData(8, 66, Severity.S3)]
    public void Severity_follows_the_thresholds_of_the_stage(int grade, int enrolled, Severity expected) =>
        Assert.Equal(expected, Standard.SeverityOf(grade, enrolled));

    [Theory]
    [InlineData(Severity.S1, "none", null, "200WD")]
    [InlineData(Severity.S2, "transfer-freeze", null, "90WD")]
    [InlineData(Severity.S3, "transfer-freeze", "20WD", "60WD")]
    public void Each_severity_has_its_measure_and_its_time(Severity severity, string restriction, string? interim,
        string final)
    {
        var rule = Standard.RectificationOf(severity)!;
        Assert.Equal((restriction, interim, final), (rule.Restriction, rule.Interim, rule.Final));
    }

    [Theory]
    [InlineData("小学", 2011, 50.0, 2000)]
    [InlineData("小学", 2010, 0.0, 2400)]
    [InlineData("小学", 2020, 50.01, 2400)]
    [InlineData("九年一贯制", 2015, 0.0, 2500)]
    [InlineData("九年制", 1990, 0.0, 3000)]
    public void Older_schools_and_schools_of_migrants_may_be_larger(string kind, int founded, double migrants,
        int max) =>
        Assert.Equal(max, Standard.MaxPupils(kind, founded, (decimal)migrants));

    [Fact]
    public void A_school_of_unknown_age_is_not_relaxed() => Assert.Equal(2000, Standard.MaxPupils("初中", null, 0));

    // domain.md §4.5: six new classes of 45; two classes of 58 and 50.
    [Theory]
    [InlineData(Severity.S2, 0, 252)]
    [InlineData(Severity.S3, 0, 226)]
    [InlineData(Severity.S1, 20, 252)]
    [InlineData(Severity.S1, 21, 226)]
    public void The_plan_cap_takes_the_surplus_from_the_new_places(Severity worst, int overdue, int expected) =>
        Assert.Equal(expected, PlanCap.Of(Standard.PlanCap, (6, 45), [(58, 45), (50, 45), (40, 45)], worst, overdue));

    [Fact]
    public void The_plan_cap_is_never_below_zero() =>
        Assert.Equal(0, PlanCap.Of(Standard.PlanCap, (1, 45), [(100, 45)], Severity.S3, 30));

    [Fact]
    public void The_version_of_the_day_applies()
    {
        var later = "{" + Shipped[Shipped.IndexOf("\"effectiveFrom\"", StringComparison.Ordinal)
            ..Shipped.LastIndexOf(']')]
            .Replace("2016-07-02", "2027-09-01", StringComparison.Ordinal)
            .Replace("\"standard\": 45", "\"standard\": 40", StringComparison.Ordinal);
        var standards = Load(Shipped[..Shipped.LastIndexOf(']')] + "," + later + "]}");
        Assert.Equal(45, standards.On(new(2027, 8, 31)).StageOf(1)!.Standard);
        Assert.Equal(40, standards.On(new(2027, 9, 1)).StageOf(1)!.Standard);
        Assert.Throws<InvalidOperationException>(() => standards.On(new(2016, 7, 1)));
    }

    [Theory]
    [InlineData("\"largeFrom\": 56, \"extraLargeFrom\": 66", "\"largeFrom\": 66, \"extraLargeFrom\": 56", "not rising")]
    [InlineData("\"factor\": 0.9", "\"factor\": 1.9", "planCap.factor")]
    [InlineData("\"severity\": \"S2\", \"name\"", "\"severity\": \"S3\", \"name\"", "rectification of S2")]
    [InlineData("\"firstGrade\": 7, \"lastGrade\": 9, \"standard\"",
        "\"firstGrade\": 6, \"lastGrade\": 9, \"standard\"", "overlap")]
    [InlineData("\"maxPupils\": 2500", "\"maxPupils\": 3500", "not rising")]
    [InlineData("\"min\": 1,", "\"min\": 200,", "enrolled")]
    [InlineData("\"source\":", "\"sourec\":", "sourec")]
    [InlineData("\"lastGrade\": 9, \"maxPupils\": 2000", "\"lastGrade\": 12, \"maxPupils\": 2000",
        "grades of no stage")]
    [InlineData("\"versions\": [", "\"versions\": [[", "JSON")]
    public void A_file_that_contradicts_itself_is_refused_and_the_fact_is_named(string old, string replacement,
        string fact)
    {
        Assert.Contains(old, Shipped, StringComparison.Ordinal);
        var at = Shipped.IndexOf(old, StringComparison.Ordinal);
        var error = Assert.Throws<InvalidDataException>(() => Load(Shipped[..at] + replacement + Shipped[(at
            + old.Length)..]));
        Assert.Contains(fact, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static ClassSizeStandards Load(string json) =>
        ClassSizeStandards.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
