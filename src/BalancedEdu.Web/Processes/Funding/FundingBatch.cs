namespace BalancedEdu.Web.Processes.Funding;

/// <summary>The half of a year that a batch pays.</summary>
public enum FundingTerm
{
    /// <summary>春季: from 1 March.</summary>
    Spring,

    /// <summary>秋季: from 1 September, by the new year's headcount.</summary>
    Autumn,
}

/// <summary>A school of a batch.</summary>
/// <param name="Code">Ten digits.</param>
/// <param name="Name">As shown.</param>
/// <param name="Rural">Whether it lies in the country.</param>
/// <param name="Pupils">What it is paid for.</param>
public sealed record FundingSchool(string Code, string Name, bool Rural, Headcount Pupils);

/// <summary>What a school gets in a batch, in yuan.</summary>
/// <param name="School">The school.</param>
/// <param name="Annual">Of the year.</param>
/// <param name="Due">Of the term.</param>
/// <param name="Uplift">Of that, the uplift.</param>
/// <param name="Paid">What is paid now: less than due where money is short.</param>
public sealed record FundingLine(FundingSchool School, AnnualFunds Annual, decimal Due, decimal Uplift, decimal Paid);

/// <summary>A batch: one term, one district.</summary>
/// <param name="Lines">In the order of the schools.</param>
/// <param name="Shares">What each level bears of what is shared, in the order of the standard.</param>
/// <param name="Uplift">The uplift of all.</param>
/// <param name="Shortfall">What the county owes and misses.</param>
/// <param name="Standard">The version it was computed by.</param>
public sealed record FundingBatch(
    IReadOnlyList<FundingLine> Lines, IReadOnlyList<decimal> Shares, decimal Uplift, Shortfall Shortfall,
    PerPupilStandard Standard)
{
    /// <summary>The first day of a term; the version of the standard is that of this day.</summary>
    public static DateOnly TermStart(int year, FundingTerm term) => new(year, term == FundingTerm.Spring ? 3 : 9, 1);

    /// <summary>Computes a batch. The same inputs give the same cents.</summary>
    /// <exception cref="ArgumentException">A headcount is impossible.</exception>
    public static FundingBatch Compute(
        IReadOnlyList<FundingSchool> schools, FundingTerm term, PerPupilStandard standard, decimal countyPaid)
    {
        ArgumentNullException.ThrowIfNull(schools);
        ArgumentNullException.ThrowIfNull(standard);
        Func<decimal, decimal> half = term == FundingTerm.Spring ? PerPupilFunds.Spring : PerPupilFunds.Autumn;
        var annual = schools.Select(s => PerPupilFunds.Annual(s.Pupils, standard)).ToList();
        var due = annual.Select(a => half(a.Total)).ToList();
        var uplift = annual.Select(a => half(a.Uplift)).ToList();
        var shares = ShareSplit.Split(due.Sum() - uplift.Sum(), [.. standard.Shares.Select(s => s.Percent)]);
        var county = standard.Shares.Select((s, i) => s.Level == "county" ? shares[i] : 0).Sum()
            + (standard.UpliftBorneBy == "county" ? uplift.Sum() : 0);
        var shortfall = new Shortfall(county, countyPaid, due.Sum());
        var paid = PaymentOrder.Pay(
            [.. schools.Select((s, i) => new PaymentDemand(s.Code, ClassOf(s, annual[i]), due[i]))],
            due.Sum() - shortfall.Amount);
        var lines = schools.Select((s, i) => new FundingLine(s, annual[i], due[i], uplift[i], paid[i]));
        return new([.. lines], shares, uplift.Sum(), shortfall, standard);
    }

    private static PaymentClass ClassOf(FundingSchool school, AnnualFunds funds) =>
        school.Pupils.Special > 0 ? PaymentClass.Special
        : funds.TopUpPupils > 0 ? PaymentClass.Small
        : school.Pupils.Boarders > 0 ? PaymentClass.Boarding
        : school.Rural ? PaymentClass.Rural
        : PaymentClass.Other;
}
