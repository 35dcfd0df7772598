using System.Globalization;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Letters;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>One mail: its words, why it was not delivered, and trying again or giving it up.</summary>
public sealed class MailSheetModel(MailDesk desk, LetterActions actions, CurrentUser current) : PageModel
{
    /// <summary>The mail.</summary>
    public MailSheet Sheet { get; private set; } = null!;

    /// <summary>What was refused, or null.</summary>
    public RefusedReason? Refused { get; private set; }

    /// <summary>What can be done.</summary>
    public IReadOnlyList<ReasonDialog> Dialogs
    {
        get
        {
            var line = Sheet.Line;
            if (line.View is not (MailView.Dead or MailView.Retrying or MailView.Queued))
                return [];
            var url = $"/Administration/Mail/{line.Id}?handler=";
            return
            [
                new("Discard", "放弃邮件", "不再发送，不能恢复。", "放弃", url + "Discard") { Heavy = true, Refused = Refused },
                new("Retry", "发送邮件", "现在就发一次，次数重新计算。", line.View == MailView.Dead ? "重发" : "立即发送", url + "Retry")
                {
                    Refused = Refused,
                },
            ];
        }
    }

    /// <summary>When it was asked for, in Beijing time.</summary>
    public string CreatedAt => Sheet.CreatedAt.ToOffset(TimeSpan.FromHours(8))
        .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The mail.</summary>
    public Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation) => ShowAsync(id, cancellation);

    /// <summary>重发 or 立即发送.</summary>
    public async Task<IActionResult> OnPostRetryAsync(long id, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, "Retry", "已排队，即将发送", reason, await actions.RetryAsync(
            Outbox.Mails, id, reason, await current.GetAsync(cancellation), cancellation), cancellation);

    /// <summary>放弃.</summary>
    public async Task<IActionResult> OnPostDiscardAsync(long id, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, "Discard", "已放弃，不再发送", reason, await actions.DiscardAsync(
            Outbox.Mails, id, reason, await current.GetAsync(cancellation), cancellation), cancellation);

    private async Task<IActionResult> AnswerAsync(
        long id, string action, string done, string? reason, ActionRefusal? refusal, CancellationToken cancellation)
    {
        if (refusal is null)
        {
            new Toast(done).Put(TempData);
            return Redirect($"/Administration/Mail/{id}");
        }
        Refused = new(action, reason, null, null, refusal);
        var shown = await ShowAsync(id, cancellation);
        if (shown is PageResult)
            Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return shown;
    }

    private async Task<IActionResult> ShowAsync(long id, CancellationToken cancellation)
    {
        if (await desk.ReadAsync(id, await current.GetAsync(cancellation), cancellation) is not { } sheet)
            return NotFound();
        Sheet = sheet;
        return Page();
    }
}
