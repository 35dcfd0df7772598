using BalancedEdu.Feel.Values;

namespace BalancedEdu.Feel.Tests.Parsing;

public class UnaryTestTests
{
    [Theory]
    [InlineData("-", "5", true)]
    [InlineData("5", "5", true)]
    [InlineData("< 5", "5", false)]
    [InlineData("<= 5", "5", true)]
    [InlineData("= 5", "5", true)]
    [InlineData("!= 5", "5", false)]
    [InlineData("1, 3, 5", "5", true)]
    [InlineData("[45..55]", "55", true)]
    [InlineData("(55..65]", "55", false)]
    [InlineData("[1, 5]", "5", true)]
    [InlineData("not(1, 2)", "5", true)]
    [InlineData("not(< 6)", "5", false)]
    [InlineData("not(false) and ? > 4", "5", true)]
    [InlineData("? > 4 and ? < 6", "5", true)]
    [InlineData("? + 1", "5", false)]
    [InlineData("odd(?)", "5", true)]
    [InlineData("limit", "5", true)]
    [InlineData("> limit", "6", true)]
    [InlineData("\"agree\"", "\"agree\"", true)]
    [InlineData("contains(?, \"小学\")", "\"第一小学\"", true)]
    [InlineData("true", "false", false)]
    [InlineData("null", "null", true)]
    [InlineData("date(\"2026-01-01\")", "@\"2026-01-01\"", true)]
    [InlineData("[1, 2]", "[1, 2]", true)]
    public void An_input_matches(string tests, string input, bool expected)
    {
        var parsed = FeelExpression.ParseUnaryTests(tests, FeelEnvironment.Default);
        var value = Feel.Run(input).Value;
        var scope = new Variables(("limit", FeelValue.Of(5m)), ("?", value));
        Assert.Equal(FeelValue.Of(expected), parsed.Test(value, scope, Feel.Now).Value);
        Assert.Equal(FeelValue.Of(expected), parsed.Evaluate(scope, Feel.Now).Value);
    }

    [Theory]
    [InlineData("< 5", "null")]
    [InlineData("< 5", "\"a\"")]
    [InlineData("[1..2]", "null")]
    [InlineData("? > 4", "null")]
    public void A_test_that_cannot_be_decided_is_null_with_a_warning(string tests, string input)
    {
        var result = FeelExpression.ParseUnaryTests(tests, FeelEnvironment.Default).Test(Feel.Run(input).Value,
            new Variables(), Feel.Now);
        Assert.Equal(FeelValue.Null, result.Value);
        Assert.NotEmpty(result.Warnings);
    }
}
