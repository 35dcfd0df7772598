using System.Globalization;
using BalancedEdu.Web.Processes.Turnkey;

namespace BalancedEdu.Web.Tests.Processes.Turnkey;

/// <summary>The 50 % rule at its edges.</summary>
public sealed class CompletionRatioTests
{
    private static readonly RatioRule Rule = RatioRule.Shipped().On(new(2026, 9, 1));

    [Theory]
    [InlineData("74559.99", RatioState.Free, "39.99%", "18640.01")]
    [InlineData("74560.00", RatioState.Warning, "40.00%", "18640.00")]
    [InlineData("93199.99", RatioState.Warning, "49.99%", "0.01")]
    [InlineData("93200.00", RatioState.Hold, "50.00%", "0")]
    [InlineData("186400.00", RatioState.Hold, "100.00%", "0")]
    [InlineData("0", RatioState.Free, "0.00%", "93200.00")]
    public void The_lines_are_met_by_the_raw_areas(string done, RatioState state, string shown, string gap)
    {
        var ratio = new CompletionRatio(186_400.00m, Square(done));

        Assert.Equal(state, ratio.StateBy(Rule, schoolAccepted: false));
        Assert.Equal(shown, ratio.Shown);
        Assert.Equal(Square(gap), ratio.GapTo(Rule));
    }

    [Fact]
    public void An_accepted_school_frees_the_permits() => Assert.Equal(
        RatioState.Free, new CompletionRatio(186_400, 150_000).StateBy(Rule, schoolAccepted: true));

    private static decimal Square(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
