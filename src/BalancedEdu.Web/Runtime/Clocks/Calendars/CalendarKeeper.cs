using System.Text;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.Calendars;

/// <summary>Keeps the calendar of this node the one that was confirmed last, on whichever node.</summary>
internal sealed class CalendarKeeper(Func<BalancedEduDb> open, OfficeTime office, ILogger<CalendarKeeper> log)
    : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private long _last;

    /// <summary>Takes over what was confirmed since the last look.</summary>
    /// <returns>Whether the calendar has changed.</returns>
    public async Task<bool> AdoptAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            await using var db = open();
            if (await LastAsync(db, cancellation) is var last && last == _last)
                return false;
            office.Adopt(await ReadAsync(db, cancellation));
            _last = last;
            log.LogInformation("Calendar {Version} is in force", office.Calendar.Version);
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
}
