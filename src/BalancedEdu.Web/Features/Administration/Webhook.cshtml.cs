using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Letters;
using BalancedEdu.Web.Runtime.Transitions;
using BalancedEdu.Web.Runtime.Webhooks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Administration;

/// <summary>One group robot: what it is, a trial, and what did not reach it. 0 is a new one.</summary>
public sealed class WebhookModel(WebhookTargets targets, LetterActions letters, CurrentUser current) : PageModel
{
    /// <summary>How it stands; null for a new one.</summary>
    public WebhookLine? Line { get; private set; }

    /// <summary>What stands in the form. Address and secret only when they were just typed and refused.</summary>
    public WebhookInput Input { get; private set; } = new("", WebhookKind.DingTalk, null, null, DefaultEvents, true);

    /// <summary>Its messages.</summary>
    public IReadOnlyList<OutboxWebhook> Messages { get; private set; } = [];

    /// <summary>What the next page begins before, or null.</summary>
    public long? Before { get; private set; }

    /// <summary>Whether only what was given up is listed.</summary>
    public bool DeadOnly { get; private set; }

    /// <summary>What was refused of the form, or null.</summary>
    public ActionRefusal? Refused { get; private set; }

    /// <summary>What was refused in a dialog, or null.</summary>
    public RefusedReason? RefusedReason { get; private set; }

    private static IReadOnlyList<NotificationEvent> DefaultEvents { get; } =
        [NotificationEvent.Overdue, NotificationEvent.Escalated];

    /// <summary>What can be done with all that did not reach it.</summary>
    public IReadOnlyList<ReasonDialog> Dialogs => Line is not { Dead: > 0 } line ? [] :
    [
        Dialog(line, "DiscardAll", "批量放弃", "放弃这个群所有未送达的消息，不能恢复。", "放弃") with { Heavy = true },
        Dialog(line, "RetryAll", "批量重发", "重发这个群所有未送达的消息。", "重发"),
    ];

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => Refused?.Fields.FirstOrDefault(f => f.Key == field)?.Message;

    /// <summary>The robot.</summary>
    public async Task<IActionResult> OnGetAsync(
        long id, string? view, long? before, CancellationToken cancellation)
    {
        if (!(await current.GetAsync(cancellation)).AdministersCity() || !ModelState.IsValid)
            return NotFound();
        DeadOnly = view == "dead";
        return await ShowAsync(id, before, cancellation);
    }

    /// <summary>保存.</summary>
    public async Task<IActionResult> OnPostAsync(
        long id, int revision, string? name, WebhookKind kind, string? url, string? secret, bool dropSecret,
        NotificationEvent[] events, bool enabled, CancellationToken cancellation)
    {
        var input = new WebhookInput(name, kind, url, secret, events, enabled) { DropSecret = dropSecret };
        var answer = await targets.SaveAsync(
            id == 0 ? null : id, revision, input, await current.GetAsync(cancellation), cancellation);
        if (!answer.Refused)
        {
            new Toast("已保存，可发一条测试消息").Put(TempData);
            return Redirect($"/Administration/Webhooks/{answer.Value.Id}");
        }
        return await RefuseAsync(id, answer.Refusal, () => (Refused, Input) = (answer.Refusal, input), cancellation);
    }

    /// <summary>发送测试消息.</summary>
    public async Task<IActionResult> OnPostTryAsync(long id, CancellationToken cancellation)
    {
        var answer = await targets.TryAsync(id, await current.GetAsync(cancellation), cancellation);
        if (answer.Refused)
            return NotFound();
        TempData["be-webhook-trial"] = answer.Value switch
        {
            WebhookDelivery.Accepted => "",
            WebhookDelivery.Refused(var reason) => $"对方拒收：{reason}",
            WebhookDelivery.Later(var reason, _) => $"对方限流，请过一会儿再试：{reason}",
            WebhookDelivery.Failed(var reason) => $"没有送到：{reason}",
            var other => throw new InvalidOperationException($"No words for {other}."),
        };
        return Redirect($"/Administration/Webhooks/{id}");
    }

    /// <summary>批量重发.</summary>
    public Task<IActionResult> OnPostRetryAllAsync(long id, string? reason, CancellationToken cancellation) =>
        DecideAsync(id, "RetryAll", OutboxStatus.Pending, "重发", reason, cancellation);

    /// <summary>批量放弃.</summary>
    public Task<IActionResult> OnPostDiscardAllAsync(long id, string? reason, CancellationToken cancellation) =>
        DecideAsync(id, "DiscardAll", OutboxStatus.Discarded, "放弃", reason, cancellation);

    private ReasonDialog Dialog(WebhookLine line, string action, string title, string note, string submit) => new(
        action, title, $"{note}一次最多 {IncidentBulk.Most} 条，从最早的开始。", submit,
        $"/Administration/Webhooks/{line.Target.Id}?handler={action}")
    {
        Refused = RefusedReason,
    };

    private async Task<IActionResult> DecideAsync(
        long id, string action, OutboxStatus status, string verb, string? reason, CancellationToken cancellation)
    {
        var name = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = await letters.DecideManyAsync(
            Outbox.Webhooks, status, name, reason, await current.GetAsync(cancellation), cancellation);
        if (!answer.Refused)
        {
            new Toast(BulkWords.Of(answer.Value, verb)).Put(TempData);
            return Redirect($"/Administration/Webhooks/{id}");
        }
        return await RefuseAsync(
            id, answer.Refusal, () => RefusedReason = new(action, reason, null, null, answer.Refusal), cancellation);
    }

    private async Task<IActionResult> RefuseAsync(
        long id, ActionRefusal refusal, Action keep, CancellationToken cancellation)
    {
        if (refusal.Kind == RefusalKind.NotFound)
            return NotFound();
        var shown = await ShowAsync(id, null, cancellation);
        keep();
        Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return shown;
    }

    private async Task<IActionResult> ShowAsync(long id, long? before, CancellationToken cancellation)
    {
        if (id == 0)
            return Page();
        var person = await current.GetAsync(cancellation);
        Line = (await targets.ListAsync(person, cancellation)).FirstOrDefault(l => l.Target.Id == id);
        if (Line is null)
            return NotFound();
        Input = new(Line.Target.Name, Line.Target.Kind, null, null, Line.Events, Line.Target.Enabled);
        (Messages, Before) = await targets.MessagesAsync(id, DeadOnly, before, person, cancellation);
        return Page();
    }
}
