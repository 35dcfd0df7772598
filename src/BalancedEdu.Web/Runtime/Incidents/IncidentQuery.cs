using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Starts;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>Which incidents are listed.</summary>
/// <param name="Resolved">Those that are over, instead of those that wait.</param>
/// <param name="Code">Only of this kind; null: of all.</param>
/// <param name="ProcessId">Only of this process; null: of all, and of no case.</param>
public sealed record IncidentFilter(bool Resolved, string? Code, string? ProcessId);

/// <summary>A line of the list.</summary>
/// <param name="Row">The incident.</param>
/// <param name="CaseNumber">The case's number, or null.</param>
/// <param name="CaseTitle">The case's title, or null.</param>
/// <param name="ProcessId">The case's process, or null.</param>
public sealed record IncidentLine(IncidentRow Row, string? CaseNumber, string? CaseTitle, string? ProcessId);

/// <summary>A page of the list.</summary>
/// <param name="Lines">The newest first.</param>
/// <param name="Before">What the next page begins before, or null on the last.</param>
public sealed record IncidentPage(IReadOnlyList<IncidentLine> Lines, long? Before);

/// <summary>How many wait, by kind and by process.</summary>
/// <param name="All">In all.</param>
/// <param name="ByCode">By kind, the most frequent first.</param>
/// <param name="ByProcess">By process.</param>
public sealed record IncidentCounts(
    int All, IReadOnlyList<(string Code, int Count)> ByCode, IReadOnlyList<(string ProcessId, int Count)> ByProcess);

/// <summary>One incident with what is needed to judge it.</summary>
/// <param name="Line">The incident and its case.</param>
/// <param name="Bundle">What the case runs on; null without a case.</param>
/// <param name="CaseVersion">The version of the case that the variables are of.</param>
/// <param name="Variables">The variables of the process scope; null when the state can't be read.</param>
/// <param name="OwnVariables">Variables that only the element sees; empty without.</param>
/// <param name="Passed">Elements that were passed, for the diagram.</param>
/// <param name="Offers">What can be done.</param>
public sealed record IncidentSheet(
    IncidentLine Line, PublishedBundle? Bundle, long CaseVersion, FeelContext? Variables, FeelContext OwnVariables,
    IReadOnlyCollection<string> Passed, IncidentOffers Offers)
{
    /// <summary>What a start by time has missed, the first of them; empty for all other incidents.</summary>
    public IReadOnlyList<MissedStart> Missed { get; init; } = [];

    /// <summary>How many that are in all.</summary>
    public int MissedCount { get; init; }

    /// <summary>The element's name, or what else stopped.</summary>
    public string ElementName => Bundle?.Definition.NameOf(Line.Row.ElementId) ?? Line.Row.ElementId;
}

/// <summary>Reads incidents; the right to see is part of the query.</summary>
public sealed class IncidentQuery(BalancedEduDb db, BundleCatalog bundles)
{
    private const int PageSize = 50;

    /// <summary>How much of what a start has missed is listed.</summary>
    private const int MissedMost = 100;

    /// <summary>Incidents, the newest first.</summary>
    public async Task<IncidentPage> ListAsync(
        IncidentFilter filter, long? before, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var rows = db.IncidentsFor(person).Where(i => i.ResolvedAt != null == filter.Resolved);
        if (filter.Code is not null)
            rows = rows.Where(i => i.Code == filter.Code);
        if (filter.ProcessId is not null)
            rows = rows.Where(i => db.Cases.Any(c => c.Id == i.CaseId && c.ProcessId == filter.ProcessId));
        if (before is not null)
            rows = rows.Where(i => i.Id < before);
        var lines = await Lines(rows.OrderByDescending(i => i.Id).Take(PageSize + 1)).ToListAsync(cancellation);
        return lines.Count > PageSize
            ? new([.. lines.Take(PageSize)], lines[PageSize - 1].Row.Id)
            : new(lines, null);
    }

