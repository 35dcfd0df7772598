using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Documents;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Documents;

/// <summary>A document of a case as it is listed.</summary>
/// <param name="Document">The row.</param>
/// <param name="IssuedByName">Who issued it, as shown.</param>
/// <param name="MayEnd">Whether the reader may void or replace it.</param>
public sealed record DocumentLine(IssuedDocument Document, string IssuedByName, bool MayEnd);

/// <summary>The file of a document.</summary>
/// <param name="Document">The row.</param>
/// <param name="Content">The PDF; null when the case was archived: it stands in its package.</param>
public sealed record DocumentFile(IssuedDocument Document, byte[]? Content);

/// <summary>
/// What people do with documents. The right is part of each query: who can't read the case finds nothing.
/// </summary>
public sealed class DocumentDesk
{
    /// <summary>Characters of a field that is asked for.</summary>
    public const int FieldLengthMax = 2000;

    private readonly BalancedEduDb _db;
    private readonly BundleCatalog _bundles;
    private readonly ProcessRunner _runner;
    private readonly DocumentIssuer _issuer;
    private readonly TimeProvider _time;

    internal DocumentDesk(
        BalancedEduDb db, BundleCatalog bundles, ProcessRunner runner, DocumentIssuer issuer, TimeProvider time) =>
        (_db, _bundles, _runner, _issuer, _time) = (db, bundles, runner, issuer, time);

    /// <summary>The documents of a case, newest first.</summary>
    public async Task<IReadOnlyList<DocumentLine>> ListAsync(
        AppUser person, long caseId, CancellationToken cancellation)
    {
        var rows = await (
            from d in Visible(person)
            where d.CaseId == caseId
            orderby d.Id descending
            select new
            {
                Document = d,
                Name = _db.Users.Where(u => u.UserName == d.IssuedBy).Select(u => u.DisplayName).FirstOrDefault(),
            }).AsNoTracking().ToListAsync(cancellation);
        if (rows.Count == 0)
            return [];
        var mine = (await OfferedAsync(person, caseId, cancellation)).Select(t => t.Kind)
            .ToHashSet(StringComparer.Ordinal);
        return [.. rows.Select(r => new DocumentLine(
            r.Document, r.Name ?? Actor.System.DisplayName,
            r.Document.Status == DocumentStatus.Valid && mine.Contains(r.Document.Kind)))];
    }

    /// <summary>The kinds that the person may issue in a case, by title.</summary>
    public async Task<IReadOnlyList<DocumentTemplate>> OfferedAsync(
        AppUser person, long caseId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        var found = await _db.VisibleCases(person).Where(c => c.Id == caseId)
            .Select(c => new { c.BundleVersionId, c.DistrictCode, c.SchoolCode }).SingleOrDefaultAsync(cancellation);
        if (found is null)
            return [];
        var bundle = await _bundles.GetAsync(found.BundleVersionId, cancellation);
        var posts = person.Holdings
            .Where(h => (h.DistrictCode is null || h.DistrictCode == found.DistrictCode)
                && (h.SchoolCode is null || h.SchoolCode == found.SchoolCode))
            .Select(h => h.PositionId).ToHashSet(StringComparer.Ordinal);
        return [.. SharedTemplates.All.Values.Where(t => !bundle.Documents.ContainsKey(t.Template.Kind))
            .Concat(bundle.Documents.Values).Select(t => t.Template)
            .Where(t => t.Head.Number is not null && t.Head.Issuers.Any(posts.Contains))
            .OrderBy(t => t.Kind, StringComparer.Ordinal)];
    }

    /// <summary>A document's file, or null when there is none or the person may not read its case.</summary>
    public async Task<DocumentFile?> FindAsync(AppUser person, long documentId, CancellationToken cancellation)
    {
        var found = await Visible(person).AsNoTracking().SingleOrDefaultAsync(d => d.Id == documentId, cancellation);
        return found is null ? null : new(found, await _db.DocumentContents.Where(c => c.DocumentId == documentId)
            .Select(c => c.Content).SingleOrDefaultAsync(cancellation));
    }

