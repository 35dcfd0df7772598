using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Notifications;
using BalancedEdu.Web.Mail;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Runtime.Webhooks;

/// <summary>
/// Delivers messages to group robots: at least once, those of a case in their order. Robots don't wait for one another:
/// each has its own lane and its own circuit.
/// </summary>
internal sealed class WebhookSweep(
    Func<BalancedEduDb> open, Leases leases, WebhookSender sender, CircuitBreaker breaker, TimeProvider time,
    Random random, IOptions<WebhookSettings> settings, IOptions<MailSettings> mail, ILogger<WebhookSweep> log) : ISweep
{
    private const int LaneRows = 5;

    private const int LanesMax = 8;

    public bool FollowsSteps => true;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = open();
        var targets = await db.OutboxWebhooks
            .Where(w => w.Status == OutboxStatus.Pending && w.NextAttemptAt <= now)
            .Select(w => w.TargetId).Distinct()
            .Join(db.WebhookTargets, id => id, t => t.Id, (_, t) => t).AsNoTracking().ToListAsync(cancellation);
        var shut = breaker.Shut.ToHashSet(StringComparer.Ordinal);
        var done = 0;
        await Parallel.ForEachAsync(
            targets.Where(t => !shut.Contains(CircuitOf(t.Id))),
            new ParallelOptions { MaxDegreeOfParallelism = LanesMax, CancellationToken = cancellation },
            async (target, stop) => Interlocked.Add(ref done, await RunLaneAsync(target, now, stop)));
        return done;
    }

    private async Task<int> RunLaneAsync(WebhookTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        // Longer than all of a lane can take, one after the other. If we die with it the rows are due again then.
        var lease = TimeSpan.FromSeconds((settings.Value.TimeoutSeconds + 5) * LaneRows);
        var ids = await leases.WebhooksAsync(
            target.Id, MailSchedule.IsQuiet(now, mail.Value), now, now + lease, LaneRows, cancellation);
        await using var db = open();
        var rows = await db.OutboxWebhooks.AsNoTracking().Where(w => ids.Contains(w.Id)).OrderBy(w => w.Id)
            .ToListAsync(cancellation);
        DateTimeOffset? notBefore = null;
        foreach (var row in rows)
            notBefore = notBefore is { } wait
                ? await GiveBackAsync(row, wait, cancellation)
                : await DeliverAsync(row, target, cancellation);
        return rows.Count;
    }

    /// <summary>What the circuit of a robot is called.</summary>
    public static string CircuitOf(long target) => $"webhook:{target}";

    /// <summary>Delivers one.</summary>
    /// <returns>Null; or the time before which this robot isn't to be tried with anything.</returns>
    private async Task<DateTimeOffset?> DeliverAsync(
        OutboxWebhook row, WebhookTarget target, CancellationToken cancellation)
    {
        if (!target.Enabled)
        {
            await SetAsync(row, OutboxStatus.Discarded, "群机器人已停用", null, cancellation);
            return null;
        }
        var circuit = CircuitOf(target.Id);
        if (breaker.Enter(circuit) is { } shut)
            return await GiveBackAsync(row, shut, cancellation);
        var delivery = await sender.SendAsync(target, new(row.Title, row.Text, LinkOf(row)), cancellation);
        if (delivery is not WebhookDelivery.Failed)
            breaker.Answered(circuit);
        switch (delivery)
        {
            case WebhookDelivery.Accepted:
                await SetAsync(row, OutboxStatus.Done, null, null, cancellation);
                return null;
            case WebhookDelivery.Refused(var reason):
                log.LogWarning("Webhook {Id} to {Target} was given up: {Reason}", row.Id, target.Id, reason);
                await SetAsync(row, OutboxStatus.Dead, reason, null, cancellation);
                return null;
            case WebhookDelivery.Later(var reason, var wait):
                // The robot is there: that it has enough for now is no failure of this message.
                var next = time.GetUtcNow() + wait;
                await GiveBackAsync(row, next, cancellation, reason);
                return next;
            case WebhookDelivery.Failed(var reason):
                if (breaker.Failed(circuit, row.Id))
                    log.LogError("{Target} is left alone for {Time}: different messages failed in a row", circuit,
                        CircuitBreaker.ShutFor);
                var over = row.Attempts >= settings.Value.AttemptsMax;
                var again = time.GetUtcNow() + BackOff.After(row.Attempts, random.NextDouble());
                await SetAsync(
                    row, over ? OutboxStatus.Dead : OutboxStatus.Pending, reason, over ? null : again, cancellation);
                return null;
            default:
                throw new InvalidOperationException($"No case for {delivery}.");
        }
    }

    /// <summary>Taken, and not tried: that was no attempt.</summary>
    private async Task<DateTimeOffset?> GiveBackAsync(
        OutboxWebhook row, DateTimeOffset notBefore, CancellationToken cancellation, string? reason = null)
    {
        await using var db = open();
        await db.OutboxWebhooks.Where(w => w.Id == row.Id && w.Status == OutboxStatus.Pending).ExecuteUpdateAsync(
            w => w.SetProperty(x => x.Attempts, x => x.Attempts - 1).SetProperty(x => x.NextAttemptAt, notBefore)
                .SetProperty(x => x.LastError, x => reason ?? x.LastError),
            cancellation);
        return notBefore;
    }

    private async Task SetAsync(
        OutboxWebhook row, OutboxStatus status, string? error, DateTimeOffset? next, CancellationToken cancellation)
    {
        var sent = status == OutboxStatus.Done ? time.GetStoredNow() : (DateTimeOffset?)null;
        await using var db = open();
        await db.OutboxWebhooks.Where(w => w.Id == row.Id && w.Status == OutboxStatus.Pending).ExecuteUpdateAsync(
            w => w.SetProperty(x => x.Status, status).SetProperty(x => x.LastError, error)
                .SetProperty(x => x.SentAt, sent).SetProperty(x => x.NextAttemptAt, x => next ?? x.NextAttemptAt),
            cancellation);
    }

    private string LinkOf(OutboxWebhook row) => mail.Value.PublicUrl.TrimEnd('/')
        + (row.TaskId is { } task ? $"/Tasks/{task}" : row.CaseId is { } @case ? $"/Cases/{@case}" : "/");
}
