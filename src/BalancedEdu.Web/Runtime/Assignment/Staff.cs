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

/// <summary>A post that a person holds, and where.</summary>
/// <param name="Post">The post.</param>
/// <param name="DistrictCode">The district, or null.</param>
/// <param name="SchoolCode">The school, or null.</param>
public readonly record struct PostHeld(string Post, string? DistrictCode, string? SchoolCode);

/// <summary>
/// All enabled accounts, the posts and who holds them, as they stood at one stamp. Disabled accounts are never found.
/// </summary>
public sealed class Staff
{
    /// <summary>More levels than any office has: posts that are set over one another in a circle end here.</summary>
    private const int SuperiorLevelsMax = 8;

    private readonly FrozenDictionary<string, Person> _people;
    private readonly FrozenDictionary<string, StaffHolding[]> _holdings;
    private readonly FrozenDictionary<string, string> _units;
    private readonly ILookup<string, Person> _names;
    private readonly FrozenDictionary<string, string> _superiors;
    private readonly ILookup<string, PostHeld> _held;
    private readonly ILookup<string, string> _accounts;
    private readonly FrozenDictionary<string, string> _personOf;

    /// <summary>Takes what was read.</summary>
    /// <param name="stamp">The stamp it stood at.</param>
    /// <param name="people">The enabled accounts.</param>
    /// <param name="holdings">Their holdings with the post of each.</param>
    /// <param name="posts">The unit of each post, and the post that is set over it.</param>
    /// <param name="accounts">The accounts, disabled ones too, of natural persons who have several.</param>
    /// <param name="delegations">Who acts for whom; none that was revoked.</param>
    internal Staff(
        long stamp, IReadOnlyCollection<Person> people,
        IReadOnlyCollection<(string Post, StaffHolding Holding)> holdings,
        IReadOnlyCollection<(string Post, string Unit, string? Superior)> posts,
        IEnumerable<(string PersonId, string UserName)> accounts, IReadOnlyList<DelegationRule> delegations)
    {
        Stamp = stamp;
        var several = accounts.ToList();
        _accounts = several.ToLookup(a => a.PersonId, a => a.UserName, StringComparer.Ordinal);
        _personOf = several.ToFrozenDictionary(a => a.UserName, a => a.PersonId, StringComparer.Ordinal);
        _superiors = posts.Where(p => p.Superior is not null)
            .ToFrozenDictionary(p => p.Post, p => p.Superior!, StringComparer.Ordinal);
        _held = holdings.ToLookup(
            h => h.Holding.Holder.UserName,
            h => new PostHeld(h.Post, h.Holding.DistrictCode, h.Holding.SchoolCode), StringComparer.Ordinal);
        _people = people.ToFrozenDictionary(p => p.UserName, StringComparer.Ordinal);
        (Delegations, Deputies) = (delegations, new(delegations));
        _names = _people.Values.ToLookup(p => p.DisplayName, StringComparer.Ordinal);
        _holdings = holdings.GroupBy(h => h.Post, h => h.Holding, StringComparer.Ordinal)
            .ToFrozenDictionary(
                g => g.Key, g => g.OrderBy(h => h.Holder.UserName, StringComparer.Ordinal).ToArray(),
                StringComparer.Ordinal);
        _units = posts.ToFrozenDictionary(p => p.Post, p => p.Unit, StringComparer.Ordinal);
    }

    /// <summary>How people want to be told of events, where it is not by default.</summary>
    internal FrozenDictionary<(string UserName, NotificationEvent Event), NotificationMode> Choices { get; init; } =
        FrozenDictionary<(string UserName, NotificationEvent Event), NotificationMode>.Empty;

    /// <summary>Group robots that are told of events.</summary>
    internal IReadOnlyList<(long Id, IReadOnlyList<NotificationEvent> Events)> Robots { get; init; } = [];

    /// <summary>The unit of each post by its id: <c>edu-bureau</c>.</summary>
    internal FrozenDictionary<string, string> Bureaus { get; init; } = FrozenDictionary<string, string>.Empty;

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
        return !rule.Fixed && Choices.TryGetValue((userName, rule.Event), out var mode) ? mode : rule.Default;
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

    /// <summary>Those who hold a post for no district and no school: at the level of the city.</summary>
    public IReadOnlyList<Person> OfTheCity(IReadOnlyCollection<string> posts) =>
        Of(posts, h => h is { DistrictCode: null, SchoolCode: null });

    /// <summary>Those whom a case concerns by a post: held for the whole city, or for its district or school.</summary>
    public IReadOnlyList<Person> Concerned(
        IReadOnlyCollection<string> posts, string? districtCode, string? schoolCode) =>
        Of(posts, h => (h.DistrictCode is null || h.DistrictCode == districtCode)
            && (h.SchoolCode is null || h.SchoolCode == schoolCode));

    /// <summary>The posts that an enabled account holds.</summary>
    public IEnumerable<PostHeld> HeldBy(string userName) => _held[userName];

    /// <summary>All accounts of the natural person behind an account, itself among them.</summary>
    public IEnumerable<string> AccountsOf(string userName) =>
        _personOf.TryGetValue(userName, out var person) ? _accounts[person] : [userName];

    /// <summary>
    /// Those who are set over a person: holders of the posts over theirs for the same district and school, or for all
    /// of it. Where nobody is, those over these. The person is none of them.
    /// </summary>
    public IReadOnlyList<Person> SuperiorsOf(string userName)
    {
        var own = AccountsOf(userName).ToHashSet(StringComparer.Ordinal);
        var from = HeldBy(userName).ToList();
        for (var level = 0; level < SuperiorLevelsMax && from.Count > 0; level++)
        {
            from =
            [
                .. from.Where(h => _superiors.ContainsKey(h.Post)).Select(h => h with { Post = _superiors[h.Post] }),
            ];
            var found = from.SelectMany(h => Concerned([h.Post], h.DistrictCode, h.SchoolCode))
                .Where(p => !own.Contains(p.UserName)).Distinct()
                .OrderBy(p => p.UserName, StringComparer.Ordinal).ToList();
            if (found.Count > 0)
                return found;
        }
        return [];
    }

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
