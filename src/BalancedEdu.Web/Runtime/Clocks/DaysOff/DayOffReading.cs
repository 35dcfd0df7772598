using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.DaysOff;

/// <summary>A day off in the list.</summary>
/// <param name="Row">The day off.</param>
/// <param name="Organisation">The organisation, as shown.</param>
/// <param name="AddedBy">Who added it, as shown.</param>
/// <param name="RemovedBy">Who gave it up, as shown; empty while it holds.</param>
/// <param name="Removable">Whether it holds and has not come yet.</param>
public sealed record DayOffLine(
    OrganisationDayOff Row, string Organisation, string AddedBy, string RemovedBy, bool Removable);

/// <summary>A page of days off.</summary>
/// <param name="Organisations">What can be chosen.</param>
/// <param name="Lines">What was added last comes first.</param>
/// <param name="Next">The row before which the next page begins, or null.</param>
public sealed record DayOffPage(
    IReadOnlyList<OrganisationName> Organisations, IReadOnlyList<DayOffLine> Lines, long? Next);

/// <summary>Reads days off of organisations, for administrators.</summary>
public sealed class DayOffReading(BalancedEduDb db, Organisations organisations, TimeProvider time)
{
    /// <summary>Days off a page.</summary>
    public const int PageSize = 50;

    /// <summary>One page.</summary>
    /// <param name="before">The row before which it begins; 0: at the newest.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<DayOffPage> ReadAsync(long before, CancellationToken cancellation)
    {
        var all = await organisations.ListAsync(cancellation);
        var names = all.ToDictionary(o => o.Code, o => o.Name, StringComparer.Ordinal);
        var rows = await db.OrganisationDaysOff.AsNoTracking().Where(d => before <= 0 || d.Id < before)
            .OrderByDescending(d => d.Id).Take(PageSize + 1)
            .Select(d => new
            {
                Row = d,
                Added = db.Users.Where(u => u.UserName == d.AddedBy).Select(u => u.DisplayName).FirstOrDefault(),
                Removed = db.Users.Where(u => u.UserName == d.RemovedBy).Select(u => u.DisplayName).FirstOrDefault(),
            }).ToListAsync(cancellation);
        var today = OfficeTime.DateOf(time.GetUtcNow());
        var lines = rows.Take(PageSize).Select(r => new DayOffLine(
            r.Row, names.GetValueOrDefault(r.Row.Organisation, r.Row.Organisation), r.Added ?? r.Row.AddedBy,
            r.Removed ?? r.Row.RemovedBy ?? "", r.Row.RemovedAt is null && r.Row.Day > today)).ToList();
        return new(all, lines, rows.Count > PageSize ? lines[^1].Row.Id : null);
    }
}
