using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Notifications;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Notifications;

/// <summary>Opens what a notification is about, and so has read it. What opens checks its own rights.</summary>
public sealed class OpenModel(NotificationDesk desk, CurrentUser current) : PageModel
{
    /// <summary>Leads on; 404 for what is somebody else's.</summary>
    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation)
    {
        var userName = (await current.GetAsync(cancellation)).UserName!;
        if (await desk.FindTargetAsync(userName, id, cancellation) is not { } target)
            return NotFound();
        await desk.ReadAsync(userName, id, cancellation);
        return LocalRedirect(target);
    }
}
