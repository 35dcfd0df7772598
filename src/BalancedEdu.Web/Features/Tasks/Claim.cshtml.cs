using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>认领 and 释放: the claim of a task is made by POST and given up by DELETE.</summary>
public sealed class ClaimModel(TaskViews views, TaskActions actions, CurrentUser current) : RefusablePage(views)
{
    /// <summary>Claims; the first of two wins.</summary>
    public async Task<IActionResult> OnPostAsync(long id, int revision, CancellationToken cancellation)
    {
        var refusal = await actions.ClaimAsync(id, revision, await current.GetAsync(cancellation), cancellation);
        if (refusal is not null)
            return await RefuseAsync(id, new(null, null, null, refusal), cancellation);
        new Toast("已认领，现在由您办理").Put(TempData);
        return Redirect($"/Tasks/{id}");
    }

    /// <summary>Releases. Forms can't send DELETE: they post to <c>?handler=Release</c>.</summary>
    public async Task<IActionResult> OnDeleteAsync(long id, int revision, CancellationToken cancellation)
    {
        var refusal = await actions.ReleaseAsync(id, revision, await current.GetAsync(cancellation), cancellation);
        if (refusal is not null)
            return await RefuseAsync(id, new(null, null, null, refusal), cancellation);
        new Toast("已释放，其他候选人可以认领").Put(TempData);
        return Redirect("/Inbox?view=claimable");
    }

    /// <summary>The same as <see cref="OnDeleteAsync"/>, for forms.</summary>
    public Task<IActionResult> OnPostReleaseAsync(long id, int revision, CancellationToken cancellation) =>
        OnDeleteAsync(id, revision, cancellation);
}
