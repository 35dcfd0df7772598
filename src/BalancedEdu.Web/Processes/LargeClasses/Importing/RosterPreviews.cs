using System.Text.Json;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.LargeClasses;
using BalancedEdu.Web.Processes.LargeClasses.Roster;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Processes.LargeClasses.Importing;

/// <summary>An open ticket, by the class that it is about.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="ImportId">The import that opened it, or null.</param>
public sealed record OpenTicket(long CaseId, long? ImportId);

/// <summary>Reads the stored file of an import again, with the columns and the term that the user has chosen.</summary>
public sealed class RosterPreviews(BalancedEduDb db, ClassSizeStandards standards, RosterLimits limits)
{
    /// <summary>What the import would do, or does.</summary>
    /// <exception cref="RosterFileException">The file can no longer be read.</exception>
    public async Task<RosterPreview> ReadAsync(RosterImport import, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(import);
        var reader = RosterReader.Read(
            new MemoryStream(import.Content ?? [], writable: false), import.FileName, limits);
        return await ReadAsync(reader, import, cancellation);
    }

    /// <summary>The same for a file that was just read.</summary>
    public async Task<RosterPreview> ReadAsync(
        RosterReader reader, RosterImport import, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(import);
        var choices = JsonSerializer.Deserialize<Dictionary<string, RosterColumn>>(import.Mapping) ?? [];
        var day = DateOnly.FromDateTime(import.UploadedAt.ToOffset(TimeSpan.FromHours(8)).DateTime);
        var context = new RosterContext(
            await DirectoryAsync(cancellation), standards.On(day), new(import.SchoolYear, import.Term),
            RosterScope.FromText(import.Districts).Districts, limits);
        return reader.Check(reader.Proposed.Corrected(choices), context);
    }

    /// <summary>The open tickets by class: the same class has one cohort and one number all its life.</summary>
    public async Task<Dictionary<(string School, int Cohort, int ClassNo), OpenTicket>> OpenTicketsAsync(
        CancellationToken cancellation)
    {
        var open = await db.LargeClassTickets.Where(t => t.Step < TicketStep.Closed).OrderBy(t => t.CaseId)
            .Select(t => new { t.SchoolCode, t.Cohort, t.ClassNo, t.CaseId, t.ImportId }).ToListAsync(cancellation);
        var tickets = new Dictionary<(string, int, int), OpenTicket>();
        foreach (var t in open) tickets[(t.SchoolCode, t.Cohort, t.ClassNo)] = new(t.CaseId, t.ImportId);
        return tickets;
    }

    private async Task<SchoolDirectory> DirectoryAsync(CancellationToken cancellation)
    {
        var schools = await (
            from s in db.Schools.AsNoTracking()
            join d in db.Districts on s.DistrictCode equals d.Code
            select new DirectorySchool(s.Code, s.Name, d.Code, d.Name, s.Kind, s.FoundedYear, s.MigrantPercent))
            .ToListAsync(cancellation);
        return new(schools);
    }
}
