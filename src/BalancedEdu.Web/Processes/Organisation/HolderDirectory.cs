using BalancedEdu.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.Organisation;

/// <summary>A person who holds a post.</summary>
/// <param name="UserName">The account.</param>
/// <param name="DisplayName">The name.</param>
/// <param name="UnitName">The unit as shown.</param>
/// <param name="SchoolCode">The school the post is held for, or null.</param>
internal sealed record Holder(string UserName, string DisplayName, string UnitName, string? SchoolCode);

/// <summary>Who holds which post, for tasks whose seats are people of different places.</summary>
internal sealed class HolderDirectory(BalancedEduDb db)
{
    /// <summary>
    /// Holders of a post who may sign in, by account; only those for a district or school where one is given.
    /// </summary>
    public async Task<IReadOnlyList<Holder>> HoldersAsync(
        string position, string? district, string? school, CancellationToken cancellation)
    {
        var holders =
            from holding in db.Holdings
            join person in db.Users on holding.UserId equals person.Id
            where holding.PositionId == position && !person.Disabled
                && (district == null || holding.DistrictCode == district)
                && (school == null || holding.SchoolCode == school)
            orderby person.UserName
            select new Holder(person.UserName!, person.DisplayName, person.UnitName, holding.SchoolCode);
        return await holders.AsNoTracking().ToListAsync(cancellation);
    }
}
