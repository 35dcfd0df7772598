namespace BalancedEdu.Web.Processes.Funding;

/// <summary>What a school gets in a year, in yuan, exact to the cent (分).</summary>
/// <param name="TopUpPupils">Pupils a small school is credited beyond those it has.</param>
/// <param name="Base">基准定额 × 人数.</param>
/// <param name="Sen">特教与随班就读.</param>
/// <param name="Board">寄宿.</param>
/// <param name="Uplift">加码.</param>
public sealed record AnnualFunds(int TopUpPupils, decimal Base, decimal Sen, decimal Board, decimal Uplift)
{
    /// <summary>年额.</summary>
    public decimal Total => Base + Sen + Board + Uplift;

    /// <summary>What the levels of government share: all but the uplift.</summary>
    public decimal Shared => Base + Sen + Board;
}

/// <summary>The arithmetic of per-pupil funds. Amounts are decimals of yuan; nothing is a binary fraction.</summary>
public static class PerPupilFunds
{
    /// <summary>The funds of a year. The top-up goes to the primary stage where a small school has both.</summary>
    /// <exception cref="ArgumentException">The headcount is impossible.</exception>
    public static AnnualFunds Annual(Headcount pupils, PerPupilStandard standard)
    {
        ArgumentNullException.ThrowIfNull(pupils);
        ArgumentNullException.ThrowIfNull(standard);
        if (pupils.Contradiction() is { } wrong)
            throw new ArgumentException(wrong, nameof(pupils));
        var ordinary = pupils.Primary + pupils.Junior;
        var topUp = ordinary > 0 && ordinary < standard.SmallSchoolUpTo ? standard.SmallSchoolUpTo - ordinary : 0;
        var (topUpPrimary, topUpJunior) = pupils.Primary > 0 ? (topUp, 0) : (0, topUp);
        var basis = (pupils.Primary - pupils.SenPrimary + topUpPrimary) * standard.Primary
            + (pupils.Junior - pupils.SenJunior + topUpJunior) * standard.Junior;
        var sen = (pupils.SenPrimary + pupils.SenJunior + pupils.Special) * standard.SpecialNeeds;
        var board = pupils.Boarders * standard.Boarder;
        return new(topUp, basis, sen, board, UpliftOf(standard, basis, sen, board));
    }

    /// <summary>What spring pays: half of the year, rounded down to the cent.</summary>
    public static decimal Spring(decimal annual) => Cents.Down(annual / 2);

    /// <summary>
    /// What autumn pays: the year by the new year's headcount less that year's half; the odd cent falls here. The
    /// spring that was paid is not touched: more is added, less is not taken back from it.
    /// </summary>
    public static decimal Autumn(decimal annual) => annual - Spring(annual);

    private static decimal UpliftOf(PerPupilStandard standard, decimal basis, decimal sen, decimal board)
    {
        var on = (standard.UpliftOn.Contains("base") ? basis : 0)
            + (standard.UpliftOn.Contains("sen") ? sen : 0)
            + (standard.UpliftOn.Contains("board") ? board : 0);
        return Cents.Nearest(on * standard.UpliftPercent / 100);
    }
}
