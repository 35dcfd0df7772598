using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Bundles;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Definitions;

/// <summary>流程与表单: what is published, for administrators.</summary>
public sealed class IndexModel(BundleCatalog bundles, BundlePublisher publisher, CurrentUser current) : PageModel
{
    /// <summary>The newest version of each process.</summary>
    public IReadOnlyList<PublishedBundle> Bundles { get; private set; } = [];

    /// <summary>Bundles with findings, refused ones first.</summary>
    public IReadOnlyList<Publication> WithFindings { get; private set; } = [];

    /// <summary>The list.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        if (!await current.HoldsAsync(DefinitionRights.Readers))
            return NotFound();
        Bundles = [.. (await bundles.NewestAsync(cancellation)).OrderBy(b => b.Definition.Name)];
        WithFindings = [.. publisher.Last.Where(p => p.Findings.Count > 0).OrderBy(p => p.Version is not null)];
        return Page();
    }
}
