using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Sweeps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BalancedEdu.Web.Mail;

/// <summary>
/// Delivers mail rows of the outbox. A row is claimed by moving its next attempt behind a lease, so two nodes never
/// send the same row at once; who dies with a claim leaves the row to be tried after the lease, with the same
/// Message-ID.
/// </summary>
public sealed class MailDispatcher(
    Func<BalancedEduDb> open, MailSender sender, IOptions<MailSettings> settings, TimeProvider time,
    Random random, CircuitBreaker breaker, Checkpoints checkpoints, SweepPulse pulse, ILogger<MailDispatcher> log)
{
    private const int BatchSize = 100;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Templates that only make sense while their task is open.</summary>
    private static readonly HashSet<string> AboutOpenTasks =
        ["task-assigned", "task-reminder", "task-overdue", "task-returned", "task-urged"];

    /// <summary>Delivers mails that are due, one after the other. Safe to repeat, and on many nodes at once.</summary>
    /// <returns>How many were tried; 0 also when the server is away: the rest waits for the next wake.</returns>
    public async Task<int> DispatchAsync(CancellationToken cancellation)
    {
        var tried = 0;
        var target = $"mail:{settings.Value.Host}:{settings.Value.Port}";
        if (breaker.Shut.Contains(target)) return 0;
        await using var session = sender.Open();
        foreach (var row in await DueAsync(cancellation))
        {
            if (breaker.Enter(target) is not null) return 0;
            if (await ClaimAsync(row, cancellation) is not { } lease) continue;
            await DeliverAsync(row, lease, session, cancellation);
            pulse.Beat(nameof(MailSweep)); // a server that takes its time is slow, not a node that hangs
            if (session.ServerIsAway)
            {
                if (breaker.Failed(target, row.Id))
                    log.LogError("{Target} is left alone for {Time}: different mails failed in a row", target,
                        CircuitBreaker.ShutFor);
                return 0;
            }
            breaker.Answered(target);
            tried++;
        }
        return tried;
    }

    private async Task<List<OutboxMail>> DueAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = open();
        var due = db.OutboxMails.AsNoTracking().Where(m => m.Status == OutboxStatus.Pending && m.NextAttemptAt <= now);
        if (MailSchedule.IsQuiet(now, settings.Value)) due = due.Where(m => m.Urgent);
        return await due.OrderBy(m => m.NextAttemptAt).ThenBy(m => m.Id).Take(BatchSize).ToListAsync(cancellation);
    }

    private async Task<DateTimeOffset?> ClaimAsync(OutboxMail row, CancellationToken cancellation)
    {
        var lease = time.GetStoredNow() + Lease;
        await using var db = open();
        var claimed = await db.OutboxMails
            .Where(m => m.Id == row.Id && m.Status == OutboxStatus.Pending && m.NextAttemptAt == row.NextAttemptAt)
            .ExecuteUpdateAsync(set => set
                .SetProperty(m => m.NextAttemptAt, lease)
                .SetProperty(m => m.Attempts, m => m.Attempts + 1), cancellation);

        // Checkpoint 7: leased, not sent. If we die here the mail is due again when the lease has run out.
        checkpoints.Pass(7);
        return claimed == 1 ? lease : null;
    }

    private async Task DeliverAsync(
        OutboxMail row, DateTimeOffset lease, MailSession session, CancellationToken cancellation)
    {
        await using var db = open();
        var mail = await db.OutboxMails.SingleAsync(m => m.Id == row.Id, cancellation);
        if (mail.NextAttemptAt != lease) return; // a person discarded or retried it in between
        try
        {
            await TryAsync(db, mail, session, cancellation);
        }
        catch (Exception e) when (e is MailCompositionException or FormatException)
        {
            (mail.Status, mail.LastError) = (OutboxStatus.Dead, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException and not DbUpdateException)
        {
            // A defect in one mail must not stop the others: it is tried again, and is seen on the mail page.
            log.LogError(e, "Mail {MailId} could not be tried", mail.Id);
            Postpone(mail, $"程序错误：{e.Message}");
        }
        if (mail.Status == OutboxStatus.Dead)
            log.LogWarning("Mail {MailId} was given up: {Reason}", mail.Id, mail.LastError);

        // Checkpoint 8: the server has taken the mail, the row is not marked. If we die here it goes out once more
        // after the lease, with the same Message-ID, by which a mail program shows it once.
        checkpoints.Pass(8);
        await db.SaveChangesAsync(cancellation);
    }

    private async Task TryAsync(
        BalancedEduDb db, OutboxMail mail, MailSession session, CancellationToken cancellation)
    {
        if (await IsPointlessAsync(db, mail, cancellation))
        {
            (mail.Status, mail.LastError) = (OutboxStatus.Discarded, "环节已办结，无须再发");
            return;
        }
        var message = await new MailComposition(db, settings.Value).ComposeAsync(mail, time.GetUtcNow(), cancellation);
        switch (await session.SendAsync(message, cancellation))
        {
            case MailDelivery.Accepted:
                (mail.Status, mail.SentAt, mail.LastError) = (OutboxStatus.Done, time.GetUtcNow(), null);
                break;
            case MailDelivery.Refused(var reason):
                (mail.Status, mail.LastError) = (OutboxStatus.Dead, $"邮件服务器拒收：{reason}");
                break;
            case MailDelivery.Failed(var reason):
                Postpone(mail, reason);
                break;
        }
    }

    private void Postpone(OutboxMail mail, string reason)
    {
        mail.LastError = reason;
        var next = MailSchedule.After(mail.Attempts, time.GetUtcNow(), random.NextDouble());
        if (next is not null) mail.NextAttemptAt = next.Value;
        else mail.Status = OutboxStatus.Dead;
    }

    /// <summary>A reminder that waited for the morning is of no use when the work was done in the night.</summary>
    private static async Task<bool> IsPointlessAsync(
        BalancedEduDb db, OutboxMail mail, CancellationToken cancellation) =>
        mail.TaskId is { } taskId && AboutOpenTasks.Contains(mail.Template)
        && await db.Tasks.AnyAsync(t => t.Id == taskId && t.Status != WorkTaskStatus.Open, cancellation);
}
