namespace BalancedEdu.Web.Processes.Funding;

/// <summary>Splits an amount so that the parts give the whole to the cent, by the largest remainder.</summary>
public static class ShareSplit
{
    /// <summary>
    /// Each part is rounded down to the cent; the cents left over go one by one to the largest remainders, and where
    /// these are equal to the earlier part (中央, 省, 市, 县).
    /// </summary>
    /// <param name="amount">In yuan, whole cents, not below zero.</param>
    /// <param name="weights">Relative, not below zero, not all zero: percents or any others.</param>
    /// <exception cref="ArgumentException">The amount or the weights are not so.</exception>
    public static IReadOnlyList<decimal> Split(decimal amount, IReadOnlyList<decimal> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var whole = weights.Sum();
        if (amount < 0 || !Cents.IsWhole(amount))
            throw new ArgumentException($"Expected to split whole cents, but the amount is {amount}.", nameof(amount));
        if (whole <= 0 || weights.Any(w => w < 0))
            throw new ArgumentException(
                "Expected to split by weights, but they are negative or all 0.", nameof(weights));
        var cents = amount * 100;
        var parts = weights.Select(w => decimal.Floor(cents * w / whole)).ToArray();
        // Exact: the remainder is kept as cents times the whole of the weights, never divided.
        var byRemainder = Enumerable.Range(0, parts.Length)
            .OrderByDescending(i => cents * weights[i] - parts[i] * whole).ThenBy(i => i);
        foreach (var i in byRemainder.Take((int)(cents - parts.Sum())))
            parts[i]++;
        return [.. parts.Select(p => p / 100)];
    }
}
