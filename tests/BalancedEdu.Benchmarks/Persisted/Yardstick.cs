using System.Diagnostics;
using System.Globalization;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Tests.App;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BalancedEdu.Benchmarks.Persisted;

/// <summary>
/// The same rows as an approval, written by something that does nothing else: pgbench in pipeline mode on the tables of
/// PostgreSQL, and one loop of prepared statements on those of SQLite. Sizes are those that the approvals have left.
/// </summary>
internal sealed class Yardstick
{
    /// <summary>The number of its first case; those of others are lower.</summary>
    public const long First = 1_000_000_000;

    private const int Cases = 20_000;

    private const string Sizes = """
        SELECT CAST(avg(length(c.state)) AS bigint), CAST(avg(length(e.data)) AS bigint),
            CAST(avg(length(e.moves)) AS bigint)
        FROM cases c JOIN case_events e ON e.case_id = c.id WHERE e.kind = 'UserTaskCompleted'
        """;

    /// <summary>
    /// Cases of its own, each with one task of the same id: a script can't look one up for the other.
    /// </summary>
    private static readonly string[] Copies =
    [
        $"""
        INSERT INTO cases (id, number, process_id, bundle_version_id, title, status, version, state, started_at,
            started_by, applicant_name, district_code, school_code, last_sequence, last_hash)
        SELECT {First} - 1 + row_number() OVER (), 'Y' || row_number() OVER (), a.process_id, a.bundle_version_id,
            a.title, 0, a.version, a.state, a.started_at, a.started_by, a.applicant_name, a.district_code,
            a.school_code, a.last_sequence, a.last_hash
        FROM (SELECT * FROM cases LIMIT 200) a, (SELECT * FROM cases LIMIT {Cases / 200}) b
        """,
        $"""
        INSERT INTO tasks (id, case_id, element_instance_id, element_id, name, seat_name, role, status, assignee,
            claimed, unassignable, created_at, ended_at, completed_by, outcome, outcome_name, revision, loop_counter,
            previous_step, returned)
        SELECT c.id, c.id, 1, 'REVIEW', '审核', '', '主办', 1, 'wenjingzhi', false, false, c.started_at, c.started_at,
            'wenjingzhi', 'agree', '同意', 1, 0, '', false
        FROM cases c WHERE c.id >= {First}
        """,
    ];

    private const string Reads = """
        SELECT id, number, process_id, bundle_version_id, title, status, version, state, started_at, ended_at,
            started_by, applicant_name, district_code, school_code, business_key, last_sequence, last_hash,
            parent_case_id, call_row_id, EXISTS (SELECT 1 FROM handled_commands WHERE case_id = :cid AND key = ''),
            (SELECT next FROM number_series WHERE key = '#organisation') FROM cases WHERE id = :cid;
        SELECT id, element_instance_id, element_id, seat_name, assignee, revision, created_at FROM tasks
            WHERE case_id = :cid AND status < 1 ORDER BY id;
        SELECT element_id, completed_by, outcome, outcome_name, created_at FROM tasks
            WHERE case_id = :cid AND status = 1 ORDER BY ended_at DESC, id DESC LIMIT 65;
        SELECT id, case_id, task_id, name, clock_id, budget, law, started_at, pauses, paused, extension,
            calendar_version, due_at, provisional, ended_at
            FROM clocks WHERE case_id = :cid AND ended_at IS NULL ORDER BY id;
        """;

    private const string Writes = """
        UPDATE cases SET version = version + 1, state = {state}, last_sequence = last_sequence + 1,
            last_hash = {hash} WHERE id = :cid AND version > 0;
        UPDATE tasks SET status = 1, ended_at = {now}, completed_by = 'wenjingzhi', outcome = 'agree',
            outcome_name = '同意', comment = '同意。', draft = NULL, revision = revision + 1
            WHERE id = :tid AND revision > 0;
        INSERT INTO tasks (id, case_id, element_instance_id, element_id, name, seat_name, role, status, assignee,
                claimed, unassignable, created_at, due_at, revision, form_data, loop_counter, previous_step, returned)
            VALUES (:new, :cid, :new, 'CHECK', '复核', '', '主办', 0, 'jiangyuan', {false}, {false}, {now}, NULL, 1,
                NULL, 0, '温敬之 同意', {false});
        INSERT INTO case_events (case_id, sequence, at, kind, element_id, task_id, actor, data, hash, moves)
            VALUES (:cid, :new, {now}, 'UserTaskCompleted', 'REVIEW', :tid, 'wenjingzhi', {data}, {hash}, {moves});
        INSERT INTO outbox_mails (id, key, case_id, task_id, to_user_name, template, data, urgent, status, attempts,
                next_attempt_at, created_at)
            SELECT :new, {key}, :cid, :new, 'jiangyuan', 'task-assigned', {mail}, {false}, 0, 0, {now}, {now}
            WHERE NOT EXISTS (SELECT 1 FROM outbox_mails WHERE key = {key});
        INSERT INTO notifications (user_name, event, case_id, task_id, text, link, in_digest, created_at)
            VALUES ('jiangyuan', 1, :cid, :new, '复核', NULL, {false}, {now});
        """;

    private readonly Func<int, Task<(long Done, double Seconds)>> _slice;
    private long _done;
    private double _seconds;

