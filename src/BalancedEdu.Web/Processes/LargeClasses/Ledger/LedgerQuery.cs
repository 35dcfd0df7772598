using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.LargeClasses.Ledger;

/// <summary>A line of the ledger on a page.</summary>
/// <param name="Ticket">The ticket.</param>
/// <param name="TaskId">Its most urgent open task, or null.</param>
/// <param name="Readable">Whether the person may open the case.</param>
public sealed record LedgerRow(LargeClassTicket Ticket, long? TaskId, bool Readable);

/// <summary>A page of the ledger.</summary>
/// <param name="Rows">At most a page.</param>
/// <param name="Total">All rows of the filter.</param>
/// <param name="Before">How many stand before the first row.</param>
/// <param name="HasPrevious">Whether there are rows before.</param>
/// <param name="HasNext">Whether there are rows behind.</param>
public sealed record LedgerPage(IReadOnlyList<LedgerRow> Rows, int Total, int Before, bool HasPrevious, bool HasNext);

/// <summary>The sums of a district.</summary>
/// <param name="Code">Six digits.</param>
/// <param name="Name">澄江区.</param>
/// <param name="S1">超省标.</param>
/// <param name="S2">大班额.</param>
/// <param name="S3">超大班额.</param>
/// <param name="Overdue">With an overdue task.</param>
public sealed record DistrictLine(string Code, string Name, int S1, int S2, int S3, int Overdue)
{
    /// <summary>All tickets.</summary>
    public int Total => S1 + S2 + S3;
}

