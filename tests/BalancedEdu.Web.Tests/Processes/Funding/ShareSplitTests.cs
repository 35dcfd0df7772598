using BalancedEdu.Web.Processes.Funding;
using CsCheck;
using static BalancedEdu.Web.Tests.Processes.Funding.PerPupilFundsTests;

namespace BalancedEdu.Web.Tests.Processes.Funding;

/// <summary>The parts give the whole.</summary>
public sealed class ShareSplitTests
{
    [Theory]
    [InlineData("100000.01", "50 20 5 25", "50000.01 20000.00 5000.00 25000.00")]
    [InlineData("100000.00", "1 1 1", "33333.34 33333.33 33333.33")]
    [InlineData("333333.33", "50 20 5 25", "166666.66 66666.67 16666.67 83333.33")]
    [InlineData("0.01", "25 25 25 25", "0.01 0 0 0")]
    [InlineData("0", "50 20 5 25", "0 0 0 0")]
    public void Left_over_cents_go_to_the_largest_remainders_first_come_first(
        string amount, string weights, string parts) =>
        Assert.Equal(
            parts.Split(' ').Select(Yuan), ShareSplit.Split(Yuan(amount), [.. weights.Split(' ').Select(Yuan)]));

    [Fact]
    public void Whatever_is_split_adds_up_and_no_part_is_a_cent_away()
    {
        var cases = Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Int[0, 100].Array[1, 8]);
        cases.Where((_, weights) => weights.Sum() > 0).Sample((cents, weights) =>
        {
            var amount = cents / 100m;
            var parts = ShareSplit.Split(amount, [.. weights.Select(w => (decimal)w)]);
            return parts.Sum() == amount
                && parts.Zip(weights).All(x => Math.Abs(x.First - amount * x.Second / weights.Sum()) < 0.01m);
        });
    }

    [Theory]
    [InlineData("-1", "1 1")]
    [InlineData("0.001", "1 1")]
    [InlineData("1", "0 0")]
    [InlineData("1", "2 -1")]
    public void What_cannot_be_split_is_refused(string amount, string weights) =>
        Assert.Throws<ArgumentException>(() => ShareSplit.Split(Yuan(amount), [.. weights.Split(' ').Select(Yuan)]));
}
