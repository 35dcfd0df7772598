using System.Data.Common;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// Loads a case and commits a step, past EF because this is the hot path. A commit is one transaction: when the
/// version, a revision or a key was missed, nothing of it stays.
/// </summary>
public sealed class TransitionStore(RawConnections connections, Checkpoints checkpoints)
{
    /// <summary>What a step starts from, or null when there is no such case. One round trip.</summary>
    public async Task<CaseSnapshot?> LoadAsync(long caseId, string? dedupeKey, CancellationToken cancellation)
    {
        if (!connections.IsPostgres)
        {
            using var lent = connections.LendReader();
            return await CaseLoad.ReadAsync(lent.Session, caseId, dedupeKey ?? "", cancellation);
        }
        await using var connection = await connections.OpenPostgresAsync(cancellation);
        return await CaseLoad.ReadAsync(connection, caseId, dedupeKey ?? "", cancellation);
    }

    /// <summary>
    /// Writes all of one or more steps of a case, or nothing. On PostgreSQL one round trip, for a new case three.
    /// </summary>
    /// <param name="transitions">The steps in their order, each computed from what the one before has left.</param>
    /// <param name="cancellation">Stops it; then it is not known whether it was carried out.</param>
    public async Task<CommitResult> CommitAsync(IReadOnlyList<Transition> transitions, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(transitions);
        try
        {
            return connections.IsPostgres
                ? await CommitPostgresAsync(transitions, cancellation)
                : await CommitSqliteAsync(transitions, cancellation);
        }
        catch (DbException e) when (IsUniqueViolation(e) || e.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            // Two steps from the same version both insert event n + 1; whoever comes second is stale.
            return CommitResult.Stale;
        }
    }

    /// <summary>Writes statements of no step, none of which may miss, in one transaction.</summary>
    internal async Task WriteAsync(List<Statement> statements, CancellationToken cancellation)
    {
        if (connections.IsPostgres)
        {
            await using var connection = await connections.OpenPostgresAsync(cancellation);
            await PostgresCommit.RunAsync(connection, statements, () => { }, cancellation);
            return;
        }
        await using var lease = await connections.OpenForWritingAsync(cancellation);
        await using var transaction = lease.Session!.Connection.BeginTransaction();
        SqliteCommit.Run(lease.Session, transaction, statements, connections);
        await transaction.CommitAsync(cancellation);
    }

    private async Task<CommitResult> CommitPostgresAsync(
        IReadOnlyList<Transition> transitions, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenPostgresAsync(cancellation);

        // Checkpoint 2: the rows are on their way. If we die here they are all there or none is: a batch that isn't
        // whole, or whose transaction nobody ends, leaves nothing.
        if (transitions[0].Number is null)
            return await PostgresCommit.RunAsync(
                connection, [.. TransitionSql.Of(transitions)], () => checkpoints.Pass(2), cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await TakeNumberAsync(transitions[0], connection, transaction, cancellation);
        var result = await PostgresCommit.RunAsync(
            connection, [.. TransitionSql.Of(transitions)], () => checkpoints.Pass(2), cancellation);
        if (result == CommitResult.Committed)
            await transaction.CommitAsync(cancellation);
        return result;
    }

    private async Task<CommitResult> CommitSqliteAsync(
        IReadOnlyList<Transition> transitions, CancellationToken cancellation)
    {
        await using var lease = await connections.OpenForWritingAsync(cancellation);
        await using var transaction = lease.Session!.Connection.BeginTransaction();
        await TakeNumberAsync(transitions[0], lease.Connection, transaction, cancellation);
        var result = SqliteCommit.Run(lease.Session, transaction, [.. TransitionSql.Of(transitions)], connections);

        // Checkpoint 2: all rows are sent, the transaction is open. If we die here the database takes them back.
        checkpoints.Pass(2);
        if (result == CommitResult.Committed)
            await transaction.CommitAsync(cancellation);
        return result;
    }

    /// <summary>In the transaction, so that numbers have no gaps: a start that fails gives its number back.</summary>
    private static async Task TakeNumberAsync(
        Transition transition, DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        if (transition.Number is { } format)
            transition.Case.Number = format.With(
                await RowIds.TakeAsync(connection, transaction, format.Series, 1, cancellation) - 1);
    }

    private static bool IsUniqueViolation(DbException e) =>
        e.SqlState == PostgresErrorCodes.UniqueViolation
        || e is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 };
}
