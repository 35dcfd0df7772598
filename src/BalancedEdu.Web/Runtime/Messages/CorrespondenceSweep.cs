using System.Data.Common;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Calls;
using BalancedEdu.Web.Runtime.Starts;
using BalancedEdu.Web.Runtime.Sweeps;

namespace BalancedEdu.Web.Runtime.Messages;

/// <summary>
/// Carries what cases send to one another, and begins what nobody begins by hand. One look tells which lanes have
/// something due, so that a commit that sends nothing costs one small query; a lane does a bounded piece of work at a
/// time, so that none waits for another's end.
/// </summary>
internal sealed class CorrespondenceSweep(
    RawConnections connections, MessageLane messages, SignalLane signals, CallLane calls, NoticeLane notices,
    TimerStartLane starts, FailedStarts failed, TimeProvider time) : ISweep
{
    private const string Look = $"""
        SELECT
            (SELECT count(*) FROM (
                SELECT 1 FROM outbox_messages AS m
                WHERE m.status = 0 AND m.kind = 0 AND m.next_attempt_at <= $1 AND {Leases.InTurn} LIMIT 1) AS m),
            (SELECT count(*) FROM (
                SELECT 1 FROM outbox_messages AS m
                WHERE m.status = 0 AND m.kind = 1 AND m.next_attempt_at <= $1 AND {Leases.InTurn} LIMIT 1) AS s),
            (SELECT count(*) FROM (
                SELECT 1 FROM calls WHERE status = 0 AND next_attempt_at <= $1 LIMIT 1) AS c),
            (SELECT count(*) FROM (
                SELECT 1 FROM outbox_notices WHERE status = 0 AND next_attempt_at <= $1 LIMIT 1) AS n),
            (SELECT count(*) FROM (
                SELECT 1 FROM process_starts AS s
                WHERE s.due_at <= $1 AND (s.leased_until IS NULL OR s.leased_until <= $1) AND {Leases.NoneFailing}
                LIMIT 1) AS p),
            (SELECT count(*) FROM (
                SELECT 1 FROM outbox_messages AS m
                WHERE m.status = 0 AND m.kind = 2 AND m.next_attempt_at <= $1 AND {Leases.InTurn} LIMIT 1) AS f)
        """;

    public bool FollowsSteps => true;

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetStoredNow();
        await messages.FindReceiversOfKeptAsync(now, cancellation);
        var (done, due) = (0, await DueAsync(now, cancellation));
        if (due[0])
            done += await messages.RunAsync(now, cancellation);
        if (due[1])
            done += await signals.RunAsync(now, cancellation);
        if (due[2])
            done += await calls.RunAsync(now, cancellation);
        if (due[2] || due[3])
            done += await notices.RunAsync(now, cancellation);
        if (due[4])
            done += await starts.RunAsync(now, cancellation);
        if (due[5])
            done += await failed.RunAsync(now, cancellation);
        return done;
    }

    private async Task<bool[]> DueAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (!connections.IsPostgres)
        {
            using var lent = connections.LendReader();
            await using var sqlite = lent.Session.Prepare(Look, [connections.Instant(now)]).ExecuteReader();
            return await ReadAsync(sqlite, cancellation);
        }
        await using var connection = await connections.OpenPostgresAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = Look;
        command.Parameters.Add(new() { Value = connections.Instant(now) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await ReadAsync(reader, cancellation);
    }

    private static async Task<bool[]> ReadAsync(DbDataReader reader, CancellationToken cancellation)
    {
        await reader.ReadAsync(cancellation);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetInt64(i) > 0)];
    }
}
