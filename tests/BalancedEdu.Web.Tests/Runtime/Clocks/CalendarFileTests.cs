using System.Text;
using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

public class CalendarFileTests
{
    [Theory]
    [InlineData("{", "calendar.not-json")]
    [InlineData("[]", "calendar.not-years")]
    [InlineData("{}", "calendar.empty")]
    [InlineData("""{"27":{}}""", "calendar.year")]
    [InlineData("""{"2027":[]}""", "calendar.not-years")]
    [InlineData("""{"2027":{}}""", "calendar.missing")]
    [InlineData("""{"2027":{"status":"maybe"}}""", "calendar.status")]
    [InlineData("""{"2027":{"status":"official","source":[]}}""", "calendar.no-source")]
    [InlineData("""{"2027":{"status":"official","source":[" "]}}""", "calendar.no-source")]
    [InlineData("""{"2027":{"status":"official","source":["x"]}}""", "calendar.missing")]
    [InlineData("""{"2027":{"status":"official","source":["x"],"holidays":[],"workdays":[]},"2027":{}}""",
        "calendar.year-twice")]
    public void A_calendar_file_with_an_error_is_refused_as_a_whole(string json, string code)
    {
        Assert.Null(CalendarFile.TryRead(Encoding.UTF8.GetBytes(json), out var refusal));
        Assert.Equal(code, refusal!.Code);
        Assert.Contains("未导入", refusal.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[1]""", "[]", "calendar.day")]
    [InlineData("""[{"name":"a"}]""", "[]", "calendar.missing")]
    [InlineData("""[{"date":"2027-02-01"}]""", "[]", "calendar.missing")]
    [InlineData("""[{"date":"2027-2-1","name":"a"}]""", "[]", "calendar.date")]
    [InlineData("""[{"date":"2027-02-30","name":"a"}]""", "[]", "calendar.date")]
    [InlineData("""[{"date":"2026-02-01","name":"a"}]""", "[]", "calendar.date-elsewhere")]
    [InlineData("""[{"date":"2027-02-01","name":"a"},{"date":"2027-02-01","name":"a"}]""", "[]", "calendar.day-twice")]
    [InlineData("""[{"date":"2027-02-06","name":"a"}]""", """[{"date":"2027-02-06","name":"b"}]""",
        "calendar.day-twice")]
    [InlineData("[]", """[{"date":"2027-02-05","name":"a"}]""", "calendar.workday-not-weekend")]
    [InlineData("{}", "[]", "calendar.missing")]
    public void A_year_with_an_error_is_refused(string holidays, string workdays, string code)
    {
        var json = $$$"""
            {"2027":{"status":"official","source":["x"],"holidays":{{{holidays}}},"workdays":{{{workdays}}} } }
            """;
        Assert.Null(CalendarFile.TryRead(Encoding.UTF8.GetBytes(json), out var refusal));
        Assert.Equal(code, refusal!.Code);
    }

    [Fact]
    public void The_shipped_calendar_names_its_sources_and_knows_what_is_official()
    {
        var years = WorkingDayCalendar.Shipped.Years;
        Assert.Equal([2023, 2024, 2025, 2026, 2027], years.Select(y => y.Year));
        Assert.All(years.Take(4), y => Assert.Equal(CalendarYearStatus.Official, y.Status));
        Assert.Equal(CalendarYearStatus.Provisional, years[4].Status);
        Assert.All(years, y => Assert.NotEmpty(y.Sources));
    }
}
