using BalancedEdu.Web.Data.Documents;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Clocks.Cards;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Ledgers;

/// <summary>The document of a supervision order, for those who read the register.</summary>
public sealed class SupervisionDocumentModel(SupervisionRegister register, CurrentUser current) : PageModel
{
    /// <summary>The document whose file is no longer here.</summary>
    public IssuedDocument Document { get; private set; } = null!;

    /// <summary>The PDF.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (await register.FindDocumentAsync(person, id, cancellation) is not { } found)
            return NotFound();
        Document = found.Document;
        return found.Content is { } content
            ? File(content, "application/pdf", $"{Document.Title} {Document.Number}.pdf")
            : Page();
    }
}
