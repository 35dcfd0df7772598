using System.Linq.Expressions;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Data.Organisation;

/// <summary>
/// Who administers the whole city (全市管理员), and who leads its education: the one place that says so, for queries and
/// for a person at hand. Holders of the same post for one district or one school are not meant.
/// </summary>
public static class CityAdministration
{
    /// <summary>The post, which for the city is held without district and school.</summary>
    public const string Post = "system.admin";

    private static readonly Expression<Func<PositionHolding, bool>> OfWholeCity =
        h => h.PositionId == Post && h.DistrictCode == null && h.SchoolCode == null;

    private static readonly Expression<Func<PositionHolding, bool>> LeadsWholeCity =
        h => h.PositionId == TaskRights.EducationLeaders && h.DistrictCode == null && h.SchoolCode == null;

    private static readonly Predicate<PositionHolding> IsOfWholeCity = new(OfWholeCity.Compile());

    private static readonly Predicate<PositionHolding> IsLeaderOfWholeCity = new(LeadsWholeCity.Compile());

    /// <summary>Whether the person does: for what makes something new, and for what of a page is shown.</summary>
    public static bool AdministersCity(this AppUser person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.Holdings.Exists(IsOfWholeCity);
    }

    /// <summary>
    /// Whether the person leads the education of the whole city: who approves what moves the time limits of a unit.
    /// </summary>
    public static bool LeadsCity(this AppUser person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.Holdings.Exists(IsLeaderOfWholeCity);
    }

    /// <summary>All of the rows to who administers the city, none to anybody else: the right is in the query.</summary>
    public static IQueryable<T> ForCityAdministrator<T>(this IQueryable<T> rows, BalancedEduDb db, AppUser person)
    {
        var rights = db.CityRightsOf(person);
        return rows.Where(_ => rights.Any());
    }

    /// <summary>The posts by which the person administers the city; none: they do not.</summary>
    public static IQueryable<PositionHolding> CityRightsOf(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Holdings.Where(h => h.UserId == person.Id).Where(OfWholeCity);
    }

    /// <summary>All who administer it, and whose account is open.</summary>
    public static IQueryable<AppUser> CityAdministrators(this BalancedEduDb db) => db.HoldersOf(OfWholeCity);

    /// <summary>All who lead its education, and whose account is open.</summary>
    public static IQueryable<AppUser> CityLeaders(this BalancedEduDb db) => db.HoldersOf(LeadsWholeCity);

    private static IQueryable<AppUser> HoldersOf(
        this BalancedEduDb db, Expression<Func<PositionHolding, bool>> which)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rights = db.Holdings.Where(which);
        return db.Users.Where(u => !u.Disabled && rights.Any(h => h.UserId == u.Id));
    }
}
