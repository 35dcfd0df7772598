using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Letters;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>邮件: what was sent, what waits, and what could not be delivered.</summary>
public sealed class MailModel(MailDesk desk, LetterActions actions, CurrentUser current) : PageModel
{
    private const int WordsLengthMax = 60;

    /// <summary>Which mails are listed.</summary>
    public MailView View { get; private set; }

    /// <summary>What was looked for, or null.</summary>
    public string? Words { get; private set; }

    /// <summary>How many mails stand in each view.</summary>
    public IReadOnlyDictionary<MailView, int> Counts { get; private set; } = null!;

    /// <summary>The mails of this page.</summary>
    public MailPage Found { get; private set; } = null!;

    /// <summary>What was refused, or null.</summary>
    public RefusedReason? Refused { get; private set; }

    /// <summary>What can be done with all that were not delivered.</summary>
    public IReadOnlyList<ReasonDialog> Dialogs => View != MailView.Dead || Counts[MailView.Dead] == 0 ? [] :
    [
        Dialog("DiscardAll", "批量放弃", "放弃所有未送达的邮件，不能恢复。", "放弃") with { Heavy = true },
        Dialog("RetryAll", "批量重发", "重发所有未送达的邮件。", "重发"),
    ];

    /// <summary>Where mails are written without a server, or null.</summary>
    public string? Folder => desk.Folder;

    /// <summary>The list. Without a view it is what needs a person, else what was sent.</summary>
    public async Task<IActionResult> OnGetAsync(
        MailView? view, string? q, long? before, CancellationToken cancellation)
    {
        if (!(await current.GetAsync(cancellation)).AdministersCity() || !ModelState.IsValid)
            return NotFound();
        await ReadAsync(view, q, before, cancellation);
        return Page();
    }

    /// <summary>批量重发.</summary>
    public Task<IActionResult> OnPostRetryAllAsync(string? reason, CancellationToken cancellation) =>
        DecideAsync("RetryAll", OutboxStatus.Pending, "重发", reason, cancellation);

    /// <summary>批量放弃.</summary>
    public Task<IActionResult> OnPostDiscardAllAsync(string? reason, CancellationToken cancellation) =>
        DecideAsync("DiscardAll", OutboxStatus.Discarded, "放弃", reason, cancellation);

    /// <summary>The address of a list.</summary>
    public string Href(MailView view, string? words = null, long? before = null) =>
        Url.Page("/Administration/Mail", new { view, q = words, before })!;

    private ReasonDialog Dialog(string action, string title, string note, string submit) => new(
        action, title, $"{note}一次最多 {IncidentBulk.Most} 封，从最早的开始。", submit,
        Url.Page("/Administration/Mail", action)!)
    {
        Refused = Refused,
    };

    private async Task<IActionResult> DecideAsync(
        string action, OutboxStatus status, string verb, string? reason, CancellationToken cancellation)
    {
        var answer = await actions.DecideManyAsync(
            Outbox.Mails, status, null, reason, await current.GetAsync(cancellation), cancellation);
        if (!answer.Refused)
        {
            new Toast(BulkWords.Of(answer.Value, verb)).Put(TempData);
            return Redirect(Href(MailView.Dead));
        }
        if (answer.Refusal.Kind == RefusalKind.NotFound)
            return NotFound();
        Refused = new(action, reason, null, null, answer.Refusal);
        Response.StatusCode = RefusalStatus.Of(answer.Refusal.Kind);
        await ReadAsync(MailView.Dead, null, null, cancellation);
        return Page();
    }

    private async Task ReadAsync(MailView? view, string? q, long? before, CancellationToken cancellation)
    {
        var person = await current.GetAsync(cancellation);
        Counts = await desk.CountAsync(person, cancellation);
        View = view ?? (Counts[MailView.Dead] > 0 ? MailView.Dead : MailView.Sent);
        var words = q?.Trim();
        Words = string.IsNullOrEmpty(words) ? null : words[..Math.Min(words.Length, WordsLengthMax)];
        Found = await desk.FindAsync(View, Words, before, person, cancellation);
    }
}