    /// <summary>
    /// 出具: by hand, where the person's post may. With <paramref name="replaces"/> the new one takes that one's place.
    /// </summary>
    /// <exception cref="DocumentException">The PDF can't be made.</exception>
    public async Task<Answer<IssuedDocument>> IssueAsync(
        AppUser person, IssueDocument request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!await _db.VisibleCases(person).AnyAsync(c => c.Id == request.CaseId, cancellation))
            return Refusals.CaseUnknown("出具文书", request.CaseId);
        var verb = request.Replaces is null ? "出具" : "替代";
        var offered = await OfferedAsync(person, request.CaseId, cancellation);
        if (offered.FirstOrDefault(t => t.Kind == request.Kind) is not { } template)
            return DocumentRefusals.NotYours(verb, request.Kind);
        if (request.Replaces is not null && string.IsNullOrWhiteSpace(request.Reason))
            return DocumentRefusals.NoReason(verb, template.Head.Title);

        // Only what the form asks for: a field of another name must not stand in for a variable of the case.
        var variables = FeelContext.Empty;
        foreach (var (name, label) in template.Head.Fields)
            if (request.Variables.TryGet(name, out var value) && value.AsString() is { Length: > 0 } text)
            {
                if (text.Length > FieldLengthMax)
                    return DocumentRefusals.TextTooLong(verb, template.Head.Title, name, label, text.Length);
                variables = variables.With(name, value);
            }
        return await _issuer.IssueAsync(request with { Variables = variables }, cancellation);
    }

    /// <summary>作废: the document no longer counts; its number stays its own.</summary>
    public async Task<ActionRefusal?> VoidAsync(
        AppUser person, long documentId, string? reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (await Visible(person).AsNoTracking().SingleOrDefaultAsync(d => d.Id == documentId, cancellation)
            is not { } found)
            return DocumentRefusals.Unknown("作废", documentId);
        var offered = await OfferedAsync(person, found.CaseId, cancellation);
        if (!offered.Any(t => t.Kind == found.Kind))
            return DocumentRefusals.NotYours("作废", found.Title);
        if (found.Status != DocumentStatus.Valid)
            return DocumentRefusals.NotValid("作废", found.Number);
        if (string.IsNullOrWhiteSpace(reason))
            return DocumentRefusals.NoReason("作废", found.Number);
        var refusal = await _runner.RunAsync(
            new(found.CaseId, null, Actor.Of(person))
            {
                Verb = "作废文书",
                Host = (step, _) =>
                {
                    step.Transition.Correspondence.Add(DocumentSql.Ended(
                        found.Id, DocumentStatus.Void, _time.GetStoredNow(), person.UserName!, reason.Trim(), null));
                    step.Append("DocumentVoided", null, null, Json.Of(w =>
                    {
                        w.WriteStartObject();
                        w.WriteNumber("documentId", found.Id);
                        w.WriteString("title", found.Title);
                        w.WriteString("number", found.Number);
                        w.WriteString("reason", reason.Trim());
                        w.WriteEndObject();
                    }));
                    return Task.CompletedTask;
                },
            },
            cancellation);

        // Somebody else has ended it between look and commit.
        return refusal is { Code: Refusals.BusyCode }
            && await _db.IssuedDocuments.AnyAsync(
                d => d.Id == documentId && d.Status != DocumentStatus.Valid, cancellation)
            ? DocumentRefusals.NotValid("作废", found.Number)
            : refusal;
    }

    private IQueryable<IssuedDocument> Visible(AppUser person)
    {
        var cases = _db.VisibleCases(person);
        return _db.IssuedDocuments.Where(d => cases.Any(c => c.Id == d.CaseId));
    }
}
