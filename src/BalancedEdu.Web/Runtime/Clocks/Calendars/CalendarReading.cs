using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.Calendars;

/// <summary>An import in a list.</summary>
/// <param name="Import">The import.</param>
/// <param name="ImportedBy">Who uploaded it, as shown.</param>
/// <param name="DecidedBy">Who confirmed or discarded it, as shown; empty before.</param>
public sealed record CalendarLine(CalendarImport Import, string ImportedBy, string DecidedBy);

/// <summary>An import with what it changes.</summary>
/// <param name="Line">The import.</param>
/// <param name="Days">The days that it changes against the calendar in force, in words.</param>
/// <param name="Moves">Clocks that it moves; only of a draft.</param>
/// <param name="Next">The clock after which the next page begins, or null.</param>
/// <param name="Stale">Whether another import came into force since it was compared.</param>
public sealed record CalendarSheet(
    CalendarLine Line, IReadOnlyList<string> Days, IReadOnlyList<ClockMove> Moves, long? Next, bool Stale);

/// <summary>Reads imports of the calendar, for administrators.</summary>
public sealed class CalendarReading(BalancedEduDb db, CalendarComparison comparison)
{
    private const int ListMax = 50;

    /// <summary>The newest imports.</summary>
    public async Task<IReadOnlyList<CalendarLine>> ListAsync(CancellationToken cancellation) =>
        await Lines(db.CalendarImports.OrderByDescending(i => i.Id).Take(ListMax)).ToListAsync(cancellation);

    /// <summary>An import, or null.</summary>
    /// <param name="id">The row.</param>
    /// <param name="after">The clock after which the moves begin; 0: at the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<CalendarSheet?> FindAsync(long id, long after, CancellationToken cancellation)
    {
        var line = await Lines(db.CalendarImports.Where(i => i.Id == id)).SingleOrDefaultAsync(cancellation);
        if (line is null)
            return null;
        if (line.Import.Status != CalendarImportStatus.Draft)
            return new(line, [], [], null, false);
        var current = await CalendarKeeper.ReadAsync(db, cancellation);
        var stale = line.Import.BaseId != await CalendarKeeper.LastAsync(db, cancellation);
        var years = CalendarKeeper.YearsOf(line.Import.Content);
        var (moves, next) = await comparison.PageAsync(current.With([.. years]), after, cancellation);
        return new(line, [.. years.SelectMany(y => DaysOf(y, current))], moves, next, stale);
    }

    private static IEnumerable<string> DaysOf(CalendarYear year, WorkingDayCalendar current)
    {
        var then = current.With([year]);
        for (var day = new DateOnly(year.Year, 1, 1); day.Year == year.Year; day = day.AddDays(1))
            if (then.IsWorkingDay(day) != current.IsWorkingDay(day))
                yield return $"{day:yyyy-MM-dd} 周{"日一二三四五六"[(int)day.DayOfWeek]} 改为"
                    + (then.IsWorkingDay(day) ? "上班" : "放假");
    }

    private IQueryable<CalendarLine> Lines(IQueryable<CalendarImport> imports) => imports.AsNoTracking()
        .Select(i => new CalendarLine(
            i,
            db.Users.Where(u => u.UserName == i.ImportedBy).Select(u => u.DisplayName).FirstOrDefault() ?? i.ImportedBy,
            db.Users.Where(u => u.UserName == i.DecidedBy).Select(u => u.DisplayName).FirstOrDefault() ?? ""));
}
