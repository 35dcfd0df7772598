using BalancedEdu.Web.Runtime.Assignment;

namespace BalancedEdu.Web.Runtime.Delegations;

/// <summary>Whether a new rule goes with those that there are. Pure.</summary>
internal static class DelegationCheck
{
    /// <summary>Why it doesn't, or null.</summary>
    /// <param name="rule">The new rule.</param>
    /// <param name="rules">Those that are not revoked.</param>
    /// <param name="nameOf">How people are called.</param>
    public static ActionRefusal? WhyNot(
        DelegationRule rule, IReadOnlyCollection<DelegationRule> rules, Func<string, string> nameOf)
    {
        foreach (var other in rules)
            if (other.Principal == rule.Principal && Together(rule, other) is not null)
                return DelegationRefusals.Overlap(other, nameOf(other.Delegate));
        var down = Longest(rule, [rule.Principal, rule.Delegate], rules, onwards: true);
        if (down is null)
            return DelegationRefusals.Cycle(nameOf(rule.Delegate));
        var up = Longest(rule, [rule.Delegate, rule.Principal], rules, onwards: false) ?? 0;
        return up + 1 + down > Deputies.ChainMax ? DelegationRefusals.ChainTooLong : null;
    }

    /// <summary>
    /// The most rules that follow behind the last person of a path, onwards to delegates or back to principals, within
    /// its period and processes; null when one leads back to the first.
    /// </summary>
    private static int? Longest(
        DelegationRule here, IReadOnlyList<string> path, IReadOnlyCollection<DelegationRule> rules, bool onwards)
    {
        var most = 0;
        foreach (var next in rules.Where(r => (onwards ? r.Principal : r.Delegate) == path[^1]))
        {
            if (Together(here, next) is not { } both)
                continue;
            var person = onwards ? next.Delegate : next.Principal;
            if (person == path[0])
                return null;
            if (path.Contains(person))
                continue;
            if (Longest(both, [.. path, person], rules, onwards) is not { } behind)
                return null;
            most = Math.Max(most, 1 + behind);
        }
        return most;
    }

    /// <summary>What both rules hold for at the same time, or null.</summary>
    private static DelegationRule? Together(DelegationRule one, DelegationRule other)
    {
        var from = one.From > other.From ? one.From : other.From;
        var to = one.To < other.To ? one.To : other.To;
        var processes = Deputies.Both(one.ProcessIds, other.ProcessIds);
        return from < to && processes is not { Count: 0 }
            ? one with { From = from, To = to, ProcessIds = processes }
            : null;
    }
}
