namespace BalancedEdu.Web.Processes.Funding;

/// <summary>What a county owes and what is missing, in yuan.</summary>
/// <param name="Due">应担: its share and, where it bears that, the uplift.</param>
/// <param name="Paid">实拨.</param>
/// <param name="Total">All funds of the batch.</param>
public sealed record Shortfall(decimal Due, decimal Paid, decimal Total)
{
    /// <summary>What is missing; never below zero.</summary>
    public decimal Amount => Math.Max(0, Due - Paid);

    /// <summary>缺口率: missing of due, in percent with two places.</summary>
    public decimal Rate => Due == 0 ? 0 : Cents.Nearest(Amount / Due * 100);

    /// <summary>总到位率: arrived of all funds, in percent with two places.</summary>
    public decimal ArrivalRate => Total == 0 ? 100 : Cents.Nearest((Total - Amount) / Total * 100);
}
