using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>认领 and 释放: the claim of a task is made by POST and given up by DELETE.</summary>
public sealed class ClaimModel(TaskViews views, TaskActions actions, CurrentUser current) : RefusablePage(views)
{
    /// <summary>Claims; the first of two wins. What was typed before the claim is kept as its draft.</summary>
    public async Task<IActionResult> OnPostAsync(
        long id, int revision, string? formData, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        var typed = DraftRules.Hold(formData);
        var refusal = await actions.ClaimAsync(id, revision, person, cancellation);
        if (refusal is null && typed)
            refusal = await actions.KeepDraftAsync(
                id, revision + 1, DraftRules.Read(formData!), person, cancellation);
        if (refusal is not null)
            return await RefuseAsync(id, new(null, null, formData, refusal), cancellation);
        new Toast(typed ? "已认领，填写的内容已暂存" : "已认领，现在由您办理").Put(TempData);
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
