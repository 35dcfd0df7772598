using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Letters;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>作业: what steps asked handlers to do, and what could not be done.</summary>
public sealed class JobsModel(JobDesk desk, LetterActions actions, CurrentUser current) : PageModel
{
    /// <summary>Which jobs are listed.</summary>
    public OutboxStatus View { get; private set; }

    /// <summary>Only of this kind, or null.</summary>
    public string? Job { get; private set; }

    /// <summary>How many stand where, by kind.</summary>
    public ILookup<OutboxStatus, (string Job, int Count)> Counts { get; private set; } = null!;

    /// <summary>The jobs of this page.</summary>
    public JobPage Found { get; private set; } = null!;

    /// <summary>What was refused, or null.</summary>
    public RefusedReason? Refused { get; private set; }

    /// <summary>What can be done with all of the list.</summary>
    public IReadOnlyList<ReasonDialog> Dialogs => View != OutboxStatus.Dead || Found.Lines.Count == 0 ? [] :
    [
        Dialog("DiscardAll", "批量放弃", "放弃列出的作业，不再运行，不能恢复；有环节在等结果的不会放弃。", "放弃") with { Heavy = true },
        Dialog("RetryAll", "批量重试", "重新运行列出的作业。", "重试"),
    ];

    /// <summary>The list. Without a view it is what needs a person.</summary>
    public async Task<IActionResult> OnGetAsync(
        OutboxStatus? view, string? job, long? before, CancellationToken cancellation)
    {
        if (!(await current.GetAsync(cancellation)).AdministersCity() || !ModelState.IsValid)
            return NotFound();
        await ReadAsync(view ?? OutboxStatus.Dead, job, before, cancellation);
        return Page();
    }

    /// <summary>批量重试.</summary>
    public Task<IActionResult> OnPostRetryAllAsync(string? job, string? reason, CancellationToken cancellation) =>
        DecideAsync("RetryAll", OutboxStatus.Pending, "重试", job, reason, cancellation);

    /// <summary>批量放弃.</summary>
    public Task<IActionResult> OnPostDiscardAllAsync(string? job, string? reason, CancellationToken cancellation) =>
        DecideAsync("DiscardAll", OutboxStatus.Discarded, "放弃", job, reason, cancellation);

    /// <summary>The address of a list.</summary>
    public string Href(OutboxStatus view, string? job = null, long? before = null) =>
        Url.Page("/Administration/Jobs", new { view, job, before })!;

    private ReasonDialog Dialog(string action, string title, string note, string submit) => new(
        action, title, $"{note}一次最多 {IncidentBulk.Most} 条，从最早的开始。", submit,
        Url.Page("/Administration/Jobs", action, new { job = Job })!)
    {
        Refused = Refused,
    };

    private async Task<IActionResult> DecideAsync(
        string action, OutboxStatus status, string verb, string? job, string? reason, CancellationToken cancellation)
    {
        var answer = await actions.DecideManyAsync(
            Outbox.Jobs, status, job, reason, await current.GetAsync(cancellation), cancellation);
        if (!answer.Refused)
        {
            new Toast(BulkWords.Of(answer.Value, verb)).Put(TempData);
            return Redirect(Href(OutboxStatus.Dead, answer.Value.Left > 0 ? job : null));
        }
        if (answer.Refusal.Kind == Runtime.RefusalKind.NotFound)
            return NotFound();
        Refused = new(action, reason, null, null, answer.Refusal);
        Response.StatusCode = RefusalStatus.Of(answer.Refusal.Kind);
        await ReadAsync(OutboxStatus.Dead, job, null, cancellation);
        return Page();
    }

    private async Task ReadAsync(OutboxStatus view, string? job, long? before, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        (View, Job) = (view, job);
        Counts = await desk.CountAsync(person, cancellation);
        Found = await desk.ListAsync(view, job, before, person, cancellation);
    }
}
