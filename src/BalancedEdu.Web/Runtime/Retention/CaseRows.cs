using System.Text.Json;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>A case and what of it can't be looked up quickly.</summary>
/// <param name="Id">The case.</param>
/// <param name="MailIds">Its mails, which have no index by case: they are found for many cases at once.</param>
internal sealed record CaseKey(long Id, IReadOnlyList<long> MailIds);

/// <summary>The rows that a case has in one table: what is packed is what is deleted.</summary>
internal abstract class CaseTable(string name)
{
    /// <summary>The table.</summary>
    public string Name { get; } = name;

    /// <summary>Writes the rows as an array.</summary>
    public abstract Task WriteAsync(
        Utf8JsonWriter writer, BalancedEduDb db, CaseKey key, CancellationToken cancellation);

    /// <summary>Deletes some rows.</summary>
    /// <returns>How many; 0 when there are none left.</returns>
    public abstract Task<int> DeleteAsync(BalancedEduDb db, CaseKey key, CancellationToken cancellation);
}

/// <summary>
/// All tables with rows of a case but <c>cases</c> and <c>case_events</c>, in an order in which they can be deleted.
/// </summary>
internal static class CaseRows
{
    /// <summary>Rows of one statement, and so of one transaction.</summary>
    public const int Batch = 500;

    /// <summary>The tables.</summary>
    public static IReadOnlyList<CaseTable> Tables { get; } =
    [
        Of("rungs", (db, key) => db.Rungs.OrderBy(r => r.Id)
            .Where(r => db.Clocks.Any(c => c.Id == r.ClockRowId && c.CaseId == key.Id))),
        Of("clocks", (db, key) => db.Clocks.OrderBy(c => c.Id).Where(c => c.CaseId == key.Id)),
        Of("clock_extensions", (db, key) => db.ClockExtensions.OrderBy(e => e.Id).Where(e => e.CaseId == key.Id)),
        Of("clock_cards", (db, key) => db.ClockCards.OrderBy(c => c.Id).Where(c => c.CaseId == key.Id)),
        Of("supervision_orders", (db, key) => db.SupervisionOrders.OrderBy(o => o.Id).Where(o => o.CaseId == key.Id)),
        Of("timeout_defaults", (db, key) => db.TimeoutDefaults.OrderBy(d => d.TaskId).Where(d => d.CaseId == key.Id)),
        Of("task_candidates", (db, key) => db.TaskCandidates.OrderBy(c => c.Id)
            .Where(c => db.Tasks.Any(t => t.Id == c.TaskId && t.CaseId == key.Id))),
        Whole("task_exclusions", (db, key) => db.TaskExclusions.OrderBy(x => x.TaskId).ThenBy(x => x.UserName)
            .Where(x => db.Tasks.Any(t => t.Id == x.TaskId && t.CaseId == key.Id))),
        Whole("task_urges", (db, key) => db.TaskUrges.OrderBy(u => u.TaskId).ThenBy(u => u.UserName)
            .Where(u => db.Tasks.Any(t => t.Id == u.TaskId && t.CaseId == key.Id))),
        Whole("case_copies", (db, key) => db.CaseCopies.OrderBy(c => c.UserName).Where(c => c.CaseId == key.Id)),
        Whole("case_follows", (db, key) => db.CaseFollows.OrderBy(f => f.UserName).Where(f => f.CaseId == key.Id)),
        Whole("withdrawal_answers", (db, key) => db.WithdrawalAnswers.OrderBy(a => a.RequestId).ThenBy(a => a.TaskId)
            .Where(a => db.WithdrawalRequests.Any(w => w.Id == a.RequestId && w.CaseId == key.Id))),
        Of("withdrawal_requests", (db, key) => db.WithdrawalRequests.OrderBy(w => w.Id)
            .Where(w => w.CaseId == key.Id)),
        Whole("task_holders", (db, key) => db.TaskHolders.OrderBy(h => h.TaskId).ThenBy(h => h.UserName)
            .Where(h => h.CaseId == key.Id)),
        Of("tasks", (db, key) => db.Tasks.OrderBy(t => t.Id).Where(t => t.CaseId == key.Id)),
        Of("timers", (db, key) => db.Timers.OrderBy(t => t.Id).Where(t => t.CaseId == key.Id)),
        Of("subscriptions", (db, key) => db.Subscriptions.OrderBy(s => s.Id).Where(s => s.CaseId == key.Id)),
        Of("outbox_jobs", (db, key) => db.OutboxJobs.OrderBy(j => j.Id).Where(j => j.CaseId == key.Id)),
        Of("outbox_mails", (db, key) => db.OutboxMails.OrderBy(m => m.Id).Where(m => key.MailIds.Contains(m.Id))),

        Of("outbox_webhooks", (db, key) => db.OutboxWebhooks.OrderBy(w => w.Id).Where(w => w.CaseId == key.Id)),

        // With every status, so that the index by status and sender is used.
        Of("outbox_messages", (db, key) => db.OutboxMessages.OrderBy(m => m.Id)
            .Where(m => Enum.GetValues<OutboxStatus>().Contains(m.Status) && m.SenderCaseId == key.Id)),
        Of("outbox_notices", (db, key) => db.OutboxNotices.OrderBy(n => n.Id).Where(n => n.CaseId == key.Id)),
        Of("calls", (db, key) => db.Calls.OrderBy(c => c.Id).Where(c => c.CaseId == key.Id)),
        Of("incidents", (db, key) => db.Incidents.OrderBy(i => i.Id).Where(i => i.CaseId == key.Id)),
        Whole("handled_commands", (db, key) => db.HandledCommands.OrderBy(c => c.Key).Where(c => c.CaseId == key.Id)),
        Whole("enrolment_restrictions", (db, key) => db.EnrolmentRestrictions.OrderBy(r => r.Kind)
            .Where(r => r.CaseId == key.Id)),
        Of("issued_document_contents", (db, key) => db.DocumentContents.OrderBy(d => d.DocumentId)
            .Where(d => d.CaseId == key.Id)),
        Of("large_class_tickets", (db, key) => db.LargeClassTickets.OrderBy(t => t.CaseId)
            .Where(t => t.CaseId == key.Id)),
    ];

    private static Table<T> Of<T>(string name, Func<BalancedEduDb, CaseKey, IQueryable<T>> rows) where T : class =>
        new(name, rows, (r, cancellation) => r.Take(Batch).ExecuteDeleteAsync(cancellation));

    /// <summary>Small ones with a key of several columns, which a limited deletion finds by comparing all.</summary>
    private static Table<T> Whole<T>(string name, Func<BalancedEduDb, CaseKey, IQueryable<T>> rows) where T : class =>
        new(name, rows, (r, cancellation) => r.ExecuteDeleteAsync(cancellation));

    private sealed class Table<T>(
        string name, Func<BalancedEduDb, CaseKey, IQueryable<T>> rows,
        Func<IQueryable<T>, CancellationToken, Task<int>> delete) : CaseTable(name) where T : class
    {
        public override async Task WriteAsync(
            Utf8JsonWriter writer, BalancedEduDb db, CaseKey key, CancellationToken cancellation)
        {
            writer.WriteStartArray(Name);
            await foreach (var row in rows(db, key).AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellation))
                JsonSerializer.Serialize(writer, row, PackageFormat.Rows);
            writer.WriteEndArray();
        }

        public override Task<int> DeleteAsync(BalancedEduDb db, CaseKey key, CancellationToken cancellation) =>
            delete(rows(db, key), cancellation);
    }
}
