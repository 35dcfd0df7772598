using BalancedEdu.Web.Documents;
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

    /// <summary>Documents that its cases can have: kind, head, whether the template is the bundle's own.</summary>
    public IEnumerable<(string Kind, DocumentHead Head, bool Own)> Documents =>
        Bundle.Documents.Select(d => (d.Key, d.Value.Template.Head, true)).Concat(SharedTemplates.All
            .Where(s => !Bundle.Documents.ContainsKey(s.Key)).Select(s => (s.Key, s.Value.Template.Head, false)));

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        if (!await current.HoldsAsync(DefinitionRights.Readers))
            return NotFound();
        var newest = await bundles.NewestAsync(cancellation);
        if (newest.FirstOrDefault(b => b.VersionId == id) is not { } bundle)
            return NotFound();
        Bundle = bundle;
        return Page();
    }
}
