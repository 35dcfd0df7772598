using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>Who may see and handle incidents, as part of the query: for others there are none.</summary>
public static class IncidentRights
{
    /// <summary>The post that may.</summary>
    public const string Administrators = "system.admin";

    /// <summary>All incidents to administrators of the whole city; none to anybody else.</summary>
    public static IQueryable<IncidentRow> IncidentsFor(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Incidents.Where(i => db.Holdings.Any(h =>
            h.UserId == person.Id && h.PositionId == Administrators && h.DistrictCode == null && h.SchoolCode == null));
    }
}
