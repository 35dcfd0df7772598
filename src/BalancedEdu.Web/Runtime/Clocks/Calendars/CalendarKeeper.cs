using System.Text;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.Calendars;

/// <summary>
/// Keeps the calendars of this node those that were confirmed last, on whichever node: of the city, and the days off of
/// organisations.
/// </summary>
internal sealed class CalendarKeeper(Func<BalancedEduDb> open, OfficeTime office, ILogger<CalendarKeeper> log)
    : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private CalendarStamp _stamp;

    /// <summary>Takes over what was confirmed since the last look.</summary>
    /// <returns>Whether the calendar has changed.</returns>
    public async Task<bool> AdoptAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            await using var db = open();
            if (await StampAsync(db, cancellation) is var stamp && stamp == _stamp)
                return false;

            // What changes while the rest is read makes it newer than its stamp, and it is read again.
            office.Adopt(new OfficeCalendars(
                await ReadAsync(db, cancellation), await DaysOffAsync(db, cancellation)));
            _stamp = stamp;
            log.LogInformation("Calendar {Version} is in force", office.Calendars.Version);
            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>The import that is in force, 0 for the shipped calendar.</summary>
    public static async Task<long> LastAsync(BalancedEduDb db, CancellationToken cancellation) =>
        await db.CalendarImports.Where(i => i.Status == CalendarImportStatus.Confirmed)
            .MaxAsync(i => (long?)i.Id, cancellation) ?? 0;

    private static async Task<CalendarStamp> StampAsync(BalancedEduDb db, CancellationToken cancellation) => new(
        await LastAsync(db, cancellation),
        await db.OrganisationDaysOff.CountAsync(d => d.ApprovedAt != null, cancellation),
        await db.OrganisationDaysOff.CountAsync(d => d.RemovedAt != null, cancellation));

    private static async Task<List<(string Organisation, DateOnly Day)>> DaysOffAsync(
        BalancedEduDb db, CancellationToken cancellation)
    {
        var rows = await db.OrganisationDaysOff.Where(d => d.ApprovedAt != null && d.RemovedAt == null)
            .Select(d => new { d.Organisation, d.Day }).ToListAsync(cancellation);
        return [.. rows.Select(r => (r.Organisation, r.Day))];
    }

    /// <summary>The calendar in force: the shipped one with all confirmed imports over it.</summary>
    public static async Task<WorkingDayCalendar> ReadAsync(BalancedEduDb db, CancellationToken cancellation)
    {
        var files = await db.CalendarImports.AsNoTracking().Where(i => i.Status == CalendarImportStatus.Confirmed)
            .OrderBy(i => i.Id).Select(i => i.Content).ToListAsync(cancellation);
        return files.Aggregate(WorkingDayCalendar.Shipped, (calendar, file) => calendar.With(YearsOf(file)));
    }

    /// <summary>The years of a file that was checked when it was uploaded.</summary>
    public static IReadOnlyList<CalendarYear> YearsOf(string content) =>
        CalendarFile.TryRead(Encoding.UTF8.GetBytes(content), out var refusal) ?? throw refusal!.ToException();

    /// <summary>
    /// Another one after each change: rows are only added, and of a day off only its approval and its removal are ever
    /// written, each once.
    /// </summary>
    private readonly record struct CalendarStamp(long Import, int Approved, int Removed);
}
