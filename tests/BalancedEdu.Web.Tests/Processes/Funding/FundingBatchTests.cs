using BalancedEdu.Web.Processes.Funding;

namespace BalancedEdu.Web.Tests.Processes.Funding;

/// <summary>A batch of a term: shares, what the county misses, who is paid first.</summary>
public sealed class FundingBatchTests
{
    private static readonly PerPupilStandard Standard = PerPupilStandard.Shipped().On(new(2026, 3, 1));

    private static readonly FundingSchool[] Schools =
    [
        new("3299010001", "A", false, new(1236, 0, 0, 0, 0, 0)),
        new("3299010002", "B", false, new(0, 864, 0, 5, 0, 312)),
        new("3299010003", "C", true, new(37, 0, 2, 0, 0, 0)), new("3299010004", "D", false, new(0, 0, 0, 0, 46, 0)),
        new("3299010005", "E", false, new(1010, 530, 0, 0, 0, 120)),
    ];

    [Fact]
    public void A_spring_batch_pays_half_of_each_year()
    {
        var batch = FundingBatch.Compute(Schools, FundingTerm.Spring, Standard, 600_000);

        Assert.Equal([489_456m, 508_403m, 45_808m, 161_000m, 691_970m], batch.Lines.Select(l => l.Due));
        Assert.Equal(batch.Lines.Select(l => l.Due), batch.Lines.Select(l => l.Paid));
        Assert.Equal(149_667m, batch.Uplift);
        Assert.Equal([873_485.00m, 349_394.00m, 87_348.50m, 436_742.50m], batch.Shares);
        Assert.Equal((586_409.50m, 0m), (batch.Shortfall.Due, batch.Shortfall.Amount));
    }

    [Fact]
    public void What_the_county_misses_is_taken_from_the_last_in_order()
    {
        var batch = FundingBatch.Compute(Schools, FundingTerm.Spring, Standard, 86_409.50m);

        Assert.Equal(500_000m, batch.Shortfall.Amount);
        // D special, C small, B and E boarding, A other: A gets nothing and E the rest.
        Assert.Equal([0m, 508_403m, 45_808m, 161_000m, 681_426m], batch.Lines.Select(l => l.Paid));
        Assert.Equal(batch.Lines.Sum(l => l.Due) - 500_000m, batch.Lines.Sum(l => l.Paid));
    }

    [Fact]
    public void Spring_and_autumn_give_the_year()
    {
        var (spring, autumn) = (FundingBatch.Compute(Schools, FundingTerm.Spring, Standard, 0),
            FundingBatch.Compute(Schools, FundingTerm.Autumn, Standard, 0));

        Assert.Equal(3_793_274m, spring.Lines.Sum(l => l.Due) + autumn.Lines.Sum(l => l.Due));
    }

    [Fact]
    public void A_batch_without_schools_is_zero()
    {
        var batch = FundingBatch.Compute([], FundingTerm.Spring, Standard, 0);

        Assert.Equal((0m, 0m), (batch.Shares.Sum(), batch.Shortfall.Amount));
    }

    [Theory]
    [InlineData(FundingTerm.Spring, "2026-03-01")]
    [InlineData(FundingTerm.Autumn, "2026-09-01")]
    public void The_version_is_that_of_the_first_day_of_the_term(FundingTerm term, string day) => Assert.Equal(
        DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), FundingBatch.TermStart(2026, term));
}
