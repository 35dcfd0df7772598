using System.Data.Common;
using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Sweeps;

/// <summary>
/// Takes due rows for this node until a time. Who dies with them loses them: after that time they are due again, so
/// what is done with a row must be safe to repeat.
/// </summary>
public sealed class Leases(RawConnections connections)
{
    /// <summary>
    /// Whether it is the turn of message <c>m</c> among those of its sender. What was never kept goes in the order in
    /// which it was sent; what is kept holds up nothing but what its sender has sent after it with the same name and
    /// key.
    /// </summary>
    internal const string InTurn = """
        NOT EXISTS (
            SELECT 1 FROM outbox_messages AS earlier
            WHERE earlier.status = 0 AND earlier.sender_case_id = m.sender_case_id
                AND earlier.sender_order < m.sender_order
                AND CASE WHEN m.buffered
                    THEN earlier.kind = m.kind AND earlier.name = m.name
                        AND earlier.correlation_key = m.correlation_key
                    ELSE NOT earlier.buffered END)
        """;

    /// <summary>
    /// Whether the due of start <c>s</c> before this one is done or rests: what is still tried is begun first.
    /// </summary>
    internal const string NoneFailing = """
        NOT EXISTS (
            SELECT 1 FROM outbox_messages AS earlier
            WHERE earlier.key = 'time/' || s.id || '/' || (s.fired - 1) AND earlier.status = 0)
        """;

    /// <summary>Takes due timers, the oldest first.</summary>
    public async Task<IReadOnlyList<TimerRow>> TimersAsync(
        DateTimeOffset now, DateTimeOffset until, int max, CancellationToken cancellation)
    {
        var rows = await TakeAsync(
            $"""
            UPDATE timers SET leased_until = @until WHERE id IN (
                SELECT id FROM timers WHERE due_at <= @now AND (leased_until IS NULL OR leased_until <= @now)
                ORDER BY due_at, id LIMIT @max {connections.SkipLocked})
            RETURNING id, case_id, timer_id, element_id, due_at
            """,
            now, until, max, Timer, cancellation);
        return [.. rows.OrderBy(t => t.DueAt).ThenBy(t => t.Id)];
    }

