using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>A delegation as it is kept in memory.</summary>
/// <param name="Principal">Whose tasks they are.</param>
/// <param name="Delegate">Who may act instead.</param>
/// <param name="From">From this instant on.</param>
/// <param name="To">Up to, but without, this instant.</param>
/// <param name="ProcessIds">Only of these processes; null: of all.</param>
public sealed record DelegationRule(
    string Principal, string Delegate, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string>? ProcessIds)
{
    /// <summary>Whether it is in force.</summary>
    public bool HoldsAt(DateTimeOffset now) => From <= now && now < To;
}

/// <summary>
/// Who may act in whose place (代理): directly, or through delegates of delegates, at most <see cref="ChainMax"/> steps;
/// what a chain is for is what each of its rules is for. Going round in circles leads nowhere.
/// </summary>
public sealed class Deputies
{
    /// <summary>The longest chain (approvals.md §1).</summary>
    public const int ChainMax = 3;

    private readonly ILookup<string, DelegationRule> _byDelegate;
    private readonly ILookup<string, DelegationRule> _byPrincipal;

    /// <summary>Takes the rules, none of them revoked.</summary>
    public Deputies(IReadOnlyCollection<DelegationRule> rules)
    {
        _byDelegate = rules.ToLookup(r => r.Delegate, StringComparer.Ordinal);
        _byPrincipal = rules.ToLookup(r => r.Principal, StringComparer.Ordinal);
    }

    /// <summary>In whose place a person may act now, and in which processes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>?> ActsFor(string userName, DateTimeOffset now)
    {
        var found = new Dictionary<string, IReadOnlyList<string>?>(StringComparer.Ordinal);
        Climb([userName], null, found, now);
        return found;
    }

    /// <summary>Who may act in the place of a person in a process now, in the order of their names.</summary>
    public IReadOnlyList<string> DelegatesOf(string userName, string processId, DateTimeOffset now)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var here = new List<string> { userName };
        for (var step = 1; step <= ChainMax && here.Count > 0; step++)
            here = [.. here.SelectMany(name => _byPrincipal[name])
                .Where(r => r.HoldsAt(now) && (r.ProcessIds is null || r.ProcessIds.Contains(processId))
                    && r.Delegate != userName && found.Add(r.Delegate))
                .Select(r => r.Delegate)];
        return [.. found];
    }

    /// <summary>What two rules of a chain are both for; null: all.</summary>
    public static IReadOnlyList<string>? Both(IReadOnlyList<string>? one, IReadOnlyList<string>? other) =>
        one is null ? other : other is null ? one : [.. one.Intersect(other)];

    private void Climb(
        IReadOnlyList<string> path, IReadOnlyList<string>? scope,
        Dictionary<string, IReadOnlyList<string>?> found, DateTimeOffset now)
    {
        foreach (var rule in _byDelegate[path[^1]].Where(r => r.HoldsAt(now) && !path.Contains(r.Principal)))
        {
            var inside = Both(scope, rule.ProcessIds);
            if (inside is { Count: 0 })
                continue;
            found[rule.Principal] = !found.TryGetValue(rule.Principal, out var before) ? inside
                : before is null || inside is null ? null
                : [.. before.Union(inside)];
            if (path.Count < ChainMax)
                Climb([.. path, rule.Principal], inside, found, now);
        }
    }
}
