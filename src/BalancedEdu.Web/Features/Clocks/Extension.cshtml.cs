using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Clocks;

/// <summary>延期: the extension of one clock, for who asks, who decides, and who wants to know.</summary>
public sealed class ExtensionModel(ExtensionReading reading, ExtensionActions actions, CurrentUser current) : PageModel
{
    /// <summary>What is shown.</summary>
    public ExtensionSheet Sheet { get; private set; } = null!;

    /// <summary>What was typed when it was refused.</summary>
    public string? Reason { get; private set; }

    /// <summary>Why it was refused, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>What is wrong with the reason, or null.</summary>
    public string? ReasonError => Refusal?.Fields.FirstOrDefault(f => f.Key == "reason")?.Message;

    /// <summary>The clock and what was asked.</summary>
    public Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation) => ShowAsync(id, cancellation);

    /// <summary>申请延期.</summary>
    public async Task<IActionResult> OnPostAsync(long id, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, reason, "已申请延期，等待审批", await actions.AskAsync(
            id, reason, await current.GetAsync(cancellation), cancellation), cancellation);

    /// <summary>批准.</summary>
    public async Task<IActionResult> OnPostGrantAsync(long id, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, reason, "已批准延期，已告知申请人和经办人", await actions.DecideAsync(
            id, true, reason, await current.GetAsync(cancellation), cancellation), cancellation);

    /// <summary>不批准.</summary>
    public async Task<IActionResult> OnPostRefuseAsync(long id, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, reason, "未批准延期，已告知经办人", await actions.DecideAsync(
            id, false, reason, await current.GetAsync(cancellation), cancellation), cancellation);

    private async Task<IActionResult> AnswerAsync(
        long id, string? reason, string done, ActionRefusal? refusal, CancellationToken cancellation)
    {
        if (refusal is null)
        {
            new Toast(done).Put(TempData);
            return Redirect($"/Clocks/{id}/Extension");
        }
        (Refusal, Reason) = (refusal, reason);
        var shown = await ShowAsync(id, cancellation);
        if (shown is PageResult)
            Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return shown;
    }

    private async Task<IActionResult> ShowAsync(long id, CancellationToken cancellation)
    {
        if (await reading.FindAsync(id, await current.GetAsync(cancellation), cancellation) is not { } sheet)
            return NotFound();
        Sheet = sheet;
        return Page();
    }
}
