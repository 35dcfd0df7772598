using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>A page that acts on a task: when it is refused, the task comes back with what was typed.</summary>
public abstract class RefusablePage(TaskViews views) : PageModel
{
    /// <summary>The task after a refusal; null when it is no longer the reader's to see.</summary>
    public TaskView? View { get; private set; }

    /// <summary>What was refused.</summary>
    public RefusedInput? Refused { get; private set; }

    /// <summary>Actions are posted; a reload of their address shows the task.</summary>
    public IActionResult OnGet(long id) => Redirect($"/Tasks/{id}");

    /// <summary>The page again, with the status of the refusal.</summary>
    protected async Task<IActionResult> RefuseAsync(long id, RefusedInput refused, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(refused);
        Refused = refused;
        View = refused.Refusal.Kind == RefusalKind.NotFound
            ? null
            : await views.FindAsync(id, null, refused, cancellation);
        if (View is null && refused.Refusal.Kind != RefusalKind.Conflict)
            return NotFound();
        Response.StatusCode = RefusalStatus.Of(refused.Refusal.Kind);
        return Page();
    }
}
