namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>How long what failed waits before it is tried again.</summary>
public static class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Twice as long after each failure, up to an hour, less a part.</summary>
    /// <param name="failures">How often it has failed, from 1.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan After(int failures, double random)
    {
        var whole = First * Math.Pow(2, Math.Min(failures - 1, 10));
        return Spread(whole < Longest ? whole : Longest, random);
    }

    /// <summary>
    /// Half of a wait to all of it: what failed together must not come back together, and never later than is said.
    /// </summary>
    /// <param name="wait">The longest wait.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan Spread(TimeSpan wait, double random) => wait * ((1 + random) / 2);
}
