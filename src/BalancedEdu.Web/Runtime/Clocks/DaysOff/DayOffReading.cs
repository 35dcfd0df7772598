using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.DaysOff;

/// <summary>A day off in the list.</summary>
/// <param name="Row">The day off.</param>
/// <param name="Organisation">The organisation, as shown.</param>
/// <param name="AddedBy">Who added it, as shown.</param>
/// <param name="ApprovedBy">Who approved it, as shown; empty while it waits for that.</param>
/// <param name="RemovedBy">Who gave it up, as shown; empty while nobody did.</param>
/// <param name="Removable">Whether it waits for approval, or holds and has not come yet.</param>
/// <param name="Approvable">Whether the reader may approve it.</param>
public sealed record DayOffLine(
    OrganisationDayOff Row, string Organisation, string AddedBy, string ApprovedBy, string RemovedBy, bool Removable,
    bool Approvable);

/// <summary>A page of days off.</summary>
/// <param name="Organisations">What can be chosen.</param>
/// <param name="Lines">What was added last comes first.</param>
/// <param name="Next">The row before which the next page begins, or null.</param>
public sealed record DayOffPage(
    IReadOnlyList<OrganisationName> Organisations, IReadOnlyList<DayOffLine> Lines, long? Next);

/// <summary>Reads days off of organisations, for who adds and who approves them.</summary>
public sealed class DayOffReading(BalancedEduDb db, Organisations organisations, TimeProvider time)
{
    /// <summary>Days off a page.</summary>
    public const int PageSize = 50;

    /// <summary>One page.</summary>
    /// <param name="person">Who reads.</param>
    /// <param name="before">The row before which it begins; 0: at the newest.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<DayOffPage> ReadAsync(AppUser person, long before, CancellationToken cancellation)
    {
        var own = await db.AccountsOf(person).Select(u => u.UserName!).ToListAsync(cancellation);
        var all = await organisations.ListAsync(cancellation);
        var names = all.ToDictionary(o => o.Code, o => o.Name, StringComparer.Ordinal);
        var rows = await db.OrganisationDaysOff.AsNoTracking().Where(d => before <= 0 || d.Id < before)
            .OrderByDescending(d => d.Id).Take(PageSize + 1)
            .Select(d => new
            {
                Row = d,
                Added = db.Users.Where(u => u.UserName == d.AddedBy).Select(u => u.DisplayName).FirstOrDefault(),
                Approved = db.Users.Where(u => u.UserName == d.ApprovedBy).Select(u => u.DisplayName).FirstOrDefault(),
                Removed = db.Users.Where(u => u.UserName == d.RemovedBy).Select(u => u.DisplayName).FirstOrDefault(),
            }).ToListAsync(cancellation);
        var today = OfficeTime.DateOf(time.GetUtcNow());
        var lines = rows.Take(PageSize).Select(r => new DayOffLine(
            r.Row, names.GetValueOrDefault(r.Row.Organisation, r.Row.Organisation), r.Added ?? r.Row.AddedBy,
            r.Approved ?? r.Row.ApprovedBy ?? "", r.Removed ?? r.Row.RemovedBy ?? "",
            r.Row.RemovedAt is null && (r.Row.ApprovedAt is null || r.Row.Day > today),
            r.Row is { RemovedAt: null, ApprovedAt: null } && r.Row.Day >= today && !own.Contains(r.Row.AddedBy)))
            .ToList();
        return new(all, lines, rows.Count > PageSize ? lines[^1].Row.Id : null);
    }
}
