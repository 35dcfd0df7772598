using System.Data.Common;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Assignment;
using Npgsql;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>Reads what a step starts from, in one round trip.</summary>
internal static class CaseLoad
{
    /// <summary>
    /// How many decisions are read with the case. Whoever needs more of a case with hundreds of seats reads them then.
    /// </summary>
    public const int DecisionsMax = 64;

    /// <summary>
    /// Open is written <c>status &lt; 1</c>: for <c>status = 0</c> a planner whose statistics are old takes the partial
    /// indexes of all open tasks, and reads those of every case (630 µs instead of 15, measured).
    /// </summary>
    private static readonly string[] Queries =
    [
        $"""
        SELECT id, number, process_id, bundle_version_id, title, status, version, state, started_at, ended_at,
            started_by, applicant_name, district_code, school_code, business_key, last_sequence, last_hash,
            parent_case_id, call_row_id,
            EXISTS (SELECT 1 FROM handled_commands WHERE case_id = $1 AND key = $2),
            (SELECT next FROM number_series WHERE key = '{StaffList.StampKey}')
        FROM cases WHERE id = $1
        """,
        """
        SELECT id, element_instance_id, element_id, seat_name, assignee, revision, created_at, owner, back_to
        FROM tasks
        WHERE case_id = $1 AND status < 1 ORDER BY id
        """,
        $"""
        SELECT element_id, completed_by, outcome, outcome_name, created_at, on_behalf_of FROM tasks
        WHERE case_id = $1 AND status = 1 ORDER BY ended_at DESC, id DESC LIMIT {DecisionsMax + 1}
        """,
        """
        SELECT id, case_id, task_id, name, clock_id, budget, law, started_at, pauses, paused, extension,
            calendar_version, due_at, provisional, ended_at, warn, organisation
        FROM clocks WHERE case_id = $1 AND ended_at IS NULL ORDER BY id
        """,
    ];

    private static readonly string Joined = string.Join(";\n", Queries);

    /// <summary>On PostgreSQL: one batch for all of them. Null where there is no such case.</summary>
    public static async Task<IReadOnlyList<CaseSnapshot?>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<CaseAsked> asked, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (caseId, key) in asked)
            foreach (var query in Queries)
            {
                var command = new NpgsqlBatchCommand(query);
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = caseId });
                if (ReferenceEquals(query, Queries[0]))
                    command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
                batch.BatchCommands.Add(command);
            }
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var read = new CaseSnapshot?[asked.Count];
        for (var i = 0; i < read.Length; i++)
        {
            read[i] = await ReadAsync(reader, isPostgres: true, cancellation);
            await reader.NextResultAsync(cancellation);
        }
        return read;
    }

    /// <summary>On SQLite: prepared once a session.</summary>
    public static async Task<CaseSnapshot?> ReadAsync(
        SqliteSession session, long caseId, string key, CancellationToken cancellation)
    {
        await using var reader = session.Prepare(Joined, [caseId, key]).ExecuteReader();
        return await ReadAsync(reader, isPostgres: false, cancellation);
    }

    private static async Task<CaseSnapshot?> ReadAsync(
        DbDataReader reader, bool isPostgres, CancellationToken cancellation)
    {
        var rows = new RowReader(reader, isPostgres);
        if (!await reader.ReadAsync(cancellation))
        {
            // Beside the case itself there are three more results, empty without a case.
            for (var i = 1; i < Queries.Length; i++)
                await reader.NextResultAsync(cancellation);
            return null;
        }
        var (@case, handled, staff) = (rows.Case(), reader.GetBoolean(19), reader.GetInt64(20));
        await reader.NextResultAsync(cancellation);
        var tasks = new List<OpenTask>();
        while (await reader.ReadAsync(cancellation))
            tasks.Add(rows.OpenTask());
        await reader.NextResultAsync(cancellation);
        var decisions = new List<PastDecision>();
        while (await reader.ReadAsync(cancellation))
            decisions.Add(rows.Decision());
        await reader.NextResultAsync(cancellation);
        var clocks = new List<ClockRow>();
        while (await reader.ReadAsync(cancellation))
            clocks.Add(rows.Clock());
        decisions.Reverse();
        return new(@case, tasks, clocks, handled)
        {
            Decisions = decisions.Count > DecisionsMax ? null : decisions,
            StaffStamp = staff,
        };
    }
}

/// <summary>A case that is to be read.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Key">The key by which a repeated command is recognised; empty without one.</param>
internal readonly record struct CaseAsked(long CaseId, string Key);
