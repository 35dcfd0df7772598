using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Clocks.Calendars;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>One arrangement of holidays: what it changes, and putting it in force or giving it up.</summary>
public sealed class CalendarSheetModel(
    CalendarActions actions, CalendarReading reading, CurrentUser current) : PageModel
{
    private const string Kept = "写入导入记录，不能更改。";

    /// <summary>The import.</summary>
    public CalendarSheet Sheet { get; private set; } = null!;

    /// <summary>What was refused, or null.</summary>
    public RefusedReason? Refused { get; private set; }

    /// <summary>What can be done with a draft.</summary>
    public IReadOnlyList<ReasonDialog> Dialogs
    {
        get
        {
            var import = Sheet.Line.Import;
            if (import.Status != CalendarImportStatus.Draft)
                return [];
            var url = $"/Administration/Calendar/{import.Id}?handler=";
            var discard = new ReasonDialog("Discard", "放弃这次导入", "现行日历不变。", "放弃", url + "Discard")
            {
                Heavy = true, Hint = Kept, Refused = Refused,
            };
            var confirm = new ReasonDialog(
                "Confirm", "确认生效", $"{import.Earlier} 个时限提前、{import.Later} 个推后，已触发的提醒不回滚；提前的邮件告知办理人。", "确认生效",
                url + "Confirm")
            {
                Hint = Kept, Refused = Refused,
            };
            return Sheet.Stale ? [discard] : [discard, confirm];
        }
    }

    /// <summary>The import with a page of what moves.</summary>
    public Task<IActionResult> OnGetAsync(long id, long after, CancellationToken cancellation) =>
        ShowAsync(id, after, cancellation);

    /// <summary>确认生效.</summary>
    public async Task<IActionResult> OnPostConfirmAsync(long id, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, "Confirm", "已生效，时限正在重新推算", reason, await actions.ConfirmAsync(
            id, reason, await current.GetAsync(cancellation), cancellation), cancellation);

    /// <summary>放弃.</summary>
    public async Task<IActionResult> OnPostDiscardAsync(long id, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, "Discard", "已放弃，现行日历不变", reason, await actions.DiscardAsync(
            id, reason, await current.GetAsync(cancellation), cancellation), cancellation);

    private async Task<IActionResult> AnswerAsync(
        long id, string action, string done, string? reason, ActionRefusal? refusal, CancellationToken cancellation)
    {
        if (refusal is null)
        {
            new Toast(done).Put(TempData);
            return Redirect($"/Administration/Calendar/{id}");
        }
        Refused = new(action, reason, null, null, refusal);
        var shown = await ShowAsync(id, 0, cancellation);
        if (shown is PageResult)
            Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return shown;
    }

    private async Task<IActionResult> ShowAsync(long id, long after, CancellationToken cancellation)
    {
        if (!(await current.GetAsync(cancellation)).AdministersCity()
            || await reading.FindAsync(id, after, cancellation) is not { } sheet)
            return NotFound();
        Sheet = sheet;
        return Page();
    }
}
