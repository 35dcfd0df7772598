using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Documents;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>作废 or 替代 of a document, with a reason.</summary>
public sealed class EndDocumentModel(DocumentDesk desk, CurrentUser current) : PageModel
{
    /// <summary>The document.</summary>
    public IssuedDocument Document { get; private set; } = null!;

    /// <summary>What the one in its place asks for.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; private set; } = [];

    /// <summary>What was typed for it.</summary>
    public Dictionary<string, string> Values { get; } = [];

    /// <summary>What makes a second press the same document.</summary>
    public string Operation { get; private set; } = "";

    /// <summary>The reason as typed.</summary>
    public string? Reason { get; private set; }

    /// <summary>Why nothing was changed, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The form.</summary>
    public async Task<IActionResult> OnGetAsync(long id, long documentId, CancellationToken cancellation)
    {
        Operation = Guid.NewGuid().ToString("N");
        return await ReadAsync(id, documentId, cancellation) ? Page() : NotFound();
    }

    /// <summary>作废, or with <paramref name="replace"/> a new one in its place.</summary>
    public async Task<IActionResult> OnPostAsync(
        long id, long documentId, string? reason, bool replace, string operation, CancellationToken cancellation)
    {
        if (!await ReadAsync(id, documentId, cancellation) || !Guid.TryParse(operation, out var key))
            return NotFound();
        (Reason, Operation) = (reason, operation);
        var person = await current.GetAsync(cancellation);
        try
        {
            var refusal = replace
                ? await ReplaceAsync(key, cancellation)
                : await desk.VoidAsync(person, documentId, reason, cancellation);
            if (refusal is null)
            {
                new Toast(replace ? "已以新文书替代" : $"已作废 {Document.Number}").Put(TempData);
                return Redirect($"/Cases/{id}#documents");
            }
            Response.StatusCode = RefusalStatus.Of(refusal.Kind);
            Refusal = refusal.Fields is [var field, ..] ? field.Message : refusal.Message;
        }
        catch (DocumentException e)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Refusal = e.Message;
        }
        return Page();
    }

    private async Task<ActionRefusal?> ReplaceAsync(Guid key, CancellationToken cancellation)
    {
        var variables = FeelContext.Empty;
        foreach (var (name, _) in Fields)
        {
            Values[name] = Request.Form["f-" + name].ToString().Trim();
            variables = variables.With(name, FeelValue.Of(Values[name]));
        }
        var answer = await desk.IssueAsync(
            await current.GetAsync(cancellation),
            new(Document.CaseId, Document.Kind, variables, await current.GetActorAsync(cancellation), $"hand:{key:N}")
            {
                Replaces = Document.Id,
                Reason = Reason?.Trim(),
            },
            cancellation);
        return answer.Refusal;
    }

    private async Task<bool> ReadAsync(long id, long documentId, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        var file = await desk.FindAsync(person, documentId, cancellation);
        if (file is null || file.Document.CaseId != id)
            return false;
        Document = file.Document;
        var offered = await desk.OfferedAsync(person, id, cancellation);
        if (offered.FirstOrDefault(t => t.Kind == Document.Kind) is not { } template)
            return false;
        Fields = template.Head.Fields;
        return true;
    }
}
