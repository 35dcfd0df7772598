using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Tests.Runtime.CaseActions;

/// <summary>
/// The rights of the contract a second time, over all rows in memory and without a query of the product: what it says
/// and what the queries give must be the same.
/// </summary>
internal sealed record RightsOracle
{
    private static readonly string[] Oversight = ["system.admin", "edu.inspect", "audit-office"];

    public required DateTimeOffset Now { get; init; }

    public required IReadOnlyList<AppUser> Users { get; init; }

    public required IReadOnlyList<Case> Cases { get; init; }

    public required IReadOnlyList<WorkTask> Tasks { get; init; }

    public required IReadOnlyList<CaseCopy> Copies { get; init; }

    public required IReadOnlyList<TaskHolder> Holders { get; init; }

    public required IReadOnlyList<CaseFollow> Follows { get; init; }

    public required IReadOnlyList<Delegation> Delegations { get; init; }

    /// <summary>Reads all, or as much as is about one case; people who are known stay as they are.</summary>
    public static async Task<RightsOracle> ReadAsync(
        ProductApp app, long? caseId = null, IReadOnlyList<AppUser>? people = null)
    {
        await using var db = app.Open();
        return new()
        {
            Now = app.Clock.GetUtcNow(),
            Users = people ?? await db.Users.AsNoTracking().Include(u => u.Holdings).ToListAsync(),
            Cases = await db.Cases.AsNoTracking().Where(c => caseId == null || c.Id == caseId).ToListAsync(),
            Tasks = await db.Tasks.AsNoTracking().Where(t => caseId == null || t.CaseId == caseId)
                .Include(t => t.Candidates).Include(t => t.Exclusions).OrderBy(t => t.Id).ToListAsync(),
            Copies = await db.CaseCopies.AsNoTracking().Where(c => caseId == null || c.CaseId == caseId).ToListAsync(),
            Holders = await db.TaskHolders.AsNoTracking().Where(h => caseId == null || h.CaseId == caseId)
                .ToListAsync(),
            Follows = await db.CaseFollows.AsNoTracking().Where(f => caseId == null || f.CaseId == caseId)
                .ToListAsync(),
            Delegations = await db.Delegations.AsNoTracking().ToListAsync(),
        };
    }

    /// <summary>The same rows later.</summary>
    public RightsOracle At(DateTimeOffset now) => this with { Now = now };

    public WorkTask Task(long id) => Tasks.First(t => t.Id == id);

    public Case CaseOf(WorkTask task) => Cases.First(c => c.Id == task.CaseId);

    public bool Oversees(string user, Case c) => HasPost(user, c, Oversight);

    public bool Manages(string user, Case c) => HasPost(user, c, ["system.admin"]);

    public bool Claimable(string user, WorkTask t) =>
        t is { Status: WorkTaskStatus.Open, Assignee: null, Drawn: false } && Offered(user, t);

    /// <summary>Whether it is, or was, offered to them.</summary>
    public bool Offered(string user, WorkTask t)
    {
        if (t.Exclusions.Exists(x => x.UserName == user))
            return false;
        foreach (var c in t.Candidates)
        {
            if (c.UserName == user)
                return true;
            foreach (var h in Users.First(u => u.UserName == user).Holdings)
                if (h.PositionId == c.PositionId && (c.DistrictCode ?? h.DistrictCode) == h.DistrictCode
                    && (c.SchoolCode ?? h.SchoolCode) == h.SchoolCode)
                    return true;
        }
        return false;
    }

    public bool Delegated(string user, WorkTask t) =>
        t.Status == WorkTaskStatus.Open && t.Assignee is { } owner && owner != user && CaseOf(t).StartedBy != user
        && !t.Exclusions.Exists(x => x.UserName == user) && ActsFor(user, owner, CaseOf(t).ProcessId);

    public bool MayAct(string user, WorkTask t) =>
        t.Status == WorkTaskStatus.Open && (t.Assignee == user || Claimable(user, t) || Delegated(user, t));

    public bool Sees(string user, Case c)
    {
        if (c.StartedBy == user || Oversees(user, c) || Copies.Any(p => p.CaseId == c.Id && p.UserName == user))
            return true;
        if (Holders.Any(h => h.CaseId == c.Id && h.UserName == user))
            return true;
        foreach (var t in Tasks.Where(t => t.CaseId == c.Id))
            if (t.Assignee == user || t.Owner == user || t.CompletedBy == user || Claimable(user, t)
                || Delegated(user, t))
                return true;
        return false;
    }

    /// <summary>One, two or three rules in a row, each in force and for the process; written out.</summary>
    private bool ActsFor(string user, string owner, string process)
    {
        bool Rule(string from, string to) => Delegations.Any(d =>
            d.Principal == from && d.Delegate == to && d.RevokedAt == null && d.FromAt <= Now && Now < d.ToAt
            && (d.ProcessIds == null || d.ProcessIds.Split(',').Contains(process)) && Enabled(from) && Enabled(to));
        if (Rule(owner, user))
            return true;
        foreach (var middle in Users.Select(u => u.UserName!).Where(m => m != owner && m != user && Rule(owner, m)))
        {
            if (Rule(middle, user))
                return true;
            foreach (var last in Users.Select(u => u.UserName!))
                if (last != owner && last != user && last != middle && Rule(middle, last) && Rule(last, user))
                    return true;
        }
        return false;
    }

    private bool Enabled(string user) => Users.Any(u => u.UserName == user && !u.Disabled);

    private bool HasPost(string user, Case c, string[] posts) =>
        Users.First(u => u.UserName == user).Holdings.Exists(h => posts.Contains(h.PositionId)
            && (h.DistrictCode == null || h.DistrictCode == c.DistrictCode)
            && (h.SchoolCode == null || h.SchoolCode == c.SchoolCode));
}
