using BalancedEdu.Web.Data;
using Npgsql;
using NpgsqlTypes;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>
/// Sends all statements of a step in one batch, which PostgreSQL carries out as one transaction. A statement that must
/// touch a row divides by the number of rows it touched: a miss is an error, and an error takes everything back.
/// A plain batch would go on after a miss and commit the other rows.
/// </summary>
internal static class PostgresCommit
{
    private const string MailKey = "ix_outbox_mails_key";

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> Guarded = new();

    /// <summary>Sends them; all or nothing unless a transaction is open already.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="statements">The statements in order.</param>
    /// <param name="sent">Called when the rows are on their way and nothing has come back.</param>
    /// <param name="cancellation">Stops it; then it is not known whether it was carried out.</param>
    /// <returns>Committed, or what the first missed statement means.</returns>
    public static async Task<CommitResult> RunAsync(
        NpgsqlConnection connection, List<Statement> statements, Action sent, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
            batch.BatchCommands.Add(CommandOf(statement));
        try
        {
            var answer = batch.ExecuteNonQueryAsync(cancellation);
            sent();
            await answer;
            return CommitResult.Committed;
        }
        catch (PostgresException e) when (
            e.SqlState == PostgresErrorCodes.DivisionByZero && MissedBy(e, batch, statements) is { } miss)
        {
            return miss;
        }
        catch (PostgresException e)
            when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: MailKey })
        {
            return CommitResult.Stale;
        }
    }

    private static CommitResult? MissedBy(PostgresException e, NpgsqlBatch batch, List<Statement> statements)
    {
        var at = e.BatchCommand is null ? -1 : batch.BatchCommands.IndexOf(e.BatchCommand);
        return at >= 0 && statements[at].Miss != CommitResult.Committed ? statements[at].Miss : null;
    }

    private static NpgsqlBatchCommand CommandOf(Statement statement)
    {
        var command = new NpgsqlBatchCommand(
            statement.Miss == CommitResult.Committed ? statement.Sql : Guarded.GetOrAdd(statement.Sql, Guard));
        foreach (var value in statement.Values)
            command.Parameters.Add(ParameterOf(value));
        return command;
    }

    private static string Guard(string sql) =>
        $"WITH hit AS ({sql} RETURNING 1) SELECT 1 / count(*) FROM hit";

    private static NpgsqlParameter ParameterOf(object? value) => value switch
    {
        long id => new NpgsqlParameter<long> { TypedValue = id },
        string text => new NpgsqlParameter<string> { TypedValue = text },
        int number => new NpgsqlParameter<int> { TypedValue = number },
        DateTimeOffset instant => new NpgsqlParameter<DateTimeOffset> { TypedValue = instant.ToUniversalTime() },
        NullOf kind => new NpgsqlParameter { NpgsqlDbType = TypeOf(kind), Value = DBNull.Value },
        Enum e => new NpgsqlParameter<int> { TypedValue = Convert.ToInt32(e, null) },
        _ => new NpgsqlParameter { Value = value ?? DBNull.Value },
    };

    private static NpgsqlDbType TypeOf(NullOf kind) => kind switch
    {
        NullOf.Id => NpgsqlDbType.Bigint,
        NullOf.Instant => NpgsqlDbType.TimestampTz,
        NullOf.Bytes => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.Text,
    };
}