    /// <summary>How many wait.</summary>
    public async Task<IncidentCounts> CountAsync(AppUser person, CancellationToken cancellation)
    {
        var open = db.IncidentsFor(person).Where(i => i.ResolvedAt == null);
        var groups = await (
            from i in open
            from c in db.Cases.Where(c => c.Id == i.CaseId).DefaultIfEmpty()
            group i by new { i.Code, ProcessId = c == null ? null : c.ProcessId } into g
            select new { g.Key.Code, g.Key.ProcessId, Count = g.Count() }).ToListAsync(cancellation);
        return new(
            groups.Sum(g => g.Count),
            [.. groups.GroupBy(g => g.Code).Select(g => (g.Key, g.Sum(x => x.Count)))
                .OrderByDescending(g => g.Item2).ThenBy(g => g.Key, StringComparer.Ordinal)],
            [.. groups.Where(g => g.ProcessId is not null).GroupBy(g => g.ProcessId!)
                .Select(g => (g.Key, g.Sum(x => x.Count))).OrderBy(g => g.Key, StringComparer.Ordinal)]);
    }

    /// <summary>One incident, or null when there is none for this person.</summary>
    public async Task<IncidentSheet?> FindAsync(long id, AppUser person, CancellationToken cancellation)
    {
        var line = await Lines(db.IncidentsFor(person).Where(i => i.Id == id)).SingleOrDefaultAsync(cancellation);
        if (line?.Row.CaseId is not { } caseId)
            return line is null ? null : await WithoutCaseAsync(line, cancellation);
        var @case = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == caseId, cancellation);
        var bundle = await bundles.GetAsync(@case.BundleVersionId, cancellation);
        var state = StateOf(@case);
        var own = state?.Elements.GetValueOrDefault(line.Row.ElementInstanceId);
        return new(
            line, bundle, @case.Version, state?.Variables,
            own is { ParentId: not 0 } ? own.Variables : FeelContext.Empty, state?.CompletedElementIds ?? [],
            IncidentOffers.Of(line.Row, bundle.Definition.Find(line.Row.ElementId)));
    }

    private async Task<IncidentSheet> WithoutCaseAsync(IncidentLine line, CancellationToken cancellation)
    {
        var sheet = new IncidentSheet(
            line, null, 0, null, FeelContext.Empty, [], IncidentOffers.Of(line.Row, null));
        if (!MissedStarts.IsAbout(line.Row))
            return sheet;
        var missed = db.MissedOf(line.Row);
        return sheet with
        {
            MissedCount = await missed.CountAsync(cancellation),
            Missed = await missed.OrderBy(m => m.Id).Take(MissedMost)
                .Select(m => new MissedStart(m.Id, m.CreatedAt, m.Attempts, m.Status == OutboxStatus.Dead))
                .ToListAsync(cancellation),
        };
    }

    /// <summary>The newest incident of a case that waits, or null.</summary>
    public Task<long?> NewestOfCaseAsync(long? caseId, AppUser person, CancellationToken cancellation) =>
        db.IncidentsFor(person).Where(i => i.CaseId != null && i.CaseId == caseId && i.ResolvedAt == null)
            .OrderByDescending(i => i.Id).Select(i => (long?)i.Id).FirstOrDefaultAsync(cancellation);

    private IQueryable<IncidentLine> Lines(IQueryable<IncidentRow> rows) =>
        from i in rows.AsNoTracking()
        from c in db.Cases.Where(c => c.Id == i.CaseId).DefaultIfEmpty()
        orderby i.Id descending
        select new IncidentLine(
            i, c == null ? null : c.Number, c == null ? null : c.Title, c == null ? null : c.ProcessId);

    /// <summary>A state that can't be read is perhaps what the incident is about.</summary>
    internal static ProcessState? StateOf(Case @case)
    {
        try
        {
            return ProcessState.FromJson(@case.State);
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
