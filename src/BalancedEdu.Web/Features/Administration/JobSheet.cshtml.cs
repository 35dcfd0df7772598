using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Letters;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>One job: its inputs, why it failed, and trying again or giving it up.</summary>
public sealed class JobSheetModel(JobDesk desk, LetterActions actions, CurrentUser current) : PageModel
{
    /// <summary>The job.</summary>
    public JobSheet Sheet { get; private set; } = null!;

    /// <summary>What was refused, or null.</summary>
    public RefusedReason? Refused { get; private set; }

    /// <summary>What can be done: what a token waits for is not given up here.</summary>
    public IReadOnlyList<ReasonDialog> Dialogs => [.. AllDialogs()];

    /// <summary>The job.</summary>
    public Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation) => ShowAsync(id, cancellation);

    /// <summary>重试.</summary>
    public async Task<IActionResult> OnPostRetryAsync(long id, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, "Retry", "已排队，即将运行", reason, await actions.RetryAsync(
            Outbox.Jobs, id, reason, await current.GetAsync(cancellation), cancellation), cancellation);

    /// <summary>放弃.</summary>
    public async Task<IActionResult> OnPostDiscardAsync(long id, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, "Discard", "已放弃，不再运行", reason, await actions.DiscardAsync(
            Outbox.Jobs, id, reason, await current.GetAsync(cancellation), cancellation), cancellation);

    private IEnumerable<ReasonDialog> AllDialogs()
    {
        var job = Sheet.Line.Job;
        if (job.Status is not (OutboxStatus.Dead or OutboxStatus.Pending))
            yield break;
        var url = $"/Administration/Jobs/{job.Id}?handler=";
        if (job.JobId == 0)
            yield return new("Discard", "放弃作业", "不再运行，不能恢复。", "放弃", url + "Discard")
            {
                Heavy = true, Refused = Refused,
            };
        yield return new("Retry", "重试作业", "现在就运行一次，次数重新计算。", "重试", url + "Retry") { Refused = Refused };
    }

    private async Task<IActionResult> AnswerAsync(
        long id, string action, string done, string? reason, ActionRefusal? refusal, CancellationToken cancellation)
    {
        if (refusal is null)
        {
            new Toast(done).Put(TempData);
            return Redirect($"/Administration/Jobs/{id}");
        }
        Refused = new(action, reason, null, null, refusal);
        var shown = await ShowAsync(id, cancellation);
        if (shown is PageResult)
            Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return shown;
    }

    private async Task<IActionResult> ShowAsync(long id, CancellationToken cancellation)
    {
        if (await desk.FindAsync(id, await current.GetAsync(cancellation), cancellation) is not { } sheet)
            return NotFound();
        Sheet = sheet;
        return Page();
    }
}
