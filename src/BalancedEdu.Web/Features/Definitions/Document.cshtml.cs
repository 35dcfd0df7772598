using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Documents.Layout;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Bundles;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Features.Definitions;

/// <summary>
/// A document template of a version, filled with its sample: what will come out, before a case needs it.
/// </summary>
public sealed class DocumentModel(
    BundleCatalog bundles, CurrentUser current, DocumentRenderer renderer, IOptions<BureauSettings> bureau,
    TimeProvider time) : PageModel
{
    /// <summary>The version.</summary>
    public long VersionId { get; private set; }

    /// <summary>Why there is no preview.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>The PDF, shown in the browser.</summary>
    public async Task<IActionResult> OnGetAsync(long id, string kind, CancellationToken cancellation)
    {
        if (!await current.HoldsAsync(DefinitionRights.Readers))
            return NotFound();
        var newest = await bundles.NewestAsync(cancellation);
        if (newest.FirstOrDefault(b => b.VersionId == id) is not { } bundle
            || (bundle.Documents.GetValueOrDefault(kind) ?? SharedTemplates.All.GetValueOrDefault(kind))
            is not { } sampled)
            return NotFound();
        VersionId = id;
        var now = time.GetUtcNow();
        var data = DocumentSample.With(sampled.Sample ?? "{}", bureau.Value.Name, now);
        try
        {
            var pdf = renderer.Render(sampled.Template, new(data, bureau.Value.Name, now, Sample));
            return File(pdf, "application/pdf");
        }
        catch (DocumentException e)
        {
            Refusal = e.Message;
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Page();
        }
    }

    private static Verification Sample { get; } = new(
        "样张", ["文号：样张，没有编号", "核验码：样张", "这是用示例数据填写的样张，不能核验。"]);
}
