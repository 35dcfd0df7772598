using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Incidents;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Letters;

/// <summary>A job with its case.</summary>
/// <param name="Job">The row.</param>
/// <param name="CaseNumber">The case's number.</param>
/// <param name="CaseTitle">The case's title.</param>
public sealed record JobLine(OutboxJob Job, string CaseNumber, string CaseTitle);

/// <summary>A page of the list.</summary>
/// <param name="Lines">The newest first.</param>
/// <param name="Before">What the next page begins before, or null on the last.</param>
public sealed record JobPage(IReadOnlyList<JobLine> Lines, long? Before);

/// <summary>One job with the incident that waits for it, if one does.</summary>
/// <param name="Line">The job.</param>
/// <param name="IncidentId">The incident, or null.</param>
public sealed record JobSheet(JobLine Line, long? IncidentId);

/// <summary>What an administrator sees of jobs; the right to see is part of the query.</summary>
public sealed class JobDesk(BalancedEduDb db)
{
    private const int PageSize = 50;

    /// <summary>How many stand where, by status and kind.</summary>
    public async Task<ILookup<OutboxStatus, (string Job, int Count)>> CountAsync(
        AppUser person, CancellationToken cancellation)
    {
        var groups = await db.JobsFor(person).GroupBy(j => new { j.Status, j.Job })
            .Select(g => new { g.Key.Status, g.Key.Job, Count = g.Count() }).ToListAsync(cancellation);
        return groups.OrderBy(g => g.Job, StringComparer.Ordinal).ToLookup(g => g.Status, g => (g.Job, g.Count));
    }

    /// <summary>Jobs, the newest first.</summary>
    public async Task<JobPage> ListAsync(
        OutboxStatus status, string? job, long? before, AppUser person, CancellationToken cancellation)
    {
        var rows = db.JobsFor(person).Where(j => j.Status == status);
        if (job is not null)
            rows = rows.Where(j => j.Job == job);
        if (before is not null)
            rows = rows.Where(j => j.Id < before);
        var lines = await Lines(rows.OrderByDescending(j => j.Id).Take(PageSize + 1)).ToListAsync(cancellation);
        return lines.Count > PageSize ? new([.. lines.Take(PageSize)], lines[PageSize - 1].Job.Id) : new(lines, null);
    }

    /// <summary>One job, or null when there is none for this person.</summary>
    public async Task<JobSheet?> FindAsync(long id, AppUser person, CancellationToken cancellation)
    {
        if (await Lines(db.JobsFor(person).Where(j => j.Id == id)).SingleOrDefaultAsync(cancellation) is not { } line)
            return null;
        var incident = await db.IncidentsFor(person).Where(i => i.CaseId == line.Job.CaseId && i.ResolvedAt == null
                && (line.Job.JobId == 0
                    ? i.Code == IncidentCodes.JobFailed && i.SourceId == id
                    : i.ElementInstanceId == line.Job.JobId))
            .OrderByDescending(i => i.Id).Select(i => (long?)i.Id).FirstOrDefaultAsync(cancellation);
        return new(line, incident);
    }

    private IQueryable<JobLine> Lines(IQueryable<OutboxJob> rows) =>
        from j in rows.AsNoTracking()
        join c in db.Cases on j.CaseId equals c.Id
        orderby j.Id descending
        select new JobLine(j, c.Number, c.Title);
}
