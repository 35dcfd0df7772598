using BalancedEdu.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Assignment;

/// <summary>A person who can be given work or told of it.</summary>
/// <param name="UserName">The account.</param>
/// <param name="DisplayName">The name.</param>
public sealed record Person(string UserName, string DisplayName);

/// <summary>Looks up people by account and by post. Disabled accounts are never found.</summary>
public sealed class PostHolders(Func<BalancedEduDb> open)
{
    /// <summary>The enabled accounts of these names, in no order.</summary>
    public async Task<IReadOnlyList<Person>> PeopleAsync(
        IReadOnlyCollection<string> userNames, CancellationToken cancellation)
    {
        if (userNames.Count == 0)
            return [];
        await using var db = open();
        return await db.Users.Where(u => !u.Disabled && userNames.Contains(u.UserName!))
            .Select(u => new Person(u.UserName!, u.DisplayName)).ToListAsync(cancellation);
    }

    /// <summary>
    /// Those who fit a candidate: a post held for exactly the district and school asked for; null asks for any.
    /// </summary>
    public async Task<IReadOnlyList<Person>> HoldersAsync(
        IReadOnlyCollection<string> posts, string? districtCode, string? schoolCode, CancellationToken cancellation)
    {
        if (posts.Count == 0)
            return [];
        await using var db = open();
        return await db.Users.Where(u => !u.Disabled && u.Holdings.Any(h =>
                posts.Contains(h.PositionId)
                && (districtCode == null || h.DistrictCode == districtCode)
                && (schoolCode == null || h.SchoolCode == schoolCode)))
            .OrderBy(u => u.UserName)
            .Select(u => new Person(u.UserName!, u.DisplayName)).ToListAsync(cancellation);
    }

    /// <summary>Those whom a case concerns by a post: held for the whole city, or for its district or school.</summary>
    public async Task<IReadOnlyList<Person>> ConcernedAsync(
        IReadOnlyCollection<string> posts, string? districtCode, string? schoolCode, CancellationToken cancellation)
    {
        if (posts.Count == 0)
            return [];
        await using var db = open();
        return await db.Users.Where(u => !u.Disabled && u.Holdings.Any(h =>
                posts.Contains(h.PositionId)
                && (h.DistrictCode == null || h.DistrictCode == districtCode)
                && (h.SchoolCode == null || h.SchoolCode == schoolCode)))
            .OrderBy(u => u.UserName)
            .Select(u => new Person(u.UserName!, u.DisplayName)).ToListAsync(cancellation);
    }

    /// <summary>The unit of a post: 市财政局; empty for an unknown one.</summary>
    public async Task<string> UnitOfAsync(string post, CancellationToken cancellation)
    {
        await using var db = open();
        return await db.Positions.Where(p => p.Id == post).Select(p => p.BureauName).SingleOrDefaultAsync(cancellation)
            ?? "";
    }
}
