using System.Data.Common;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BalancedEdu.Web.Runtime;

/// <summary>
/// Loads a case and commits a step, past EF because this is the hot path. A commit is one transaction: when the
/// version, a revision or a key was missed, nothing of it stays. On PostgreSQL what is asked while others are on their
/// way goes together (ADR 6).
/// </summary>
public sealed class TransitionStore
{
    /// <summary>
    /// Groups on their way at once, of loads and of commits each. As many as keep a small server busy while another
    /// group waits for the disk.
    /// </summary>
    private const int Lanes = 3;

    /// <summary>
    /// How many must wait for a further group to go while one is on its way: a small group costs as many round trips
    /// and flushes as a large one. ADR 6 has the figures.
    /// </summary>
    private const int Fill = 4;

    /// <summary>How many go together: a group is answered as a whole, so that it must stay short.</summary>
    private const int TogetherMax = 16;

    private readonly RawConnections _connections;
    private readonly Checkpoints _checkpoints;
    private readonly Gathering<CaseAsked, CaseSnapshot?> _loads;
    private readonly Gathering<IReadOnlyList<Transition>, CommitResult?> _commits;

    /// <summary>Opens nothing.</summary>
    public TransitionStore(RawConnections connections, Checkpoints checkpoints)
    {
        (_connections, _checkpoints) = (connections, checkpoints);
        _loads = new(Lanes, Fill, TogetherMax, LoadPostgresAsync, repeatable: true);
        _commits = new(Lanes, Fill, TogetherMax, CommitTogetherAsync);
    }

    /// <summary>What a step starts from, or null when there is no such case. One round trip.</summary>
    public async Task<CaseSnapshot?> LoadAsync(long caseId, string? dedupeKey, CancellationToken cancellation)
    {
        if (_connections.IsPostgres)
            return await _loads.AskAsync(new(caseId, dedupeKey ?? ""), cancellation);
        using var lent = _connections.LendReader();
        return await CaseLoad.ReadAsync(lent.Session, caseId, dedupeKey ?? "", cancellation);
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
            return _connections.IsPostgres
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
        if (_connections.IsPostgres)
        {
            await using var connection = await _connections.OpenPostgresAsync(cancellation);
            await PostgresCommit.RunAsync(connection, statements, () => { }, cancellation);
            return;
        }
        await using var lease = await _connections.OpenForWritingAsync(cancellation);
        await using var transaction = lease.Session!.Connection.BeginTransaction();
        SqliteCommit.Run(lease.Session, transaction, statements, _connections);
        await transaction.CommitAsync(cancellation);
    }

    private async Task<CommitResult> CommitPostgresAsync(
        IReadOnlyList<Transition> transitions, CancellationToken cancellation)
    {
        if (transitions[0].Number is null)
            return (GoesWithOthers(transitions) ? await _commits.AskAsync(transitions, cancellation) : null)
                ?? await SendAsync(transitions, cancellation);
        await using var connection = await _connections.OpenPostgresAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await TakeNumberAsync(transitions[0], connection, transaction, cancellation);
        var result = await PostgresCommit.RunAsync(
            connection, TransitionSql.Of(transitions), () => _checkpoints.Pass(2), cancellation);
        if (result == CommitResult.Committed)
            await CommitUnknownException.GuardAsync(async () =>
            {
                await transaction.CommitAsync(cancellation);
                return result;
            });
        return result;
    }

    /// <summary>
    /// Rows that several cases share are changed alone: together two nodes could wait for one another over them.
    /// </summary>
    private static bool GoesWithOthers(IReadOnlyList<Transition> transitions) =>
        transitions.All(t => t.Correspondence.Count == 0 && t.Letters.Count == 0 && t.Ledgers.Count == 0);

    /// <summary>
    /// Steps of several cases in one transaction. When one of them can't be committed nothing is, and each is sent
    /// alone, so that it has an answer of its own. In the order of the cases: two nodes never wait for one another.
    /// </summary>
    /// <returns>Null for who must be sent alone.</returns>
    private async Task<IReadOnlyList<CommitResult?>> CommitTogetherAsync(
        IReadOnlyList<IReadOnlyList<Transition>> asked)
    {
        if (asked.Count == 1)
            return [await SendAsync(asked[0], default)];
        var statements = asked.OrderBy(t => t[0].Case.Id).SelectMany(TransitionSql.Of).ToList();
        var result = CommitResult.Stale;
        try
        {
            result = await SendAsync(statements, default);
        }
        catch (PostgresException e) when (e.InvariantSeverity == "ERROR")
        {
            // The database has answered and taken all back. When no answer comes nobody knows: that goes on up.
        }
        return [.. asked.Select(_ => result == CommitResult.Committed ? result : (CommitResult?)null)];
    }

    private Task<CommitResult> SendAsync(IReadOnlyList<Transition> transitions, CancellationToken cancellation) =>
        SendAsync(TransitionSql.Of(transitions), cancellation);

    private async Task<CommitResult> SendAsync(List<Statement> statements, CancellationToken cancellation)
    {
        await using var connection = await _connections.OpenPostgresAsync(cancellation);

        // Checkpoint 2: the rows are on their way. If we die here they are all there or none is: a batch that isn't
        // whole, or whose transaction nobody ends, leaves nothing.
        return await CommitUnknownException.GuardAsync(
            () => PostgresCommit.RunAsync(connection, statements, () => _checkpoints.Pass(2), cancellation));
    }

    private async Task<IReadOnlyList<CaseSnapshot?>> LoadPostgresAsync(IReadOnlyList<CaseAsked> asked)
    {
        await using var connection = await _connections.OpenPostgresAsync(default);
        return await CaseLoad.ReadAsync(connection, asked, default);
    }

    private async Task<CommitResult> CommitSqliteAsync(
        IReadOnlyList<Transition> transitions, CancellationToken cancellation)
    {
        await using var lease = await _connections.OpenForWritingAsync(cancellation);
        await using var transaction = lease.Session!.Connection.BeginTransaction();
        await TakeNumberAsync(transitions[0], lease.Connection, transaction, cancellation);
        var result = SqliteCommit.Run(lease.Session, transaction, TransitionSql.Of(transitions), _connections);

        // Checkpoint 2: all rows are sent, the transaction is open. If we die here the database takes them back.
        _checkpoints.Pass(2);
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

    /// <summary>Whether a row is there already that must be unique.</summary>
    internal static bool IsUniqueViolation(DbException e) =>
        e.SqlState == PostgresErrorCodes.UniqueViolation
        || e is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 };
}
