using System.Data.Common;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.Data.Sqlite;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// Loads a case and commits a step, past EF because this is the hot path. A commit is one transaction: when the
/// version, a revision or a key was missed, nothing of it stays.
/// </summary>
public sealed class TransitionStore(RawConnections connections, Checkpoints checkpoints)
{
    private const string UniqueViolation = "23505";
    private const string ForeignKeyViolation = "23503";

    private const string LoadSql = """
        SELECT id, number, process_id, bundle_version_id, title, status, version, state, started_at, ended_at,
            started_by,
            applicant_name, district_code, school_code, business_key, last_sequence, last_hash, parent_case_id,
            call_row_id
        FROM cases WHERE id = @case;
        SELECT id, element_instance_id, element_id, seat_name, assignee, revision FROM tasks
        WHERE case_id = @case AND status = 0 ORDER BY id;
        SELECT id, case_id, task_id, name, clock_id, budget, law, started_at, pauses, paused, extension,
            calendar_version, due_at,
            provisional, ended_at
        FROM clocks WHERE case_id = @case AND ended_at IS NULL ORDER BY id;
        SELECT 1 FROM handled_commands WHERE case_id = @case AND key = @key;
        """;

    /// <summary>What a step starts from, or null when there is no such case. One round trip.</summary>
    public async Task<CaseSnapshot?> LoadAsync(long caseId, string? dedupeKey, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = LoadSql;
        Add(command.Parameters, command.CreateParameter(), "@case", caseId);
        Add(command.Parameters, command.CreateParameter(), "@key", dedupeKey ?? "");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new RowReader(reader, connections.IsPostgres);
        if (!await reader.ReadAsync(cancellation))
            return null;
        var @case = rows.Case();
        await reader.NextResultAsync(cancellation);
        var tasks = new List<OpenTask>();
        while (await reader.ReadAsync(cancellation))
            tasks.Add(rows.OpenTask());
        await reader.NextResultAsync(cancellation);
        var clocks = new List<ClockRow>();
        while (await reader.ReadAsync(cancellation))
            clocks.Add(rows.Clock());
        await reader.NextResultAsync(cancellation);
        var handled = dedupeKey is not null && await reader.ReadAsync(cancellation);
        return new(@case, tasks, clocks, handled);
    }

    /// <summary>Writes all of a step, or nothing.</summary>
    public async Task<CommitResult> CommitAsync(Transition transition, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(transition);
        await using var lease = await connections.OpenForWritingAsync(cancellation);
        await using var transaction = await lease.Connection.BeginTransactionAsync(cancellation);

        // Taken in the transaction, so that numbers have no gaps: a start that fails gives its number back.
        if (transition.Number is { } format)
            transition.Case.Number = format.With(
                await RowIds.TakeAsync(lease.Connection, transaction, format.Series, 1, cancellation) - 1);
        var statements = TransitionSql.Of(transition).ToList();
        var result = await RunAsync(lease.Connection, transaction, statements, transition.IsNew, cancellation);

        // Checkpoint 2: all rows are sent, the transaction is open. If we die here the database takes them back.
        checkpoints.Pass(2);
        if (result == CommitResult.Committed)
            await transaction.CommitAsync(cancellation);
        else
            await transaction.RollbackAsync(cancellation);
        return result;
    }

    private async Task<CommitResult> RunAsync(
        DbConnection connection, DbTransaction transaction, List<Statement> statements, bool isNew,
        CancellationToken cancellation)
    {
        try
        {
            return connection.CanCreateBatch
                ? await RunBatchAsync(connection, transaction, statements, cancellation)
                : await RunEachAsync(connection, transaction, statements, cancellation);
        }
        catch (DbException e) when (IsUniqueViolation(e))
        {
            // Two steps from the same version both insert event n + 1; whoever comes second is stale.
            return CommitResult.Stale;
        }
        catch (DbException e) when (e.SqlState == ForeignKeyViolation && isNew)
        {
            // In a batch the rows of a case are sent also when the case itself was not inserted.
            return CommitResult.BusinessKeyTaken;
        }
    }

    private async Task<CommitResult> RunBatchAsync(
        DbConnection connection, DbTransaction transaction, List<Statement> statements, CancellationToken cancellation)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var statement in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = statement.Sql;
            foreach (var value in statement.Values)
            {
                var parameter = command.CreateParameter();
                parameter.Value = Statement.ToDatabase(value, connections);
                command.Parameters.Add(parameter);
            }
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(cancellation);
        for (var i = 0; i < statements.Count; i++)
            if (statements[i].Miss != CommitResult.Committed && batch.BatchCommands[i].RecordsAffected == 0)
                return statements[i].Miss;
        return CommitResult.Committed;
    }

    private async Task<CommitResult> RunEachAsync(
        DbConnection connection, DbTransaction transaction, List<Statement> statements, CancellationToken cancellation)
    {
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = statement.Sql;
            for (var i = 0; i < statement.Values.Count; i++)
                Add(
                    command.Parameters, command.CreateParameter(), $"${i + 1}",
                    Statement.ToDatabase(statement.Values[i], connections));
            var touched = await command.ExecuteNonQueryAsync(cancellation);
            if (statement.Miss != CommitResult.Committed && touched == 0)
                return statement.Miss;
        }
        return CommitResult.Committed;
    }

    private static bool IsUniqueViolation(DbException e) =>
        e.SqlState == UniqueViolation || e is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 };

    private static void Add(DbParameterCollection parameters, DbParameter parameter, string name, object value)
    {
        (parameter.ParameterName, parameter.Value) = (name, value);
        parameters.Add(parameter);
    }
}
