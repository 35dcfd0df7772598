using BalancedEdu.Web.Documents;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>The 审批单 of a case as a PDF; where it can't be made the page says why and what to do.</summary>
public sealed class ApprovalFormModel(
    CaseFiles files, CurrentUser current, ApprovalForm form, TimeProvider time) : PageModel
{
    /// <summary>The case.</summary>
    public long CaseId { get; private set; }

    /// <summary>Why there is no PDF.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>The PDF.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (await files.FindAsync(person, id, cancellation) is not { } file)
            return NotFound();
        CaseId = id;
        try
        {
            return File(form.Render(file, time.GetUtcNow()), "application/pdf", $"审批单 {file.Case.Number}.pdf");
        }
        catch (DocumentException e)
        {
            Refusal = e.Message;
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Page();
        }
    }
}
