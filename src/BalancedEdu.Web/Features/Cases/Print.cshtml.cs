using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>
/// The 审批单 on one A4 page: opinions in the order of signing, places for seals, and what the system decided on time-out
/// marked as such. Of a step that was visited again only the last visit is printed; the case keeps all.
/// </summary>
public sealed class PrintModel(CaseFiles files, CurrentUser current, OfficeTime office, TimeProvider time) : PageModel
{
    /// <summary>With more opinions the page is set tighter.</summary>
    private const int RoomyRowsMax = 9;

    /// <summary>The case.</summary>
    public CaseFile Dossier { get; private set; } = null!;

    /// <summary>What is printed of it.</summary>
    public ApprovalSheet Sheet { get; private set; } = null!;

    /// <summary>Who prints.</summary>
    public string PrintedBy { get; private set; } = "";

    /// <summary>When it is printed.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>Whether the page has to be set tighter.</summary>
    public bool Tight => Sheet.Steps.Sum(s => s.Entries.Count) + (Sheet.Facts.Count / 2) > RoomyRowsMax;

    /// <summary>The page.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (await files.FindAsync(person, id, cancellation) is not { } file)
            return NotFound();
        Dossier = file;
        PrintedBy = person.DisplayName;
        Sheet = ApprovalSheet.Of(file, office, Now);
        return Page();
    }
}
