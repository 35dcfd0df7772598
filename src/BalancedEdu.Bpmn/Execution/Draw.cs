namespace BalancedEdu.Bpmn.Execution;

/// <summary>
/// A draw by lot (抽取) that anybody can repeat: the pool and the seed say who is drawn, nothing else does. The pool is
/// sorted by character code and rid of repetitions; from it one is taken after the other, each by the next number of a
/// SplitMix64 sequence that begins with the seed, numbers that would favour the first of the pool left out.
/// </summary>
public static class Draw
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>Those who are drawn, in the order of the draw.</summary>
    /// <param name="pool">Who may be drawn, in any order.</param>
    /// <param name="seed">Where the sequence begins; drawn by the caller, and kept with the result.</param>
    /// <param name="count">How many, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">More are wanted than there are in the pool.</exception>
    public static IReadOnlyList<string> Members(IEnumerable<string> pool, ulong seed, int count)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var left = pool.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, left.Count);
        var members = new List<string>(count);
        var state = seed;
        while (members.Count < count)
        {
            var at = Below((ulong)left.Count, ref state);
            members.Add(left[at]);
            left.RemoveAt(at);
        }
        return members;
    }

    /// <summary>A number from 0 below a limit, each as likely as the others.</summary>
    private static int Below(ulong limit, ref ulong state)
    {
        var fair = ulong.MaxValue - (ulong.MaxValue % limit);
        ulong number;
        do
        {
            number = Next(ref state);
        }
        while (number >= fair);
        return (int)(number % limit);
    }

    private static ulong Next(ref ulong state)
    {
        unchecked
        {
            state += Step;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
