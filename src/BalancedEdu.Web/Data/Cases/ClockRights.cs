using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Data.Cases;

/// <summary>Who may ask for more time and who decides, as parts of queries.</summary>
public static class ClockRights
{
    /// <summary>
    /// Clocks that the person works under: of a task they have, and those of its case.
    /// </summary>
    public static IQueryable<ClockRow> ClocksWorkedUnderBy(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Clocks.Where(c => db.Tasks.Any(t =>
            t.CaseId == c.CaseId && t.Status < WorkTaskStatus.Completed && t.Assignee == person.UserName
            && (c.TaskId == null || c.TaskId == t.Id)));
    }

    /// <summary>
    /// Requests that the person decides: by a post that the definition names, held for the whole city or for the
    /// district and school of the case. Nobody decides their own, by whichever of their accounts.
    /// </summary>
    public static IQueryable<ClockExtension> ExtensionsDecidedBy(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        var own = db.AccountsOf(person);
        return db.ClockExtensions.Where(e => !own.Any(u => u.UserName == e.AskedBy) && db.Holdings.Any(h =>
            h.UserId == person.Id && e.Approvers.Contains("," + h.PositionId + ",")
            && db.Cases.Any(c => c.Id == e.CaseId
                && (h.DistrictCode == null || h.DistrictCode == c.DistrictCode)
                && (h.SchoolCode == null || h.SchoolCode == c.SchoolCode))));
    }

    /// <summary>
    /// Decisions by time-out on which the person may file an opinion: they had the task, or it was offered to them.
    /// </summary>
    public static IQueryable<TimeoutDefault> DefaultsOpenTo(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        var offered = db.OfferedTo(person);
        return db.TimeoutDefaults.Where(d =>
            d.SilentPerson == person.UserName || offered.Any(t => t.Id == d.TaskId));
    }

    /// <summary>Posts that read the registers of cards and supervision orders, of their scope.</summary>
    public static readonly string[] Supervision =
        [.. TaskRights.Oversight, "city-gov", TaskRights.EducationLeaders, "nrp.leader", "fin.leader"];

    /// <summary>
    /// Cases whose cards and supervision orders the person may read: those of the scope of a post of
    /// <see cref="Supervision"/>.
    /// </summary>
    public static IQueryable<Case> SupervisedBy(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Cases.Where(c => db.Holdings.Any(h =>
            h.UserId == person.Id && Supervision.Contains(h.PositionId)
            && (h.DistrictCode == null || h.DistrictCode == c.DistrictCode)
            && (h.SchoolCode == null || h.SchoolCode == c.SchoolCode)));
    }

    /// <summary>Clocks that the person may look at: of cases they read, and those they are to decide about.</summary>
    public static IQueryable<ClockRow> VisibleClocks(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        var cases = db.VisibleCases(person);
        var deciding = db.ExtensionsDecidedBy(person);
        return db.Clocks.Where(c =>
            cases.Any(k => k.Id == c.CaseId) || deciding.Any(e => e.ClockRowId == c.Id));
    }
}
