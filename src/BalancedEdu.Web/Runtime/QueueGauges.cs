using System.Data.Common;
using System.Diagnostics.Metrics;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime;

/// <summary>What waits in one outbox.</summary>
/// <param name="Pending">How many are to be delivered.</param>
/// <param name="Dead">How many were given up.</param>
/// <param name="Age">Since when the oldest of them waits, in seconds; 0 when none does.</param>
public sealed record OutboxDepth(int Pending, int Dead, double Age);

/// <summary>What waits in the database, as it was at one time.</summary>
/// <param name="TimersDue">Timers that should have fired.</param>
/// <param name="TimerLag">How long the oldest of them is overdue, in seconds.</param>
/// <param name="Incidents">Incidents that wait for a person.</param>
/// <param name="Outboxes">By outbox: jobs, mails, messages.</param>
public sealed record QueueDepths(
    int TimersDue, double TimerLag, int Incidents, IReadOnlyDictionary<string, OutboxDepth> Outboxes);

/// <summary>
/// Measures what waits in the database when somebody looks, at most every fifteen seconds. Each node measures the same
/// database: take the greatest, not the sum. While the database is away there is nothing to see.
/// </summary>
public sealed class QueueGauges : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly Func<BalancedEduDb> _open;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueGauges> _log;
    private readonly Meter _meter = new(Telemetry.Name);
    private readonly Lock _lock = new();
    private QueueDepths? _depths;
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Begins to answer those who look.</summary>
    public QueueGauges(Func<BalancedEduDb> open, TimeProvider time, ILogger<QueueGauges> log)
    {
        (_open, _time, _log) = (open, time, log);
        Gauge("balancededu.timers.due", "{timer}", "Timers that should have fired", d => d.TimersDue);
        Gauge("balancededu.timers.lag", "s", "How long the oldest due timer is overdue", d => d.TimerLag);
        Gauge("balancededu.incidents.open", "{incident}", "Incidents that wait for a person", d => d.Incidents);
        Outbox("balancededu.outbox.pending", "{row}", "Rows to be delivered", o => o.Pending);
        Outbox("balancededu.outbox.dead", "{row}", "Rows that were given up", o => o.Dead);
        Outbox("balancededu.outbox.age", "s", "How long the oldest row waits", o => o.Age);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>What waits, not older than fifteen seconds; null while the database is away.</summary>
    public QueueDepths? Read()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (now < _next && _next <= now + Every)
                return _depths;
            _next = now + Every;
            try
            {
                using var db = _open();
                _depths = Read(db, now);
            }
            catch (Exception e) when (e is DbException or InvalidOperationException)
            {
                _log.LogWarning(e, "Measure what waits: failed");
                _depths = null;
            }
            return _depths;
        }
    }

    private static QueueDepths Read(BalancedEduDb db, DateTimeOffset now)
    {
        var due = db.Timers.Where(t => t.DueAt <= now);
        var jobs = db.OutboxJobs.GroupBy(j => j.Status)
            .Where(g => g.Key == OutboxStatus.Pending || g.Key == OutboxStatus.Dead)
            .Select(g => new Group(g.Key, g.Count(), g.Min(j => j.CreatedAt)));
        var mails = db.OutboxMails.GroupBy(m => m.Status)
            .Where(g => g.Key == OutboxStatus.Pending || g.Key == OutboxStatus.Dead)
            .Select(g => new Group(g.Key, g.Count(), g.Min(m => m.CreatedAt)));
        var messages = db.OutboxMessages.Where(m => !m.Buffered || m.Status == OutboxStatus.Dead)
            .GroupBy(m => m.Status)
            .Where(g => g.Key == OutboxStatus.Pending || g.Key == OutboxStatus.Dead)
            .Select(g => new Group(g.Key, g.Count(), g.Min(m => m.CreatedAt)));
        var webhooks = db.OutboxWebhooks.GroupBy(w => w.Status)
            .Where(g => g.Key == OutboxStatus.Pending || g.Key == OutboxStatus.Dead)
            .Select(g => new Group(g.Key, g.Count(), g.Min(w => w.CreatedAt)));
        var oldest = due.Min(t => (DateTimeOffset?)t.DueAt);
        return new(
            due.Count(), oldest is null ? 0 : Seconds(now - oldest.Value),
            db.Incidents.Count(i => i.ResolvedAt == null),
            new Dictionary<string, OutboxDepth>
            {
                ["jobs"] = Depth(jobs, now), ["mails"] = Depth(mails, now), ["messages"] = Depth(messages, now),
                ["webhooks"] = Depth(webhooks, now),
            });
    }

    private static OutboxDepth Depth(IQueryable<Group> groups, DateTimeOffset now)
    {
        var rows = groups.ToList();
        var pending = rows.Find(g => g.Status == OutboxStatus.Pending);
        return new(
            pending?.Count ?? 0, rows.Find(g => g.Status == OutboxStatus.Dead)?.Count ?? 0,
            pending is null ? 0 : Seconds(now - pending.Oldest));
    }

    private static double Seconds(TimeSpan time) => Math.Max(0, time.TotalSeconds);

    private void Gauge(string name, string unit, string description, Func<QueueDepths, double> value) =>
        _meter.CreateObservableGauge(
            name, () => Read() is { } d ? [new Measurement<double>(value(d))] : Array.Empty<Measurement<double>>(),
            unit, description);

    private void Outbox(string name, string unit, string description, Func<OutboxDepth, double> value) =>
        _meter.CreateObservableGauge(
            name,
            () => Read()?.Outboxes.Select(o =>
                new Measurement<double>(value(o.Value), new KeyValuePair<string, object?>("outbox", o.Key))) ?? [],
            unit, description);

    private sealed record Group(OutboxStatus Status, int Count, DateTimeOffset Oldest);
}
