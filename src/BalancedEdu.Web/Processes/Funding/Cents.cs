namespace BalancedEdu.Web.Processes.Funding;

/// <summary>Rounding of yuan to cents (分).</summary>
public static class Cents
{
    /// <summary>Down, towards zero.</summary>
    public static decimal Down(decimal yuan) => decimal.Truncate(yuan * 100) / 100;

    /// <summary>To the nearest, halves away from zero (四舍五入).</summary>
    public static decimal Nearest(decimal yuan) => decimal.Round(yuan, 2, MidpointRounding.AwayFromZero);

    /// <summary>Whether an amount has no more than two places.</summary>
    public static bool IsWhole(decimal yuan) => yuan * 100 == decimal.Truncate(yuan * 100);
}
