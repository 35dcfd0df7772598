using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Documents;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Api;

/// <summary>
/// 出具: the kind and, by name, what its template asks for; with <c>replaces</c> it takes the place of that document, and
/// the reason says why.
/// </summary>
public sealed record DocumentBody(
    string Kind, Dictionary<string, string>? Fields = null, long? Replaces = null, string? Reason = null);

/// <summary>作废: why the document no longer counts.</summary>
public sealed record DocumentEndBody(string Reason);

/// <summary>A document: <c>valid</c>, <c>void</c> or <c>superseded</c>; /verify knows it by its code.</summary>
public sealed record ApiIssuedDocument(
    long Id, long CaseId, string Kind, string Title, string Number, string Status, DateTimeOffset IssuedAt,
    string IssuedBy, string Code, string Sha256, DateTimeOffset? EndedAt, string? EndedBy, string? EndReason,
    long? ReplacedBy);

/// <summary>What is asked for when a document of the kind is issued: a name and its label.</summary>
public sealed record ApiDocumentField(string Name, string Label);

/// <summary>A kind of document that the person may issue in a case.</summary>
public sealed record ApiDocumentKind(string Kind, string Title, IReadOnlyList<ApiDocumentField> Fields);

/// <summary>The documents of a case, the newest first, and what the person may issue there.</summary>
public sealed record ApiCaseDocuments(
    IReadOnlyList<ApiIssuedDocument> Documents, IReadOnlyList<ApiDocumentKind> Offered);

/// <summary>文书 of cases: issued, replaced and made void by the rules of the pages.</summary>
internal static class DocumentSurface
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/cases/{id:long}/documents", ListAsync).Reads<ApiCaseDocuments>(
            "The documents of a case, and the kinds that the person may issue there (文书)", "404 case.unknown");
        api.MapPost("/cases/{id:long}/documents", IssueAsync).Writes<ApiIssuedDocument>(
            ApiScopes.Decide, "Issue a document, or replace one by it (出具, 替代)", revised: false,
            "404 case.unknown", "404 document.unknown", "403 document.not-yours", "409 document.not-valid",
            "409 case.busy", "409 bpmn.*", "422 document.no-reason", "422 document.text-too-long",
            "503 document.*");
        api.MapPost("/documents/{id:long}/void", VoidAsync).Writes<ApiIssuedDocument>(
            ApiScopes.Decide, "Make a document void; its number stays its own (作废)", revised: false,
            "404 document.unknown", "403 document.not-yours", "409 document.not-valid", "409 case.busy",
            "409 bpmn.*", "422 document.no-reason");
    }

    private static async Task<IResult> ListAsync(
        long id, DocumentDesk desk, BalancedEduDb db, CurrentUser current, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (!await db.VisibleCases(person).AnyAsync(c => c.Id == id, cancellation))
            return ApiAnswer.Of(Refusals.CaseUnknown("查看文书", id)).ToResult();
        var documents = await desk.ListAsync(person, id, cancellation);
        var offered = await desk.OfferedAsync(person, id, cancellation);
        return ApiAnswer.Ok(new ApiCaseDocuments(
            [.. documents.Select(d => View(d.Document))],
            [.. offered.Select(t => new ApiDocumentKind(
                t.Kind, t.Head.Title, [.. t.Head.Fields.Select(f => new ApiDocumentField(f.Key, f.Value))]))]))
            .ToResult();
    }

    private static async Task<ApiAnswer> IssueAsync(
        long id, DocumentBody body, HttpContext http, DocumentDesk desk, CurrentUser current)
    {
        var person = await current.GetAsync();
        var variables = new FeelContext((body.Fields ?? []).Select(
            f => new KeyValuePair<string, FeelValue>(f.Key, FeelValue.Of(f.Value?.Trim()))));
        try
        {
            var issued = await desk.IssueAsync(
                person,
                new(id, body.Kind, variables, Actor.Of(person), $"program:{Idempotency.OnceOf(http)}")
                {
                    Replaces = body.Replaces,
                    Reason = body.Reason?.Trim(),
                },
                default);
            return ApiAnswer.Of(issued, View);
        }
        catch (DocumentException e)
        {
            return ApiAnswer.Of(StatusCodes.Status503ServiceUnavailable, e.Code, e.Message);
        }
    }

    private static async Task<ApiAnswer> VoidAsync(
        long id, DocumentEndBody body, DocumentDesk desk, CurrentUser current)
    {
        var person = await current.GetAsync();
        return await desk.VoidAsync(person, id, body.Reason, default) is { } refusal
            ? ApiAnswer.Of(refusal)
            : ApiAnswer.Ok(View((await desk.FindAsync(person, id, default))!.Document));
    }

    private static ApiIssuedDocument View(IssuedDocument d) => new(
        d.Id, d.CaseId, d.Kind, d.Title, d.Number, d.Status.ToString().ToLowerInvariant(), d.IssuedAt, d.IssuedBy,
        d.Code, Convert.ToHexStringLower(d.Sha256), d.EndedAt, d.EndedBy, d.EndReason, d.ReplacedById);
}