/// <summary>
/// Reads the ledger. Who sees what is part of the query: offices of the city see all of it, a district its own schools,
/// a school itself.
/// </summary>
public sealed class LedgerQuery(BalancedEduDb db, TimeProvider time)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 20;

    private static readonly string[] Posts =
    [
        "edu.planning", "edu.finance", "edu.basic", "edu.hr", "edu.inspect", "edu.inspector", "edu.leader", "city-gov",
        "audit-office", "system.admin", "district-gov", "district.edu", "school.principal", "school.registrar",
    ];

    /// <summary>One page, behind a place or, going back, before one.</summary>
    public async Task<LedgerPage> PageAsync(
        AppUser person, LedgerFilter filter, LedgerCursor? after, LedgerCursor? before, CancellationToken cancellation)
    {
        var all = Narrow(VisibleTo(person), filter);
        var back = before is not null && after is null;
        var part = back ? Reversed(Before(all, before!)) : Ordered(after is null ? all : Behind(all, after));
        var tickets = await part.AsNoTracking().Take(PageSize + 1).ToListAsync(cancellation);
        var more = tickets.Count > PageSize;
        if (more) tickets.RemoveAt(PageSize);
        if (back) tickets.Reverse();
        var total = await all.CountAsync(cancellation);
        var inFront = tickets.Count == 0 ? 0 : await Before(all, CursorOf(tickets[0])).CountAsync(cancellation);
        return new(
            await AddTasksAsync(person, tickets, cancellation), total, inFront, inFront > 0,
            inFront + tickets.Count < total);
    }

    /// <summary>All rows of a filter in order, one after the other, for an export.</summary>
    public IAsyncEnumerable<LargeClassTicket> AllAsync(AppUser person, LedgerFilter filter) =>
        Ordered(Narrow(VisibleTo(person), filter)).AsNoTracking().AsAsyncEnumerable();

    /// <summary>Sums a district; the choice of a district and the search do not narrow them.</summary>
    public async Task<IReadOnlyList<DistrictLine>> DistrictsAsync(
        AppUser person, LedgerFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var tickets = Narrow(VisibleTo(person), filter with { District = null, Search = null });
        var counts = await tickets.GroupBy(t => new { t.DistrictCode, t.Severity })
            .Select(g => new { g.Key.DistrictCode, g.Key.Severity, Count = g.Count() }).ToListAsync(cancellation);
        var overdue = await OverdueOf(tickets).GroupBy(t => t.DistrictCode)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var names = await db.Districts.ToDictionaryAsync(d => d.Code, d => d.Name, cancellation);
        var bySeverity = counts.ToDictionary(c => (c.DistrictCode, c.Severity), c => c.Count);
        return
        [
            .. counts.Select(c => c.DistrictCode).Distinct().Order(StringComparer.Ordinal).Select(
                code => new DistrictLine(
                code, names.GetValueOrDefault(code, code), bySeverity.GetValueOrDefault((code, 1)),
                bySeverity.GetValueOrDefault((code, 2)), bySeverity.GetValueOrDefault((code, 3)),
                overdue.GetValueOrDefault(code))),
        ];
    }

    /// <summary>The school years that have tickets, the newest first.</summary>
    public Task<List<int>> YearsAsync(AppUser person, CancellationToken cancellation) =>
        VisibleTo(person).Select(t => t.SchoolYear).Distinct().OrderByDescending(y => y).ToListAsync(cancellation);

    /// <summary>The day of the newest snapshot, or null.</summary>
    public Task<DateOnly?> SnapshotDayAsync(CancellationToken cancellation) =>
        db.RosterSnapshots.OrderByDescending(s => s.Id).Select(s => (DateOnly?)s.TakenOn)
            .FirstOrDefaultAsync(cancellation);

    private IQueryable<LargeClassTicket> VisibleTo(AppUser person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return db.LargeClassTickets.Where(t => db.Holdings.Any(
            h => h.UserId == person.Id && Posts.Contains(h.PositionId)
            && (h.DistrictCode == null || h.DistrictCode == t.DistrictCode)
            && (h.SchoolCode == null || h.SchoolCode == t.SchoolCode)));
    }

    private IQueryable<LargeClassTicket> OverdueOf(IQueryable<LargeClassTicket> tickets)
    {
        var now = time.GetUtcNow();
        return tickets.Where(t => db.Tasks.Any(
            x => x.CaseId == t.CaseId && x.Status == WorkTaskStatus.Open && x.DueAt < now));
    }

    private IQueryable<LargeClassTicket> Narrow(IQueryable<LargeClassTicket> tickets, LedgerFilter filter)
    {
        if (filter.Year is { } year) tickets = tickets.Where(t => t.SchoolYear == year);
        if (filter.District is { } district) tickets = tickets.Where(t => t.DistrictCode == district);
        if (filter.Stage is { } stage) tickets = tickets.Where(t => t.Stage == stage);
        if (filter.Severity is { } severity) tickets = tickets.Where(t => t.Severity == severity);
        if (filter.Step is { } step) tickets = tickets.Where(t => t.Step == step);
        else if (filter.Status is null) tickets = tickets.Where(t => t.Step < TicketStep.Closed);
        else if (filter.Status == "closed") tickets = tickets.Where(t => t.Step >= TicketStep.Closed);
        if (filter.StartGrade) tickets = tickets.Where(t => t.IsStartGrade);
        if (filter.Search is { } search)
            tickets = tickets.Where(t => t.SchoolName.Contains(search) || t.Number.Contains(search)
                || t.SchoolCode == search);
        return filter.Overdue ? OverdueOf(tickets) : tickets;
    }

    private async Task<IReadOnlyList<LedgerRow>> AddTasksAsync(
        AppUser person, List<LargeClassTicket> tickets, CancellationToken cancellation)
    {
        var ids = tickets.Select(t => t.CaseId).ToList();
        var open = await db.Tasks.Where(t => ids.Contains(t.CaseId) && t.Status == WorkTaskStatus.Open)
            .Select(t => new { t.CaseId, t.Id, t.DueAt }).ToListAsync(cancellation);
        var urgent = open.GroupBy(t => t.CaseId).ToDictionary(
            g => g.Key, g => g.OrderBy(t => t.DueAt ?? DateTimeOffset.MaxValue).ThenBy(t => t.Id).First().Id);
        var readable = await db.VisibleCases(person).Where(c => ids.Contains(c.Id)).Select(c => c.Id)
            .ToHashSetAsync(cancellation);
        return [.. tickets.Select(t => new LedgerRow(
            t, urgent.TryGetValue(t.CaseId, out var task) ? task : null, readable.Contains(t.CaseId)))];
    }

    /// <summary>The place of a ticket.</summary>
    public static LedgerCursor CursorOf(LargeClassTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return new(ticket.Severity, ticket.OverCount, ticket.CaseId);
    }

    private static IQueryable<LargeClassTicket> Ordered(IQueryable<LargeClassTicket> tickets) =>
        tickets.OrderByDescending(t => t.Severity).ThenByDescending(t => t.OverCount).ThenBy(t => t.CaseId);

    private static IQueryable<LargeClassTicket> Reversed(IQueryable<LargeClassTicket> tickets) =>
        tickets.OrderBy(t => t.Severity).ThenBy(t => t.OverCount).ThenByDescending(t => t.CaseId);

    private static IQueryable<LargeClassTicket> Behind(IQueryable<LargeClassTicket> tickets, LedgerCursor place) =>
        tickets.Where(t => t.Severity < place.Severity || t.Severity == place.Severity
            && (t.OverCount < place.OverCount || t.OverCount == place.OverCount && t.CaseId > place.CaseId));

    private static IQueryable<LargeClassTicket> Before(IQueryable<LargeClassTicket> tickets, LedgerCursor place) =>
        tickets.Where(t => t.Severity > place.Severity || t.Severity == place.Severity
            && (t.OverCount > place.OverCount || t.OverCount == place.OverCount && t.CaseId < place.CaseId));
}
