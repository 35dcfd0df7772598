using System.Collections.Frozen;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Notifications;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>A person who can be given work or told of it.</summary>
/// <param name="UserName">The account.</param>
/// <param name="DisplayName">The name.</param>
public sealed record Person(string UserName, string DisplayName);

/// <summary>A person holds a post, perhaps only for one district or one school.</summary>
/// <param name="Holder">Who.</param>
/// <param name="DistrictCode">The district, or null.</param>
/// <param name="SchoolCode">The school, or null.</param>
public readonly record struct StaffHolding(Person Holder, string? DistrictCode, string? SchoolCode);

/// <summary>
/// All enabled accounts, the posts and who holds them, as they stood at one stamp. Disabled accounts are never found.
/// </summary>
public sealed class Staff
{
    private readonly FrozenDictionary<string, Person> _people;
    private readonly FrozenDictionary<string, StaffHolding[]> _holdings;
    private readonly FrozenDictionary<string, string> _units;
    private readonly ILookup<string, Person> _names;

    /// <summary>Takes what was read.</summary>
    /// <param name="stamp">The stamp it stood at.</param>
    /// <param name="people">The enabled accounts.</param>
    /// <param name="holdings">Their holdings with the post of each.</param>
    /// <param name="units">The unit of each post.</param>
    /// <param name="delegations">Who acts for whom; none that was revoked.</param>
    internal Staff(
        long stamp, IEnumerable<Person> people, IEnumerable<(string Post, StaffHolding Holding)> holdings,
        IEnumerable<(string Post, string Unit)> units, IReadOnlyList<DelegationRule> delegations)
    {
        Stamp = stamp;
        _people = people.ToFrozenDictionary(p => p.UserName, StringComparer.Ordinal);
        (Delegations, Deputies) = (delegations, new(delegations));
        _names = _people.Values.ToLookup(p => p.DisplayName, StringComparer.Ordinal);
        _holdings = holdings.GroupBy(h => h.Post, h => h.Holding, StringComparer.Ordinal)
            .ToFrozenDictionary(
                g => g.Key, g => g.OrderBy(h => h.Holder.UserName, StringComparer.Ordinal).ToArray(),
                StringComparer.Ordinal);
        _units = units.ToFrozenDictionary(u => u.Post, u => u.Unit, StringComparer.Ordinal);
    }

    /// <summary>How people want to be told of events, where it is not by default.</summary>
    internal FrozenDictionary<(string UserName, NotificationEvent Event), NotificationMode> Choices { get; init; } =
        FrozenDictionary<(string UserName, NotificationEvent Event), NotificationMode>.Empty;

    /// <summary>How often people, posts, who holds them and who acts for whom had changed.</summary>
    public long Stamp { get; }

    /// <summary>Who acts for whom, now or later; of enabled accounts.</summary>
    public IReadOnlyList<DelegationRule> Delegations { get; }

    /// <summary>The same, to be asked.</summary>
    public Deputies Deputies { get; }

    /// <summary>In whose place a person may act at an instant.</summary>
    public IReadOnlyList<Represented> RepresentedBy(string userName, DateTimeOffset now) =>
    [
        .. Deputies.ActsFor(userName, now).OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => new Represented(p.Key, Find(p.Key)?.DisplayName ?? p.Key, p.Value)),
    ];

    /// <summary>The enabled account of this name, or null.</summary>
    public Person? Find(string userName) => _people.GetValueOrDefault(userName);

    /// <summary>The enabled accounts of people who are called so.</summary>
    public IReadOnlyList<Person> Named(string displayName) => [.. _names[displayName]];

    /// <summary>How a person wants to be told of an event by mail.</summary>
    public NotificationMode ModeOf(string userName, NotificationRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Choices.TryGetValue((userName, rule.Event), out var mode) ? mode : rule.Default;
    }

    /// <summary>The enabled accounts of these names, in their order.</summary>
    public IReadOnlyList<Person> People(IEnumerable<string> userNames) =>
        [.. userNames.Select(Find).OfType<Person>()];

    /// <summary>
    /// Those who fit a candidate: a post held for exactly the district and school asked for; null asks for any.
    /// </summary>
    public IReadOnlyList<Person> Holders(
        IReadOnlyCollection<string> posts, string? districtCode, string? schoolCode) =>
        Of(posts, h => (districtCode is null || h.DistrictCode == districtCode)
            && (schoolCode is null || h.SchoolCode == schoolCode));

    /// <summary>Those whom a case concerns by a post: held for the whole city, or for its district or school.</summary>
    public IReadOnlyList<Person> Concerned(
        IReadOnlyCollection<string> posts, string? districtCode, string? schoolCode) =>
        Of(posts, h => (h.DistrictCode is null || h.DistrictCode == districtCode)
            && (h.SchoolCode is null || h.SchoolCode == schoolCode));

    /// <summary>The unit of a post: 市财政局; empty for an unknown one.</summary>
    public string UnitOf(string post) => _units.GetValueOrDefault(post, "");

    private List<Person> Of(IReadOnlyCollection<string> posts, Func<StaffHolding, bool> fits)
    {
        var found = new List<Person>();
        foreach (var post in posts)
            if (_holdings.TryGetValue(post, out var holdings))
                found.AddRange(holdings.Where(fits).Select(h => h.Holder));
        return posts.Count == 1
            ? [.. found.Distinct()]
            : [.. found.Distinct().OrderBy(p => p.UserName, StringComparer.Ordinal)];
    }
}
