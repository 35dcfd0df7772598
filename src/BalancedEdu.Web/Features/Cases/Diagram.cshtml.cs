using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>The drawing that a case runs on, to be opened in any BPMN modeler.</summary>
public sealed class DiagramModel(CaseFiles files, CurrentUser current) : PageModel
{
    /// <summary>The BPMN file of the version of the case.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        if (await files.FindAsync(await current.GetAsync(cancellation), id, cancellation) is not { } file)
            return NotFound();
        return File(file.Definition.Source.ToArray(), "application/xml", $"{file.Definition.Id}.bpmn");
    }
}
