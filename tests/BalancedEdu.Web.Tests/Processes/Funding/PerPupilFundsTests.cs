using BalancedEdu.Web.Processes.Funding;

namespace BalancedEdu.Web.Tests.Processes.Funding;

/// <summary>The worked examples of the funding rules, to the cent.</summary>
public sealed class PerPupilFundsTests
{
    private static readonly PerPupilStandard Standard = PerPupilStandard.Shipped().On(new(2026, 3, 1));

    [Theory]
    [InlineData("A 小学", 1236, 0, 0, 0, 0, 0, 889_920, 0, 0, 88_992, 978_912, 489_456)]
    [InlineData("B 初中", 0, 864, 0, 5, 0, 312, 807_460, 35_000, 93_600, 80_746, 1_016_806, 508_403)]
    [InlineData("C 教学点", 37, 0, 2, 0, 0, 0, 70_560, 14_000, 0, 7_056, 91_616, 45_808)]
    [InlineData("C′ 教学点", 37, 0, 0, 0, 0, 0, 72_000, 0, 0, 7_200, 79_200, 39_600)]
    [InlineData("D 特教", 0, 0, 0, 0, 46, 0, 0, 322_000, 0, 0, 322_000, 161_000)]
    [InlineData("E 九年制", 1010, 530, 0, 0, 0, 120, 1_225_400, 0, 36_000, 122_540, 1_383_940, 691_970)]
    public void A_year_is_base_special_boarding_and_uplift(
        string school, int primary, int junior, int senPrimary, int senJunior, int special, int boarders,
        int basis, int sen, int board, int uplift, int total, int spring)
    {
        var funds = PerPupilFunds.Annual(new(primary, junior, senPrimary, senJunior, special, boarders), Standard);

        Assert.Equal((school, basis, sen, board, uplift), (school, funds.Base, funds.Sen, funds.Board, funds.Uplift));
        Assert.Equal(total, funds.Total);
        Assert.Equal(spring, PerPupilFunds.Spring(funds.Total));
    }

    [Fact]
    public void A_batch_adds_up_and_is_shared_to_the_cent()
    {
        var schools = new Headcount[]
        {
            new(1236, 0, 0, 0, 0, 0), new(0, 864, 0, 5, 0, 312), new(37, 0, 2, 0, 0, 0), new(0, 0, 0, 0, 46, 0),
            new(1010, 530, 0, 0, 0, 120),
        };
        var funds = schools.Select(s => PerPupilFunds.Annual(s, Standard)).ToList();
        var (total, uplift, shared) = (funds.Sum(f => f.Total), funds.Sum(f => f.Uplift), funds.Sum(f => f.Shared));

        Assert.Equal((3_793_274m, 299_334m, 3_493_940m), (total, uplift, shared));

        var shares = ShareSplit.Split(shared, [.. Standard.Shares.Select(s => s.Percent)]);
        Assert.Equal([1_746_970.00m, 698_788.00m, 174_697.00m, 873_485.00m], shares);

        var shortfall = new Shortfall(shares[3] + uplift, 1_000_000, total);
        Assert.Equal(1_172_819m, shortfall.Due);
        Assert.Equal(172_819.00m, shortfall.Amount);
        Assert.Equal(14.74m, shortfall.Rate);
        Assert.Equal(95.44m, shortfall.ArrivalRate);
    }

    [Fact]
    public void Autumn_counts_anew_and_leaves_spring_as_it_was_paid()
    {
        var before = PerPupilFunds.Annual(new(1236, 0, 0, 0, 0, 0), Standard).Total;
        var after = PerPupilFunds.Annual(new(1251, 0, 0, 0, 0, 0), Standard).Total;

        Assert.Equal(495_396m, PerPupilFunds.Autumn(after));
        Assert.Equal(984_852m, PerPupilFunds.Spring(before) + PerPupilFunds.Autumn(after));
    }

    [Theory]
    [InlineData("100.01", "50.00", "50.01")]
    [InlineData("0.01", "0.00", "0.01")]
    [InlineData("978912", "489456", "489456")]
    public void The_odd_cent_of_a_year_falls_into_autumn(string annual, string spring, string autumn)
    {
        Assert.Equal(Yuan(spring), PerPupilFunds.Spring(Yuan(annual)));
        Assert.Equal(Yuan(autumn), PerPupilFunds.Autumn(Yuan(annual)));
    }

    [Fact]
    public void Other_quotas_give_other_funds()
    {
        var old = Standard with { Primary = 700, Junior = 1000 };

        Assert.Equal(951_720m, PerPupilFunds.Annual(new(1236, 0, 0, 0, 0, 0), old).Total);
        Assert.Equal(950_400m, PerPupilFunds.Annual(new(0, 864, 0, 0, 0, 0), old).Total);
    }

    [Fact]
    public void An_uplift_may_be_put_on_boarding_and_special_needs_too()
    {
        var wide = Standard with { UpliftOn = ["base", "board", "sen"] };

        Assert.Equal(93_606m, PerPupilFunds.Annual(new(0, 864, 0, 5, 0, 312), wide).Uplift);
    }

    [Theory]
    [InlineData(-1, 0, 0, 0, 0, 0, "人数应在")]
    [InlineData(5001, 0, 0, 0, 0, 0, "人数应在")]
    [InlineData(10, 0, 11, 0, 0, 0, "随班就读")]
    [InlineData(10, 0, 0, 0, 5, 0, "分校填报")]
    [InlineData(10, 5, 0, 0, 0, 16, "寄宿生")]
    public void An_impossible_headcount_is_refused(
        int primary, int junior, int senPrimary, int senJunior, int special, int boarders, string reason)
    {
        var wrong = Assert.Throws<ArgumentException>(
            () => PerPupilFunds.Annual(new(primary, junior, senPrimary, senJunior, special, boarders), Standard));
        Assert.Contains(reason, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_school_is_not_topped_up() =>
        Assert.Equal(0, PerPupilFunds.Annual(new(0, 0, 0, 0, 0, 0), Standard).Total);

    internal static decimal Yuan(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
