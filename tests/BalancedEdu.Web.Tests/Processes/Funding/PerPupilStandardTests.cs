using System.Text;
using BalancedEdu.Web.Processes;
using BalancedEdu.Web.Processes.Funding;

namespace BalancedEdu.Web.Tests.Processes.Funding;

/// <summary>Which quotas hold when, and what the data may not say.</summary>
public sealed class PerPupilStandardTests
{
    private const string Version =
        """
        {
          "effectiveFrom": "2023-03-01", "source": "x", "primary": 720, "junior": 940, "boarder": 300,
          "specialNeeds": 7000, "smallSchoolUpTo": 100, "upliftPercent": 10, "upliftOn": ["base"],
          "shares": [{ "level": "central", "name": "中央", "percent": 60 },
                     { "level": "county", "name": "县", "percent": 40 }],
          "upliftBorneBy": "county", "aid": { "primaryBoarder": 1250, "juniorBoarder": 1500, "dayPercent": 50 },
          "trainingFloorPercent": 5
        }
        """;

    [Theory]
    [InlineData("2016-03-01", 650)]
    [InlineData("2023-02-28", 650)]
    [InlineData("2023-03-01", 720)]
    [InlineData("2026-09-01", 720)]
    public void The_last_version_that_started_holds(string day, int primary) => Assert.Equal(
        primary, PerPupilStandard.Shipped().On(DateOnly.ParseExact(day, "yyyy-MM-dd")).Primary);

    [Fact]
    public void A_day_before_all_versions_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => PerPupilStandard.Shipped().On(new(2015, 12, 31)));

    [Fact]
    public void A_right_version_is_read() => Assert.Equal(940, Read($"[{Version}]").On(new(2024, 1, 1)).Junior);

    [Theory]
    [InlineData("\"percent\": 40", "\"percent\": 41", "101 percent")]
    [InlineData("\"percent\": 40", "\"percent\": -40", "20 percent")]
    [InlineData("\"primary\": 720", "\"primary\": 0", "quota")]
    [InlineData("\"upliftBorneBy\": \"county\"", "\"upliftBorneBy\": \"city\"", "city")]
    [InlineData("[\"base\"]", "[\"all\"]", "all")]
    [InlineData("\"source\": \"x\"", "\"source\": \" \"", "source")]
    [InlineData("\"primary\": 720", "\"primery\": 720", "primery")]
    [InlineData("\"primary\": 720,", "", "primary")]
    public void Data_that_contradicts_itself_is_refused(string right, string wrong, string reason)
    {
        var json = $"[{Version.Replace(right, wrong, StringComparison.Ordinal)}]";

        var refused = Assert.Throws<InvalidDataException>(() => Read(json));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("null")]
    public void Data_without_versions_is_refused(string json) => Assert.Throws<InvalidDataException>(() => Read(json));

    [Fact]
    public void Two_versions_of_one_day_are_refused() =>
        Assert.Throws<InvalidDataException>(() => Read($"[{Version}, {Version}]"));

    private static DatedRules<PerPupilStandard> Read(string json) => DatedRulesFile.Read<PerPupilStandard>(
        new MemoryStream(Encoding.UTF8.GetBytes(json)), "test", PerPupilStandard.Contradiction);
}
