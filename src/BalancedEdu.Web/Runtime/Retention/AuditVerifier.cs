using System.Data.Common;
using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>How much was verified.</summary>
/// <param name="Cases">Cases.</param>
/// <param name="Events">Their events.</param>
/// <param name="Broken">Cases with a fault, those whose row is gone included.</param>
public sealed record AuditCount(long Cases, long Events, long Broken);

/// <summary>
/// Verifies the chains of events of all cases or of one. It reads page by page, each as of one moment, so that work
/// goes on meanwhile and neither memory nor the time a snapshot is held grows with the database.
/// </summary>
public sealed class AuditVerifier(Func<BalancedEduDb> open, RawConnections connections)
{
    private const int CasesAPage = 500;

    /// <summary>Of a case whose rows are being deleted the package is verified; some of its rows may be gone.</summary>
    private const string NotArchived =
        "NOT IN (SELECT case_id FROM archived_cases WHERE deleting_since IS NOT NULL AND deleted_at IS NULL)";

    private const string Events = $"""
        SELECT case_id, sequence, at, kind, element_id, task_id, actor, data, moves, hash FROM case_events
        WHERE case_id > @after AND case_id <= @through AND case_id {NotArchived} ORDER BY case_id, sequence
        """;

    /// <summary>Verifies every case, and that there are no events of a case that is gone.</summary>
    /// <param name="report">Is told each fault.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<AuditCount> VerifyAllAsync(Action<ChainFault> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        await using var db = open();
        await db.Database.OpenConnectionAsync(cancellation);
        var (count, after) = (new AuditCount(0, 0, 0), 0L);
        while (after < long.MaxValue)
        {
            var connection = db.Database.GetDbConnection();
            await using var snapshot = await connection.BeginSnapshotAsync(cancellation);
            var heads = await HeadsAsync(snapshot, "id > @value ORDER BY id LIMIT @max", after, cancellation);

            // The last page reaches to the end of the events, whether there is a case or not.
            var through = heads.Count == CasesAPage ? heads[^1].Id : long.MaxValue;
            count = await VerifyAsync(snapshot, heads, after, through, count, report, cancellation);
            after = through;
        }
        return count;
    }

    /// <summary>Verifies one case.</summary>
    /// <returns>Null when there is no case of that number.</returns>
    public async Task<AuditCount?> VerifyOneAsync(
        string number, Action<ChainFault> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        await using var db = open();
        await db.Database.OpenConnectionAsync(cancellation);
        await using var snapshot = await db.Database.GetDbConnection().BeginSnapshotAsync(cancellation);
        var heads = await HeadsAsync(snapshot, "number = @value LIMIT @max", number, cancellation);
        return heads is [var head]
            ? await VerifyAsync(snapshot, heads, head.Id - 1, head.Id, new(0, 0, 0), report, cancellation)
            : null;
    }

    private async Task<AuditCount> VerifyAsync(
        DbTransaction snapshot, IReadOnlyList<Head> heads, long after, long through, AuditCount count,
        Action<ChainFault> report, CancellationToken cancellation)
    {
        var (next, events, broken) = (0, 0L, 0L);
        var (current, orphans) = (heads.Count > 0 ? new ChainCheck(heads[0].Number) : null, (Id: 0L, Events: 0L));
        await using var command = Command(snapshot, Events, ("@after", after), ("@through", through));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            events++;
            var (e, readable) = Read(reader);
            while (next < heads.Count && heads[next].Id < e.CaseId)
                EndCase();
            if (next < heads.Count && heads[next].Id == e.CaseId)
                current!.Add(e, readable);
            else
                AddOrphan(e.CaseId);
        }
        while (next < heads.Count)
            EndCase();
        EndOrphans();
        return new(count.Cases + heads.Count, count.Events + events, count.Broken + broken);

        void EndCase()
        {
            Tell(current!.End(heads[next].LastSequence, heads[next].LastHash));
            next++;
            current = next < heads.Count ? new(heads[next].Number) : null;
        }

        void AddOrphan(long caseId)
        {
            if (orphans.Id != caseId)
                EndOrphans();
            orphans = (caseId, orphans.Events + 1);
        }

        void EndOrphans()
        {
            if (orphans.Events > 0)
                Tell(new(
                    string.Create(CultureInfo.InvariantCulture, $"#{orphans.Id}"), "audit.case-removed",
                    string.Create(CultureInfo.InvariantCulture, $"事项本身已不在，却还留着它的 {orphans.Events} 条事件。")));
            orphans = default;
        }

        void Tell(ChainFault? fault)
        {
            if (fault is null)
                return;
            broken++;
            report(fault);
        }
    }

    private static async Task<IReadOnlyList<Head>> HeadsAsync(
        DbTransaction snapshot, string which, object value, CancellationToken cancellation)
    {
        await using var command = Command(
            snapshot, $"SELECT id, number, last_sequence, last_hash FROM cases WHERE id {NotArchived} AND {which}",
            ("@value", value), ("@max", CasesAPage));
        var heads = new List<Head>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            heads.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), (byte[])reader.GetValue(3)));
        return heads;
    }

    /// <summary>Not by EF: moves that can't be unpacked must become a fault of their case, not the end.</summary>
    private (CaseEvent Event, bool Readable) Read(DbDataReader reader)
    {
        var (moves, readable) = MovesOf(reader.IsDBNull(8) ? null : (byte[])reader.GetValue(8));
        return (new()
        {
            CaseId = reader.GetInt64(0),
            Sequence = reader.GetInt64(1),
            At = connections.IsPostgres
                ? reader.GetFieldValue<DateTimeOffset>(2)
                : new(reader.GetInt64(2), TimeSpan.Zero),
            Kind = reader.GetString(3),
            ElementId = reader.IsDBNull(4) ? null : reader.GetString(4),
            TaskId = reader.IsDBNull(5) ? null : reader.GetInt64(5),
            Actor = reader.GetString(6),
            Data = reader.GetString(7),
            Moves = moves,
            Hash = (byte[])reader.GetValue(9),
        }, readable);
    }

    private static (string? Moves, bool Readable) MovesOf(byte[]? stored)
    {
        try
        {
            return (stored is null ? null : Compressed.UnpackText(stored), true);
        }
        catch (InvalidDataException)
        {
            return (null, false);
        }
    }

    private static DbCommand Command(DbTransaction snapshot, string sql, params (string Name, object Value)[] values)
    {
        var command = snapshot.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, snapshot);
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private sealed record Head(long Id, string Number, long LastSequence, byte[] LastHash);
}
