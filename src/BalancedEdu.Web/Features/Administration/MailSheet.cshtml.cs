using System.Globalization;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Mail;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>One mail: its words, why it was not delivered, and trying again or giving it up.</summary>
public sealed class MailSheetModel(MailDesk desk, CurrentUser current) : PageModel
{
    /// <summary>The mail.</summary>
    public MailSheet Sheet { get; private set; } = null!;

    /// <summary>Why an action changed nothing, or null.</summary>
    public string? Conflict { get; private set; }

    /// <summary>When it was asked for, in Beijing time.</summary>
    public string CreatedAt => Sheet.CreatedAt.ToOffset(TimeSpan.FromHours(8))
        .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The mail.</summary>
    public Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation) => ShowAsync(id, cancellation);

    /// <summary>Has it tried now.</summary>
    public async Task<IActionResult> OnPostRetryAsync(long id, CancellationToken cancellation)
    {
        if (!await current.HoldsAsync(MailRights.Readers)) return NotFound();
        if (!await desk.RetryAsync(id, (await current.GetAsync(cancellation)).UserName!, cancellation))
            return await RefuseAsync(id, cancellation);
        new Toast("已排队，即将发送").Put(TempData);
        return Redirect($"/Administration/Mail/{id}");
    }

    /// <summary>Gives it up.</summary>
    public async Task<IActionResult> OnPostDiscardAsync(long id, CancellationToken cancellation)
    {
        if (!await current.HoldsAsync(MailRights.Readers)) return NotFound();
        if (!await desk.DiscardAsync(id, (await current.GetAsync(cancellation)).UserName!, cancellation))
            return await RefuseAsync(id, cancellation);
        new Toast("已放弃，不再发送").Put(TempData);
        return Redirect($"/Administration/Mail/{id}");
    }

    private async Task<IActionResult> RefuseAsync(long id, CancellationToken cancellation)
    {
        var shown = await ShowAsync(id, cancellation);
        if (shown is not PageResult) return shown;
        Conflict = $"这封邮件现在是“{MailWords.NameOf(Sheet.Line.View)}”，不能重发或放弃。";
        Response.StatusCode = StatusCodes.Status409Conflict;
        return shown;
    }

    private async Task<IActionResult> ShowAsync(long id, CancellationToken cancellation)
    {
        if (!await current.HoldsAsync(MailRights.Readers) || await desk.ReadAsync(id, cancellation) is not { } sheet)
            return NotFound();
        Sheet = sheet;
        return Page();
    }
}
