using System.Text.Json;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>暂存: keeps the form without deciding; by itself while somebody types, or by the button.</summary>
public sealed class DraftModel(TaskViews views, TaskActions actions, CurrentUser current, TimeProvider time)
    : RefusablePage(views)
{
    /// <summary>Saves. A script that asks for JSON gets the time, a form the page again.</summary>
    public async Task<IActionResult> OnPostAsync(long id, DecisionInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var byScript = Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);
        var person = await current.GetAsync(cancellation);
        var refusal = !DraftRules.Hold(input.FormData)
            ? new ActionRefusal(RefusalKind.Invalid, "task.draft-invalid", "没有暂存：表单内容不完整。请刷新页面后重填。", [])
            : await SaveAsync(id, input.Revision, DraftRules.Read(input.FormData!), byScript, person, cancellation);
        if (refusal is not null)
            return byScript
                ? new JsonResult(new { message = refusal.Message }) { StatusCode = RefusalStatus.Of(refusal.Kind) }
                : await RefuseAsync(id, new(null, null, input.FormData, refusal), cancellation);
        if (!byScript)
        {
            new Toast("已暂存，没有提交").Put(TempData);
            return Redirect($"/Tasks/{id}");
        }
        return new JsonResult(new { savedAt = Texts.Instant(time.GetUtcNow())[^5..] });
    }

    private Task<ActionRefusal?> SaveAsync(
        long id, int revision, JsonElement form, bool byScript, AppUser person, CancellationToken cancellation) =>
        byScript
            ? actions.SaveDraftAsync(id, revision, form, person, cancellation)
            : actions.KeepDraftAsync(id, revision, form, person, cancellation);
}
