using BalancedEdu.Web.Processes.Funding;

namespace BalancedEdu.Web.Tests.Processes.Funding;

/// <summary>Figures beside the disbursement, and who is paid first.</summary>
public sealed class FundingChecksTests
{
    private static readonly PerPupilStandard Standard = PerPupilStandard.Shipped().On(new(2026, 3, 1));

    [Fact]
    public void Allowances_count_boarders_in_full_and_day_pupils_by_half()
    {
        var year = FundingChecks.AnnualAid(new(23, 41, 17, 29), Standard.Aid);

        Assert.Equal(101_625m, year);
        Assert.Equal(50_812.50m, PerPupilFunds.Spring(year));
    }

    [Fact]
    public void Training_takes_five_percent() =>
        Assert.Equal(50_840.30m, FundingChecks.TrainingFloor(1_016_806, Standard));

    [Theory]
    [InlineData(5200, 5590, 8800, 9328, 7.50, 6.00, true)]
    [InlineData(10000, 10420, 10000, 10510, 4.20, 5.10, false)]
    public void Country_must_grow_faster_than_town(
        int ruralBefore, int ruralNow, int urbanBefore, int urbanNow, double rural, double urban, bool passes)
    {
        var growth = FundingChecks.Growth(ruralBefore, ruralNow, urbanBefore, urbanNow);

        Assert.Equal(new FundsGrowth((decimal)rural, (decimal)urban), growth);
        Assert.Equal(passes, growth.Passes);
    }

    [Fact]
    public void Special_small_boarding_and_rural_schools_are_paid_first()
    {
        PaymentDemand[] demands =
        [
            new("3299010002", PaymentClass.Other, 500), new("3299010003", PaymentClass.Rural, 400),
            new("3299010004", PaymentClass.Special, 300), new("3299010001", PaymentClass.Rural, 200),
        ];

        Assert.Equal([0m, 300m, 300m, 200m], PaymentOrder.Pay(demands, 800));
        Assert.Equal([500m, 400m, 300m, 200m], PaymentOrder.Pay(demands, 1400));
        Assert.Equal([0m, 0m, 0m, 0m], PaymentOrder.Pay(demands, -5));
    }

    [Fact]
    public void Nothing_is_short_when_more_was_paid_than_due()
    {
        var shortfall = new Shortfall(10, 12, 50);

        Assert.Equal((0m, 0m, 100m), (shortfall.Amount, shortfall.Rate, shortfall.ArrivalRate));
    }
}
