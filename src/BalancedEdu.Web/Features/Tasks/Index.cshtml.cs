using BalancedEdu.Web.Runtime.CaseActions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>The page of a task: what is judged, what has passed, one bar of actions.</summary>
public sealed class IndexModel(TaskViews views, TaskOpening opening) : PageModel
{
    /// <summary>What is shown.</summary>
    public TaskView View { get; private set; } = null!;

    /// <summary>The page; with <c>?dialog=outcome</c> that dialog is open from the start.</summary>
    public async Task<IActionResult> OnGetAsync(long id, string? dialog, CancellationToken cancellation)
    {
        if (await views.FindAsync(id, dialog, null, cancellation) is not { } view)
            return NotFound();
        View = view;
        if (view.CanDecide || view.CanClaim)
            await opening.MarkAsync(view.Task, cancellation);
        return Page();
    }
}
