using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>One case of a search.</summary>
/// <param name="Id">The row.</param>
/// <param name="Type">大班额.</param>
/// <param name="Number">The number people quote.</param>
/// <param name="Title">The title.</param>
/// <param name="Applicant">The applicant as shown.</param>
/// <param name="Step">The current step, or empty.</param>
/// <param name="Status">How it stands.</param>
/// <param name="StartedAt">When it started.</param>
public sealed record CaseLine(
    long Id, string Type, string Number, string Title, string Applicant, string Step, CaseStatus Status,
    DateTimeOffset StartedAt);

/// <summary>A page of found cases, newest first.</summary>
/// <param name="Rows">At most as many as were asked for.</param>
/// <param name="Next">The row after which the next page begins, or null.</param>
public sealed record CasePage(IReadOnlyList<CaseLine> Rows, long? Next);

/// <summary>Looks cases up by number, title, applicant; only those that the person may see.</summary>
public sealed class CaseSearch(BalancedEduDb db)
{
    /// <summary>Rows on a page of the product.</summary>
    public const int PageSize = 20;

    /// <summary>One page; without words, the newest cases.</summary>
    public Task<CasePage> FindAsync(AppUser person, string? words, long? before, CancellationToken cancellation) =>
        FindAsync(person, words, before, PageSize, cancellation);

    /// <summary>One page of so many rows.</summary>
    public async Task<CasePage> FindAsync(
        AppUser person, string? words, long? before, int size, CancellationToken cancellation)
    {
        var cases = db.VisibleCases(person);
        if (words is not null)
        {
            var (any, number) = (SearchText.Contains(words), SearchText.Contains(words.ToUpperInvariant()));
            cases = cases.Where(c =>
                EF.Functions.Like(c.Number, number, "\\") || EF.Functions.Like(c.Title, any, "\\")
                || EF.Functions.Like(c.ApplicantName, any, "\\"));
        }
        if (before is { } last)
            cases = cases.Where(c => c.Id < last);
        var rows = await (
            from c in cases
            join b in db.BundleVersions on c.BundleVersionId equals b.Id
            orderby c.Id descending
            select new CaseLine(
                c.Id, b.ShortName, c.Number, c.Title, c.ApplicantName,
                db.Tasks.Where(t => t.CaseId == c.Id && t.Status == WorkTaskStatus.Open).OrderBy(t => t.Id)
                    .Select(t => t.Name).FirstOrDefault() ?? "",
                c.Status, c.StartedAt))
            .Take(size + 1).ToListAsync(cancellation);
        return rows.Count > size ? new(rows[..size], rows[size - 1].Id) : new(rows, null);
    }

    /// <summary>The case of exactly that number, or null.</summary>
    public async Task<long?> FindByNumberAsync(AppUser person, string number, CancellationToken cancellation) =>
        await db.VisibleCases(person).Where(c => c.Number == number).Select(c => (long?)c.Id)
            .SingleOrDefaultAsync(cancellation);

    /// <summary>The day on which a case of exactly that number was archived, or null. No more is told of it.</summary>
    public async Task<DateTimeOffset?> FindArchivedAsync(string number, CancellationToken cancellation) =>
        await db.ArchivedCases.Where(a => a.Number == number && a.DeletedAt != null)
            .Select(a => (DateTimeOffset?)a.ArchivedAt).SingleOrDefaultAsync(cancellation);
}

/// <summary>Words of a person as a pattern for LIKE with the escape character \.</summary>
internal static class SearchText
{
    public static string Contains(string words) => "%" + words
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal) + "%";
}
