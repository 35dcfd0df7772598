using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.CaseActions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Cases;

/// <summary>关注: followed by POST, no longer by DELETE.</summary>
public sealed class FollowingModel(CaseFollowing following, CurrentUser current) : PageModel
{
    /// <summary>A reload of the address shows the case.</summary>
    public IActionResult OnGet(long id) => Redirect($"/Cases/{id}");

    /// <summary>Follows.</summary>
    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancellation) => Answer(
        id, await following.FollowAsync(id, await current.GetAsync(cancellation), cancellation), "已关注，可在“我关注”里找到");

    /// <summary>Follows no longer.</summary>
    public async Task<IActionResult> OnDeleteAsync(long id, CancellationToken cancellation) => Answer(
        id, await following.UnfollowAsync(id, await current.GetAsync(cancellation), cancellation), "已取消关注");

    /// <summary>The same as <see cref="OnDeleteAsync"/>, for forms.</summary>
    public Task<IActionResult> OnPostEndAsync(long id, CancellationToken cancellation) =>
        OnDeleteAsync(id, cancellation);

    private IActionResult Answer(long id, ActionRefusal? refusal, string done)
    {
        if (refusal is { Kind: RefusalKind.NotFound })
            return NotFound();
        new Toast(refusal?.Message ?? done).Put(TempData);
        return Redirect($"/Cases/{id}");
    }
}
