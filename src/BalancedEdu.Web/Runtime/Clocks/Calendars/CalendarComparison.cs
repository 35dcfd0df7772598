using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.Calendars;

/// <summary>An open clock that another calendar would move.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="CaseNumber">The number of its case.</param>
/// <param name="CaseTitle">Its title.</param>
/// <param name="From">Its end by the calendar in force.</param>
/// <param name="To">Its end by the other one.</param>
/// <param name="Provisional">Whether that still is 暂估.</param>
public sealed record ClockMove(
    ClockRow Clock, string CaseNumber, string CaseTitle, DateTimeOffset From, DateTimeOffset To, bool Provisional);

/// <summary>How many open clocks a calendar moves.</summary>
/// <param name="Earlier">End earlier.</param>
/// <param name="Later">End later.</param>
/// <param name="Unmoved">End as before.</param>
public sealed record MoveCounts(int Earlier, int Later, int Unmoved);

/// <summary>Says what a calendar would change, without changing anything.</summary>
public sealed class CalendarComparison(BalancedEduDb db, OfficeTime office, TimeProvider time)
{
    /// <summary>Moves a page.</summary>
    public const int PageSize = 50;

    private const int Batch = 500;

    /// <summary>Counts all open clocks.</summary>
    public async Task<MoveCounts> CountAsync(WorkingDayCalendar calendar, CancellationToken cancellation)
    {
        var (earlier, later, unmoved) = (0, 0, 0);
        await foreach (var move in AllAsync(calendar, 0, cancellation))
            if (move.To < move.From) earlier++;
            else if (move.To > move.From) later++;
            else unmoved++;
        return new(earlier, later, unmoved);
    }

    /// <summary>The clocks that move, in the order of their rows.</summary>
    /// <param name="calendar">The other calendar.</param>
    /// <param name="after">The clock after which the page begins; 0: at the first.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The moves, and the clock after which the next page begins, or null.</returns>
    public async Task<(IReadOnlyList<ClockMove> Moves, long? Next)> PageAsync(
        WorkingDayCalendar calendar, long after, CancellationToken cancellation)
    {
        var moves = new List<ClockMove>();
        await foreach (var move in AllAsync(calendar, after, cancellation))
        {
            if (move.To == move.From)
                continue;
            if (moves.Count == PageSize)
                return (moves, moves[^1].Clock.Id);
            moves.Add(move);
        }
        return (moves, null);
    }

    private async IAsyncEnumerable<ClockMove> AllAsync(
        WorkingDayCalendar calendar, long after,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (now, before, then) = (time.GetUtcNow(), office.Fixed(), office.With(calendar));
        while (true)
        {
            var page = await (
                from c in db.Clocks.AsNoTracking()
                where c.EndedAt == null && c.Id > after
                join k in db.Cases on c.CaseId equals k.Id
                orderby c.Id
                select new { Clock = c, k.Number, k.Title }).Take(Batch).ToListAsync(cancellation);
            foreach (var row in page)
            {
                var to = row.Clock.Read(then, now);
                yield return new(
                    row.Clock, row.Number, row.Title, row.Clock.Read(before, now).DueAt!.Value, to.DueAt!.Value,
                    to.Provisional);
            }
            if (page.Count < Batch)
                yield break;
            after = page[^1].Clock.Id;
        }
    }
}
