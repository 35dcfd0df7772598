using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>认领 and 释放: the claim of a task is made by POST and given up by DELETE.</summary>
public sealed class ClaimModel(TaskViews views, TaskActions actions, CurrentUser current) : PageModel
{
    /// <summary>What is shown after a refusal.</summary>
    public TaskView View { get; private set; } = null!;

    /// <summary>A claim is posted; its address shows the task.</summary>
    public IActionResult OnGet(long id) => Redirect($"/Tasks/{id}");

    /// <summary>Claims; the first of two wins.</summary>
    public async Task<IActionResult> OnPostAsync(long id, int revision, CancellationToken cancellation)
    {
        var refusal = await actions.ClaimAsync(id, revision, await current.GetAsync(cancellation), cancellation);
        if (refusal is not null)
            return await RefuseAsync(id, refusal, cancellation);
        new Toast("已认领，现在由您办理").Put(TempData);
        return Redirect($"/Tasks/{id}");
    }

    /// <summary>Releases. Forms can't send DELETE: they post to <c>?handler=Release</c>.</summary>
    public async Task<IActionResult> OnDeleteAsync(long id, int revision, CancellationToken cancellation)
    {
        var refusal = await actions.ReleaseAsync(id, revision, await current.GetAsync(cancellation), cancellation);
        if (refusal is not null)
            return await RefuseAsync(id, refusal, cancellation);
        new Toast("已释放，其他候选人可以认领").Put(TempData);
        return Redirect("/Inbox?view=claimable");
    }

    /// <summary>The same as <see cref="OnDeleteAsync"/>, for forms.</summary>
    public Task<IActionResult> OnPostReleaseAsync(long id, int revision, CancellationToken cancellation) =>
        OnDeleteAsync(id, revision, cancellation);

    private async Task<IActionResult> RefuseAsync(long id, ActionRefusal refusal, CancellationToken cancellation)
    {
        var refused = new RefusedInput(null, null, null, refusal);
        if (refusal.Kind == RefusalKind.NotFound
            || await views.FindAsync(id, null, refused, cancellation) is not { } view)
            return NotFound();
        View = view;
        Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return Page();
    }
}
