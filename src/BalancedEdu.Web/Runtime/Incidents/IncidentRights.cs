using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>Who may see and handle incidents, as part of the query: for others there are none.</summary>
public static class IncidentRights
{
    /// <summary>All incidents to administrators of the whole city; none to anybody else.</summary>
    public static IQueryable<IncidentRow> IncidentsFor(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Incidents.ForCityAdministrator(db, person);
    }
}
