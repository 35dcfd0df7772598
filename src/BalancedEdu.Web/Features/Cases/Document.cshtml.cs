using BalancedEdu.Web.Data.Documents;
using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Infrastructure;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>The file of a document, for those who may read its case.</summary>
public sealed class DocumentModel(DocumentDesk desk, CurrentUser current) : PageModel
{
    /// <summary>The document whose file is no longer here.</summary>
    public IssuedDocument Document { get; private set; } = null!;

    /// <summary>The PDF.</summary>
    public async Task<IActionResult> OnGetAsync(long id, long documentId, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (await desk.FindAsync(person, documentId, cancellation) is not { } file || file.Document.CaseId != id)
            return NotFound();
        Document = file.Document;
        return file.Content is { } content
            ? File(content, "application/pdf", $"{file.Document.Title} {file.Document.Number}.pdf")
            : Page();
    }
}
