using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Bundles;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Definitions;

/// <summary>One published version: its drawing and its forms.</summary>
public sealed class VersionModel(BundleCatalog bundles, CurrentUser current) : PageModel
{
    /// <summary>The version.</summary>
    public PublishedBundle Bundle { get; private set; } = null!;

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        if (!await current.HoldsAsync(DefinitionRights.Readers) || (await bundles.NewestAsync(cancellation)).FirstOrDefault(b => b.VersionId == id) is not { } bundle)
            return NotFound();
        Bundle = bundle;
        return Page();
    }
}
