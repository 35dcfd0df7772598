namespace BalancedEdu.Web.Processes.Funding;

/// <summary>Who is paid first when the money does not reach: 特教, 小规模, 寄宿, 农村, 其他.</summary>
public enum PaymentClass
{
    /// <summary>特教.</summary>
    Special = 0,

    /// <summary>小规模.</summary>
    Small = 1,

    /// <summary>寄宿.</summary>
    Boarding = 2,

    /// <summary>农村.</summary>
    Rural = 3,

    /// <summary>其他.</summary>
    Other = 4,
}

/// <summary>What a school is to get in a batch.</summary>
/// <param name="SchoolCode">Ten digits.</param>
/// <param name="Class">Its place in the order.</param>
/// <param name="Amount">In yuan.</param>
public sealed record PaymentDemand(string SchoolCode, PaymentClass Class, decimal Amount);

/// <summary>Pays what there is, in order.</summary>
public static class PaymentOrder
{
    /// <summary>
    /// Gives each school its amount as long as the money lasts, by class and then by school code; the one where it runs
    /// out gets the rest, those behind it nothing.
    /// </summary>
    /// <returns>What each demand gets, in the order of the demands.</returns>
    public static IReadOnlyList<decimal> Pay(IReadOnlyList<PaymentDemand> demands, decimal available)
    {
        ArgumentNullException.ThrowIfNull(demands);
        var paid = new decimal[demands.Count];
        var order = Enumerable.Range(0, demands.Count)
            .OrderBy(i => demands[i].Class).ThenBy(i => demands[i].SchoolCode, StringComparer.Ordinal);
        foreach (var i in order)
        {
            paid[i] = Math.Clamp(available, 0, demands[i].Amount);
            available -= paid[i];
        }
        return paid;
    }
}
