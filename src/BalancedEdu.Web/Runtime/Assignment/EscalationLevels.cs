namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>
/// Whom an escalation tells when the definition names nobody (domain.md §7.0): L1 the office, L2 the leader in charge
/// of the unit, L3 also the city's inspection office, L4 also the city's leadership. The task keeps its owner.
/// </summary>
public static class EscalationLevels
{
    /// <summary>The names to be resolved as recipients.</summary>
    /// <param name="level"><c>L1</c>–<c>L4</c>; empty for a reminder.</param>
    /// <param name="posts">The posts that the task waits for, or none when it was given to a person.</param>
    public static IReadOnlyList<string> RecipientsOf(string level, IReadOnlyCollection<string> posts)
    {
        ArgumentNullException.ThrowIfNull(posts);
        var names = new List<string> { "assignee" };
        if (level is "L1" or "L2" or "L3" or "L4")
            names.AddRange(posts);
        if (level is "L2" or "L3" or "L4")
            names.AddRange(posts.Select(LeaderOf).Distinct());
        if (level is "L3" or "L4")
            names.Add("city-gov");
        if (level is "L4")
            names.Add("edu.leader");
        return names;
    }

    /// <summary>
    /// The post that answers for another: of a school its district, of a district the city's inspectors.
    /// </summary>
    private static string LeaderOf(string post) => post.Split('.')[0] switch
    {
        "edu" => "edu.leader",
        "nrp" => "nrp.leader",
        "fin" => "fin.leader",
        "school" => "district.edu",
        "district" or "district-gov" => "edu.inspect",
        _ => "city-gov",
    };
}
