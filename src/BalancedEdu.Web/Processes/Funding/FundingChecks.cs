namespace BalancedEdu.Web.Processes.Funding;

/// <summary>Poor pupils by stage and boarding.</summary>
public sealed record AidCount(int PrimaryBoarders, int PrimaryDay, int JuniorBoarders, int JuniorDay);

/// <summary>Growth of funds in town and country, in percent with two places.</summary>
/// <param name="Rural">Of the townships' schools.</param>
/// <param name="Urban">Of the towns' schools.</param>
public sealed record FundsGrowth(decimal Rural, decimal Urban)
{
    /// <summary>乡镇学校经费投入增幅总体高于城区: whether that holds.</summary>
    public bool Passes => Rural > Urban;
}

/// <summary>Figures that are held against the rules beside the disbursement.</summary>
public static class FundingChecks
{
    /// <summary>Living allowances of a year, in yuan.</summary>
    public static decimal AnnualAid(AidCount pupils, AidStandard standard)
    {
        ArgumentNullException.ThrowIfNull(pupils);
        ArgumentNullException.ThrowIfNull(standard);
        var (primaryDay, juniorDay) =
            (standard.PrimaryBoarder * standard.DayPercent / 100, standard.JuniorBoarder * standard.DayPercent / 100);
        return Cents.Nearest(
            pupils.PrimaryBoarders * standard.PrimaryBoarder + pupils.PrimaryDay * primaryDay
            + pupils.JuniorBoarders * standard.JuniorBoarder + pupils.JuniorDay * juniorDay);
    }

    /// <summary>The least that must go into teachers' training, in yuan.</summary>
    public static decimal TrainingFloor(decimal funds, PerPupilStandard standard)
    {
        ArgumentNullException.ThrowIfNull(standard);
        return Cents.Nearest(funds * standard.TrainingFloorPercent / 100);
    }

    /// <summary>Growth from one year to the next.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year before is not above zero.</exception>
    public static FundsGrowth Growth(decimal ruralBefore, decimal ruralNow, decimal urbanBefore, decimal urbanNow)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ruralBefore);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(urbanBefore);
        return new(
            Cents.Nearest((ruralNow - ruralBefore) / ruralBefore * 100),
            Cents.Nearest((urbanNow - urbanBefore) / urbanBefore * 100));
    }
}
