using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Webhooks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>群机器人: which groups are told of what, and whether it gets there.</summary>
public sealed class WebhooksModel(WebhookTargets targets, CurrentUser current) : PageModel
{
    /// <summary>The robots, by name.</summary>
    public IReadOnlyList<WebhookLine> Lines { get; private set; } = [];

    /// <summary>The list.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        if (!person.AdministersCity())
            return NotFound();
        Lines = await targets.ListAsync(person, cancellation);
        return Page();
    }
}
