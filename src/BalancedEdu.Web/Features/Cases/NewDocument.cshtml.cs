using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>出具文书: which, what it says, done. The form's operation makes a second press the same document.</summary>
public sealed class NewDocumentModel(DocumentDesk desk, CurrentUser current) : PageModel
{
    private const string FieldPrefix = "f-";

    /// <summary>The case.</summary>
    public long CaseId { get; private set; }

    /// <summary>What the person may issue.</summary>
    public IReadOnlyList<DocumentTemplate> Offered { get; private set; } = [];

    /// <summary>What was chosen, or null.</summary>
    public DocumentTemplate? Template { get; private set; }

    /// <summary>What was typed.</summary>
    public Dictionary<string, string> Values { get; } = [];

    /// <summary>What makes a second press the same document.</summary>
    public string Operation { get; private set; } = "";

    /// <summary>Why nothing was issued, or null.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The form.</summary>
    public async Task<IActionResult> OnGetAsync(long id, string? kind, CancellationToken cancellation)
    {
        Operation = Guid.NewGuid().ToString("N");
        return await ReadAsync(id, kind, cancellation) ? Page() : NotFound();
    }

    /// <summary>出具.</summary>
    public async Task<IActionResult> OnPostAsync(
        long id, string kind, string operation, CancellationToken cancellation)
    {
        if (!await ReadAsync(id, kind, cancellation) || Template is null || !Guid.TryParse(operation, out var key))
            return NotFound();
        Operation = operation;
        var variables = FeelContext.Empty;
        foreach (var (name, _) in Template.Head.Fields)
        {
            Values[name] = Request.Form[FieldPrefix + name].ToString().Trim();
            variables = variables.With(name, FeelValue.Of(Values[name]));
        }
        try
        {
            var answer = await desk.IssueAsync(
                await current.GetAsync(cancellation),
                new(id, kind, variables, await current.GetActorAsync(cancellation), $"hand:{key:N}"), cancellation);
            if (!answer.Refused)
            {
                new Toast($"已出具 {answer.Value.Title} {answer.Value.Number}").Put(TempData);
                return Redirect($"/Cases/{id}#documents");
            }
            Response.StatusCode = RefusalStatus.Of(answer.Refusal.Kind);
            Refusal = answer.Refusal.Message;
        }
        catch (DocumentException e)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Refusal = e.Message;
        }
        return Page();
    }

    private async Task<bool> ReadAsync(long id, string? kind, CancellationToken cancellation)
    {
        CaseId = id;
        Offered = await desk.OfferedAsync(await current.GetAsync(cancellation), id, cancellation);
        Template = Offered.FirstOrDefault(t => t.Kind == kind) ?? (Offered.Count == 1 ? Offered[0] : null);
        return Offered.Count > 0;
    }
}
