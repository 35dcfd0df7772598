using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Data.Cases;

/// <summary>Who may see and do what, as parts of queries. The person's holdings must be loaded.</summary>
public static class TaskRights
{
    /// <summary>待我办: open tasks that the person has.</summary>
    public static IQueryable<WorkTask> AssignedTo(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && t.Assignee == person.UserName);
    }

    /// <summary>
    /// 待认领: open tasks without an owner whose candidate the person is, by name or by a post held for the task's
    /// district and school.
    /// </summary>
    public static IQueryable<WorkTask> ClaimableBy(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Tasks.Where(t =>
            t.Status == WorkTaskStatus.Open && t.Assignee == null
            && (t.Candidates.Any(c => c.UserName == person.UserName)
                || t.Candidates.Any(c => db.Holdings.Any(h =>
                    h.UserId == person.Id && h.PositionId == c.PositionId
                    && (c.DistrictCode == null || c.DistrictCode == h.DistrictCode)
                    && (c.SchoolCode == null || c.SchoolCode == h.SchoolCode)))));
    }

    /// <summary>Open tasks that the person may act on: those of both lists.</summary>
    public static IQueryable<WorkTask> OpenFor(this BalancedEduDb db, AppUser person) => throw new NotImplementedException();

    /// <summary>Tasks of cases that the person may see, open or past.</summary>
    public static IQueryable<WorkTask> VisibleTasks(this BalancedEduDb db, AppUser person) =>
        throw new NotImplementedException();

    /// <summary>
    /// Cases that the person may read: started by them, with a task they have, had or may claim, and for administrators,
    /// inspectors and auditors those of their scope.
    /// </summary>
    public static IQueryable<Case> VisibleCases(this BalancedEduDb db, AppUser person) => throw new NotImplementedException();
}
