using BalancedEdu.Web.Data.Organisation;

namespace BalancedEdu.Web.Data.Cases;

/// <summary>Who may see and do what, as parts of queries: someone else's row is not found at all.</summary>
public static class TaskRights
{
    /// <summary>
    /// Posts that read every case of their district or school, or of the city: administration, inspection, audit.
    /// </summary>
    public static readonly string[] Oversight = ["system.admin", "edu.inspect", "audit-office"];

    /// <summary>
    /// The post that may let cases stand still, go on and end, and give other people's tasks to others; for the cases
    /// of its district or school, or of the city.
    /// </summary>
    public const string CaseAdministrators = "system.admin";

    /// <summary>
    /// The post that may give a task to others once its delay has reached the head of the unit (L3, domain.md §7.0).
    /// </summary>
    public const string EducationLeaders = "edu.leader";

    /// <summary>All accounts of the natural person, their own among them.</summary>
    public static IQueryable<AppUser> AccountsOf(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(person);
        return person.PersonId is { } mark
            ? db.Users.Where(u => u.PersonId == mark)
            : db.Users.Where(u => u.UserName == person.UserName);
    }

    /// <summary>待我办: open tasks that the person has.</summary>
    public static IQueryable<WorkTask> AssignedTo(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && t.Assignee == person.UserName);
    }

    /// <summary>
    /// Tasks, open or past, whose candidate the person is or was, by name or by a post held for the task's district and
    /// school, and from which the separation of duties does not keep them away.
    /// </summary>
    public static IQueryable<WorkTask> OfferedTo(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Tasks.Where(t =>
            t.Candidates.Any(c => c.UserName == person.UserName || db.Holdings.Any(h =>
                h.UserId == person.Id && h.PositionId == c.PositionId
                && (c.DistrictCode == null || c.DistrictCode == h.DistrictCode)
                && (c.SchoolCode == null || c.SchoolCode == h.SchoolCode)))
            && !t.Exclusions.Any(x => x.UserName == person.UserName));
    }

    /// <summary>
    /// 待认领: open tasks without an owner that are offered to the person. Never those that are given by lot: who came
    /// to the post since would sit there without the look at who must stay away.
    /// </summary>
    public static IQueryable<WorkTask> ClaimableBy(this BalancedEduDb db, AppUser person) =>
        db.OfferedTo(person).Where(t => t.Status == WorkTaskStatus.Open && t.Assignee == null
            && !t.Drawn);

    /// <summary>
    /// 代理给我的: open tasks of those in whose place the person may act, in the processes that it is for. Never those of
    /// cases that the person started, nor those from which the separation of duties keeps them away; by whichever of
    /// their accounts.
    /// </summary>
    public static IQueryable<WorkTask> DelegatedTo(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(person);
        if (person.ActsFor.Count == 0)
            return db.Tasks.Where(_ => false);
        string[] all = [.. person.ActsFor.Select(p => p.UserName)];
        string[] everywhere = [.. person.ActsFor.Where(p => p.ProcessIds is null).Select(p => p.UserName)];
        string[] somewhere =
        [
            .. person.ActsFor.Where(p => p.ProcessIds is not null)
                .SelectMany(p => p.ProcessIds!.Select(id => p.UserName + "/" + id)),
        ];
        var own = db.AccountsOf(person);
        return db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && all.Contains(t.Assignee!)
            && !t.Exclusions.Any(x => own.Any(u => u.UserName == x.UserName))
            && db.Cases.Any(c => c.Id == t.CaseId && !own.Any(u => u.UserName == c.StartedBy)
                && (everywhere.Contains(t.Assignee!) || somewhere.Contains(t.Assignee + "/" + c.ProcessId))));
    }

    /// <summary>Open tasks that the person may act on: their own, those they may claim, those delegated.</summary>
    public static IQueryable<WorkTask> OpenFor(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(person);
        var claimable = db.ClaimableBy(person);
        if (person.ActsFor.Count == 0)
            return db.Tasks.Where(t => t.Status == WorkTaskStatus.Open
                && (t.Assignee == person.UserName || claimable.Any(c => c.Id == t.Id)));
        var delegated = db.DelegatedTo(person);
        return db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && (t.Assignee == person.UserName
            || claimable.Any(c => c.Id == t.Id) || delegated.Any(d => d.Id == t.Id)));
    }

    /// <summary>Open tasks that the person may give to others as a manager (管理员).</summary>
    public static IQueryable<WorkTask> ManagedBy(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && db.Cases.Any(c =>
            c.Id == t.CaseId && db.Holdings.Any(h => h.UserId == person.Id && h.PositionId == CaseAdministrators
                && (h.DistrictCode == null || h.DistrictCode == c.DistrictCode)
                && (h.SchoolCode == null || h.SchoolCode == c.SchoolCode))));
    }

    /// <summary>
    /// Open tasks that the person may give to others because they are so late that L3 or L4 was told of it.
    /// </summary>
    public static IQueryable<WorkTask> EscalatedTo(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(person);
        var leads = db.CasesOf(person, [EducationLeaders]);
        return db.Tasks.Where(t => t.Status == WorkTaskStatus.Open && leads.Any(c => c.Id == t.CaseId)
            && db.Clocks.Any(k => k.TaskId == t.Id && k.EndedAt == null && db.Rungs.Any(r =>
                r.ClockRowId == k.Id && r.FiredAt != null && (r.Level == "L3" || r.Level == "L4"))));
    }

    /// <summary>Tasks of cases that the person may see, open or past.</summary>
    public static IQueryable<WorkTask> VisibleTasks(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        var cases = db.VisibleCases(person);
        return db.Tasks.Where(t => cases.Any(c => c.Id == t.CaseId));
    }

    /// <summary>
    /// Cases that the person may read: started by them, with a task they have, had or may claim (participation grants
    /// reading), passed to them to be read, with an open task of somebody in whose place they may act or that is so
    /// late that they may give it to others, or that they gave to others then, and for posts of
    /// <see cref="Oversight"/> those of their scope.
    /// </summary>
    public static IQueryable<Case> VisibleCases(this BalancedEduDb db, AppUser person)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(person);
        var own = db.OwnCases(person);

        // Who acts for nobody and leads nothing, as nearly all, pays for neither.
        var (delegated, late) = (db.DelegatedTo(person), db.EscalatedTo(person));
        return (person.ActsFor.Count > 0, person.LeadsEducation()) switch
        {
            (false, false) => own,
            (true, false) => db.Cases.Where(c => own.Any(o => o.Id == c.Id) || delegated.Any(t => t.CaseId == c.Id)),
            (false, true) => db.Cases.Where(c => own.Any(o => o.Id == c.Id) || late.Any(t => t.CaseId == c.Id)),
            _ => db.Cases.Where(c => own.Any(o => o.Id == c.Id) || delegated.Any(t => t.CaseId == c.Id)
                || late.Any(t => t.CaseId == c.Id)),
        };
    }

    /// <summary>Whether the person holds the post of <see cref="EducationLeaders"/>.</summary>
    internal static bool LeadsEducation(this AppUser person) =>
        person.Holdings.Exists(h => h.PositionId == EducationLeaders);

    private static IQueryable<Case> OwnCases(this BalancedEduDb db, AppUser person)
    {
        var claimable = db.ClaimableBy(person);
        return db.Cases.Where(c =>
            c.StartedBy == person.UserName
            || db.Tasks
                .Any(t => t.CaseId == c.Id && (t.Assignee == person.UserName || t.CompletedBy == person.UserName
                    || t.Owner == person.UserName))
            || db.TaskHolders.Any(h => h.CaseId == c.Id && h.UserName == person.UserName)
            || claimable.Any(t => t.CaseId == c.Id)
            || db.CaseCopies.Any(p => p.CaseId == c.Id && p.UserName == person.UserName)
            || db.Holdings.Any(h => h.UserId == person.Id && Oversight.Contains(h.PositionId)
                && (h.DistrictCode == null || h.DistrictCode == c.DistrictCode)
                && (h.SchoolCode == null || h.SchoolCode == c.SchoolCode)));
    }

    /// <summary>Cases that the person oversees by a post of <see cref="Oversight"/>.</summary>
    public static IQueryable<Case> OverseenCases(this BalancedEduDb db, AppUser person) =>
        db.CasesOf(person, Oversight);

    /// <summary>Cases that the person administers: 挂起, 激活, 终止.</summary>
    public static IQueryable<Case> ManagedCases(this BalancedEduDb db, AppUser person) =>
        db.CasesOf(person, [CaseAdministrators]);

    private static IQueryable<Case> CasesOf(this BalancedEduDb db, AppUser person, string[] posts)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Cases.Where(c => db.Holdings.Any(h => h.UserId == person.Id && posts.Contains(h.PositionId)
            && (h.DistrictCode == null || h.DistrictCode == c.DistrictCode)
            && (h.SchoolCode == null || h.SchoolCode == c.SchoolCode)));
    }
}