    private Yardstick(Func<int, Task<(long Done, double Seconds)>> slice) => _slice = slice;

    /// <summary>Approvals a second, of all slices.</summary>
    public double Rate => _done / _seconds;

    /// <summary>On the database where approvals have been: their rows are what is written.</summary>
    /// <param name="settings">The database.</param>
    /// <param name="clients">Clients of pgbench; on SQLite there is one writer.</param>
    public static async Task<Yardstick> OfAsync(DatabaseSettings settings, int clients) =>
        settings.Provider == DatabaseProvider.PostgreSql
            ? new(await PostgresAsync(settings.ConnectionString, clients))
            : new(await SqliteAsync(settings.ConnectionString));

    /// <summary>
    /// A slice of so many seconds. Slices lie between what is compared with it: a machine that is shared is slower at
    /// one moment and faster at the next.
    /// </summary>
    public async Task AddAsync(int seconds)
    {
        var (done, took) = await _slice(seconds);
        (_done, _seconds) = (_done + done, _seconds + took);
    }

    private static async Task<Func<int, Task<(long Done, double Seconds)>>> PostgresAsync(
        string connectionString, int clients)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        foreach (var sql in Copies)
            await RowAsync(source, sql);
        var writes = Fill(
            Writes, await RowAsync(source, Sizes), "now()", "false", n => $"decode(repeat('ab', {n}), 'hex')",
            "'k' || :new");
        var script = $$"""
            \set cid random({{First}}, {{First + Cases - 1}})
            \set tid :cid
            \set new random(1000000000000, 9000000000000000000)
            \startpipeline
            {{Reads}}
            \endpipeline
            \startpipeline
            BEGIN;
            {{writes}}
            COMMIT;
            \endpipeline

            """;
        return async seconds => (await PgbenchAsync(connectionString, script, clients, seconds) * seconds, seconds);
    }

    private static async Task<Func<int, Task<(long Done, double Seconds)>>> SqliteAsync(string connectionString)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        using var setup = connection.CreateCommand();
        setup.CommandText = "PRAGMA busy_timeout = 5000;" + string.Join(';', Copies);
        setup.ExecuteNonQuery();
        using var sized = connection.CreateCommand();
        sized.CommandText = Sizes;
        using var row = sized.ExecuteReader();
        long[] sizes = row.Read() ? [row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)] : [];
        var writes = Fill(Writes, sizes, ":new", "0", n => $"zeroblob({n})", "'k' || :new");
        var id = 1_000_000_000_000;
        return seconds => Task.FromResult(Loop(connectionString, writes, seconds, ref id));
    }

    private static (long Done, double Seconds) Loop(string connectionString, string sql, int seconds, ref long id)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var setup = connection.CreateCommand();
        setup.CommandText = "PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000";
        setup.ExecuteNonQuery();
        using var reads = Prepare(connection, Reads);
        using var writes = Prepare(connection, sql);
        var random = new Random(1);
        var (done, watch) = (0L, Stopwatch.StartNew());
        for (; watch.Elapsed.TotalSeconds < seconds; done++, id++)
        {
            Bind(reads, random, id);
            using (var reader = reads.ExecuteReader())
                do
                    while (reader.Read())
                        reader.GetValue(0);
                while (reader.NextResult());
            Bind(writes, random, id);
            using var transaction = connection.BeginTransaction();
            writes.Transaction = transaction;
            writes.ExecuteNonQuery();
            transaction.Commit();
        }
        return (done, watch.Elapsed.TotalSeconds);
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in new[] { ":cid", ":tid", ":new" })
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private static void Bind(SqliteCommand command, Random random, long id)
    {
        command.Parameters[0].Value = command.Parameters[1].Value = First + random.Next(Cases);
        command.Parameters[2].Value = id;
    }

    private static string Fill(
        string writes, long[] sizes, string now, string @false, Func<long, string> bytes, string key) =>
        writes.Replace("{state}", bytes(sizes[0])).Replace("{hash}", bytes(32)).Replace("{moves}", bytes(sizes[2]))
            .Replace("{data}", $"'{new string('x', (int)sizes[1])}'").Replace("{now}", now)
            .Replace("{false}", @false).Replace("{key}", key)
            .Replace("{mail}", """'{"task":"复核","number":"WB-2026-000001","title":"明德小学"}'""");

    private static async Task<long[]> RowAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
            return [];
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToInt64(reader.GetValue(i), null))];
    }

    /// <summary>Transactions a second.</summary>
    private static async Task<long> PgbenchAsync(string connectionString, string script, int clients, int seconds)
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        var file = Path.Combine(Path.GetTempPath(), $"approval-{Environment.ProcessId}.sql");
        await File.WriteAllTextAsync(file, script);
        var arguments = $"-n -M prepared -c {clients} -j 1 -T {seconds} -f {file} -h {to.Host} -p {to.Port} "
            + $"-U {to.Username} {to.Database}";
        using var process = Process.Start(
            new ProcessStartInfo(Path.Combine(PostgresServer.Binaries, "pgbench"), arguments)
            {
                RedirectStandardOutput = true,
                WorkingDirectory = "/",
            })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        File.Delete(file);
        var line = output.Split('\n').Single(l => l.StartsWith("tps = ", StringComparison.Ordinal));
        return (long)double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
    }
}
