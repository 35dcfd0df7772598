using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Tests.Parsing;

public class NameTests
{
    private static readonly FeelEnvironment Host = new()
    {
        KnownNames = ["面积-实测", "date of birth", "收到 and 受理", "a.b"],
        HostFunctions = new Dictionary<string, Func<IReadOnlyList<FeelValue>, FeelValue>>
        {
            ["working days after"] = a => FeelValue.Of(a[0].AsDate()!.Value.AddDays((int)a[1].AsNumber()!.Value)),
            ["is working day"] = a => a[0].AsDate() is { } date
                ? FeelValue.Of(date.DayOfWeek != DayOfWeek.Sunday)
                : throw new ArgumentException("日期超出日历"),
        },
    };

    private static readonly Variables Values = new(
        ("面积-实测", FeelValue.Of(10m)),
        ("面积", FeelValue.Of(7m)),
        ("实测", FeelValue.Of(2m)),
        ("date of birth", FeelValue.Of(new DateOnly(2020, 9, 1))),
        ("收到 and 受理", FeelValue.Of(true)),
        ("a.b", FeelValue.Of(3m)),
        ("class 2 size", FeelValue.Of(50m)),
        ("🐎", FeelValue.Of("马")),
        ("LD03", FeelValue.Of(new FeelContext([new("outcome", FeelValue.Of("agree")), new("in", FeelValue.Of(1m))]))));

    [Theory]
    [InlineData("面积-实测 + 1", "11")]
    [InlineData("面积 - 实测", "10")]
    [InlineData("(面积) - 实测", "5")]
    [InlineData("date of birth < @\"2021-01-01\"", "true")]
    [InlineData("收到 and 受理", "true")]
    [InlineData("a.b * 2", "6")]
    [InlineData("class 2 size > 45", "true")]
    [InlineData("🐎", "马")]
    [InlineData("LD03.outcome = \"agree\"", "true")]
    [InlineData("LD03.in", "1")]
    [InlineData("working days after(@\"2026-11-24\", 3)", "2026-11-27")]
    [InlineData("if is working day(@\"2026-11-22\") then 1 else 2", "2")]
    [InlineData("date and time(\"2026-11-24T10:00:00\").hour", "10")]
    [InlineData("years and months duration(@\"2025-01-31\", @\"2026-03-01\")", "P1Y1M")]
    [InlineData("for date of birth in [1] return date of birth + 1", "[2]")]
    [InlineData("{a + b: 1}.a + b", "1")]
    [InlineData("{sum: 1, total: sum + 1}.total", "2")]
    [InlineData("{sum: 1, total: sum([1, 2])}.total", "null")]
    public void The_longest_known_name_wins_and_words_side_by_side_are_one(string text, string expected) =>
        Assert.Equal(expected, FeelExpression.Parse(text, Host).Evaluate(Values, Feel.Now).Value.ToString());

    [Fact]
    public void What_a_host_function_refuses_is_a_warning()
    {
        var result = FeelExpression.Parse("is working day(null)", Host).Evaluate(Values, Feel.Now);
        Assert.Equal(FeelValue.Null, result.Value);
        Assert.Equal(["is working day(null)：日期超出日历"], result.Warnings);
    }

    [Fact]
    public void Today_is_told_in_the_zone_of_the_environment()
    {
        var utc = new FeelEnvironment { TimeZone = "Etc/UTC" };
        Assert.Equal("2026-11-23", FeelExpression.Parse("today()", utc).Evaluate(Values, Feel.Now).Value.ToString());
        Assert.Throws<ArgumentException>(() => new FeelEnvironment { TimeZone = "Asia/Nowhere" });
    }
}
