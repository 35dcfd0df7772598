using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Processes.LargeClasses.Importing;

/// <summary>For which schools a person may import rosters, by the posts that person holds.</summary>
/// <param name="Districts">The districts; null for the whole city.</param>
public sealed record RosterScope(IReadOnlySet<string>? Districts)
{
    private static readonly string[] CityPosts = ["edu.basic", "edu.inspect"];
    private static readonly string[] DistrictPosts = ["district.edu"];

    /// <summary>The scope of a person, or null when the person imports nothing (schools and other offices).</summary>
    public static RosterScope? Of(AppUser person)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.Holdings.Exists(
            h => CityPosts.Contains(h.PositionId) && h is { DistrictCode: null, SchoolCode: null }))
            return new((IReadOnlySet<string>?)null);
        var districts = person.Holdings
            .Where(h => DistrictPosts.Contains(h.PositionId) || CityPosts.Contains(h.PositionId))
            .Where(h => h is { DistrictCode: not null, SchoolCode: null }).Select(h => h.DistrictCode!).ToHashSet();
        return districts.Count == 0 ? null : new(districts);
    }

    /// <summary>As it is stored with an import.</summary>
    public string? ToText() => Districts is null ? null : string.Join(',', Districts.Order(StringComparer.Ordinal));

    /// <summary>From what is stored.</summary>
    public static RosterScope FromText(string? text) => new(text?.Split(',').ToHashSet());
}