    /// <summary>
    /// Takes jobs of the outbox; taking counts as an attempt. Jobs of one case that no token waits for are done in
    /// their order: a later one is not taken while an earlier one is pending.
    /// </summary>
    /// <param name="now">Those that are due then.</param>
    /// <param name="until">How long they are taken.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="except">Kinds of jobs that are left alone.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<IReadOnlyList<long>> JobsAsync(
        DateTimeOffset now, DateTimeOffset until, int max, IReadOnlyList<string> except,
        CancellationToken cancellation)
    {
        var kinds = string.Join(", ", except.Select((_, i) => Name(i)));
        return TakeAsync(
            $"""
            UPDATE outbox_jobs SET attempts = attempts + 1, next_attempt_at = @until WHERE id IN (
                SELECT j.id FROM outbox_jobs j WHERE j.status = 0 AND j.next_attempt_at <= @now
                    {(kinds.Length == 0 ? "" : $"AND j.job NOT IN ({kinds})")}
                    AND (j.job_id <> 0 OR NOT EXISTS (
                        SELECT 1 FROM outbox_jobs e
                        WHERE e.case_id = j.case_id AND e.job_id = 0 AND e.status = 0 AND e.id < j.id))
                ORDER BY j.next_attempt_at, j.id LIMIT @max {connections.SkipLocked})
            RETURNING id
            """,
            now, until, max, cancellation, except);
    }

    /// <summary>Takes start events whose time has come.</summary>
    public Task<IReadOnlyList<long>> StartsAsync(
        DateTimeOffset now, DateTimeOffset until, int max, CancellationToken cancellation) =>
        TakeAsync(
            $"""
            UPDATE process_starts SET leased_until = @until WHERE id IN (
                SELECT s.id FROM process_starts AS s
                WHERE s.due_at <= @now AND (s.leased_until IS NULL OR s.leased_until <= @now) AND {NoneFailing}
                ORDER BY s.due_at, s.id LIMIT @max {connections.SkipLocked})
            RETURNING id
            """,
            now, until, max, cancellation);

    /// <summary>Takes calls whose child is to begin; taking counts as an attempt.</summary>
    public Task<IReadOnlyList<long>> CallsAsync(
        DateTimeOffset now, DateTimeOffset until, int max, CancellationToken cancellation) =>
        TakeAsync(
            $"""
            UPDATE calls SET attempts = attempts + 1, next_attempt_at = @until WHERE id IN (
                SELECT id FROM calls WHERE status = 0 AND next_attempt_at <= @now
                ORDER BY next_attempt_at, id LIMIT @max {connections.SkipLocked})
            RETURNING id
            """,
            now, until, max, cancellation);

    /// <summary>
    /// Takes messages, signals or failed starts; taking counts as an attempt. Of one sender only the first that is
    /// still on its way, and of those that are kept the first of each name and key.
    /// </summary>
    public Task<IReadOnlyList<long>> MessagesAsync(
        MessageKind kind, DateTimeOffset now, DateTimeOffset until, int max, CancellationToken cancellation) =>
        TakeAsync(
            $"""
            UPDATE outbox_messages SET attempts = attempts + 1, next_attempt_at = @until WHERE id IN (
                SELECT id FROM outbox_messages AS m
                WHERE m.status = 0 AND m.kind = {(int)kind} AND m.next_attempt_at <= @now
                    AND {InTurn}
                ORDER BY m.next_attempt_at, m.id LIMIT @max {connections.SkipLocked})
            RETURNING id
            """,
            now, until, max, cancellation);

    /// <summary>Takes the first notice of cases, and with it the right to tell all of theirs.</summary>
    public Task<IReadOnlyList<long>> NoticesAsync(
        DateTimeOffset now, DateTimeOffset until, int max, CancellationToken cancellation) =>
        TakeAsync(
            $"""
            UPDATE outbox_notices SET attempts = attempts + 1, next_attempt_at = @until WHERE id IN (
                SELECT id FROM outbox_notices AS n
                WHERE n.status = 0 AND n.next_attempt_at <= @now AND NOT EXISTS (
                    SELECT 1 FROM outbox_notices AS earlier
                    WHERE earlier.case_id = n.case_id AND earlier.status = 0 AND earlier.id < n.id)
                ORDER BY n.next_attempt_at, n.id LIMIT @max {connections.SkipLocked})
            RETURNING id
            """,
            now, until, max, cancellation);

    /// <summary>
    /// Takes messages to a group robot; taking counts as an attempt. Of a case only the first that waits.
    /// </summary>
    /// <param name="target">The robot.</param>
    /// <param name="urgentOnly">Whether only urgent ones.</param>
    /// <param name="now">Those that are due then.</param>
    /// <param name="until">How long they are taken.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<IReadOnlyList<long>> WebhooksAsync(
        long target, bool urgentOnly, DateTimeOffset now, DateTimeOffset until, int max,
        CancellationToken cancellation) =>
        TakeAsync(
            $"""
            UPDATE outbox_webhooks SET attempts = attempts + 1, next_attempt_at = @until WHERE id IN (
                SELECT w.id FROM outbox_webhooks w
                WHERE w.status = 0 AND w.next_attempt_at <= @now
                    AND w.target_id = {target.ToString(CultureInfo.InvariantCulture)}
                    {(urgentOnly ? "AND w.urgent" : "")}
                    AND (w.case_id IS NULL OR NOT EXISTS (
                        SELECT 1 FROM outbox_webhooks e
                        WHERE e.case_id = w.case_id AND e.target_id = w.target_id AND e.status = 0 AND e.id < w.id))
                ORDER BY w.next_attempt_at, w.id LIMIT @max {connections.SkipLocked})
            RETURNING id
            """,
            now, until, max, cancellation);

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"@except{i}");

    private TimerRow Timer(DbDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        CaseId = reader.GetInt64(1),
        TimerId = reader.GetInt64(2),
        ElementId = reader.GetString(3),
        DueAt = connections.IsPostgres
            ? reader.GetFieldValue<DateTimeOffset>(4)
            : new(reader.GetInt64(4), TimeSpan.Zero),
    };

    private async Task<IReadOnlyList<long>> TakeAsync(
        string sql, DateTimeOffset now, DateTimeOffset until, int max, CancellationToken cancellation,
        IReadOnlyList<string>? except = null)
    {
        var ids = await TakeAsync(sql, now, until, max, reader => reader.GetInt64(0), cancellation, except);
        ids.Sort();
        return ids;
    }

    private async Task<List<T>> TakeAsync<T>(
        string sql, DateTimeOffset now, DateTimeOffset until, int max, Func<DbDataReader, T> read,
        CancellationToken cancellation, IReadOnlyList<string>? except = null)
    {
        await using var lease = await connections.OpenForWritingAsync(cancellation);
        await using var command = lease.Connection.CreateCommand();
        command.CommandText = sql;
        Add(command, "@now", connections.Instant(now));
        Add(command, "@until", connections.Instant(until));
        Add(command, "@max", max);
        for (var i = 0; i < except?.Count; i++)
            Add(command, Name(i), except[i]);
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
