namespace BalancedEdu.Web.Processes.Admissions;

/// <summary>择校: pupils of a public school from outside its area.</summary>
public static class SchoolChoice
{
    /// <summary>Whether they are more than the limit allows; compared exactly, a displayed percentage is not.</summary>
    /// <param name="enrolled">All pupils.</param>
    /// <param name="chosen">Those from outside.</param>
    /// <param name="limitPercent">5 by the policy of the city (择校生比例不得超过 5%).</param>
    public static bool Exceeds(int enrolled, int chosen, decimal limitPercent) =>
        chosen * 100m > enrolled * limitPercent;

    /// <summary>The share in percent, with two places, for display only.</summary>
    public static decimal Percent(int enrolled, int chosen) =>
        enrolled == 0 ? 0 : decimal.Round(chosen * 100m / enrolled, 2, MidpointRounding.AwayFromZero);
}
