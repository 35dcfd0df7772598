using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace BalancedEdu.Web.Data;

/// <summary>
/// Connections beside EF, for the few statements that must be fast or are written in SQL. On SQLite there is one writer
/// at a time: those who write wait at a gate instead of inside of SQLite, whose busy wait sleeps for up to a second.
/// </summary>
public sealed class RawConnections : IAsyncDisposable
{
    private readonly NpgsqlDataSource? _postgres;
    private readonly string _sqlite = "";
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private SqliteSession? _writer;

    /// <summary>Takes the settings; opens nothing.</summary>
    public RawConnections(DatabaseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Provider == DatabaseProvider.PostgreSql)
            _postgres = NpgsqlDataSource.Create(StringOf(settings));
        else
            _sqlite = Database.SqliteString(settings.ConnectionString);
    }

    /// <summary>Whether the database is PostgreSQL.</summary>
    public bool IsPostgres => _postgres is not null;

    /// <summary>Appended to a <c>SELECT</c> that claims rows: nodes don't wait for one another.</summary>
    public string SkipLocked => IsPostgres ? "FOR UPDATE SKIP LOCKED" : "";

    /// <summary>Opens a connection of PostgreSQL.</summary>
    internal ValueTask<NpgsqlConnection> OpenPostgresAsync(CancellationToken cancellation) =>
        _postgres!.OpenConnectionAsync(cancellation);

    /// <summary>Lends a session of SQLite for reading; it comes back with what it has prepared.</summary>
    internal ReadLease LendReader()
    {
        if (!_readers.TryTake(out var session))
            session = OpenSession();
        return new(session, _readers);
    }

    /// <summary>Opens a connection for writing; on SQLite when the writer before has finished.</summary>
    public async Task<WriteLease> OpenForWritingAsync(CancellationToken cancellation)
    {
        if (_postgres is not null)
            return new(await _postgres.OpenConnectionAsync(cancellation), null, null);
        await _gate.WaitAsync(cancellation);
        try
        {
            _writer ??= OpenSession();
            return new(_writer.Connection, _writer, _gate);
        }
        catch
        {
            _gate.Release();
            throw;
        }
    }

    private SqliteSession OpenSession()
    {
        var connection = new SqliteConnection(_sqlite);
        connection.Open();
        using var pragma = connection.CreateCommand();
        pragma.CommandText = Database.SqlitePragmas;
        pragma.ExecuteNonQuery();
        return new(connection);
    }

    /// <summary>
    /// Nothing here leaves state on a connection, so that it needs no reset when it comes back to the pool. A failed
    /// batch tells which statement it was. Statements are planned once: left alone the planner finds a plan for any
    /// value dearer than one for each, and plans two of the four that read a case every time (68 µs, measured).
    /// </summary>
    private static string StringOf(DatabaseSettings settings) =>
        new NpgsqlConnectionStringBuilder(Database.PostgresString(settings.ConnectionString))
        {
            NoResetOnClose = true,
            IncludeFailedBatchedCommand = true,
            Options = "-c plan_cache_mode=force_generic_plan",
        }.ConnectionString;

    /// <summary>An instant as the database stores it: UTC ticks on SQLite.</summary>
    public object Instant(DateTimeOffset value) => IsPostgres ? value.ToUniversalTime() : value.UtcTicks;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        _writer?.Dispose();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }
}

/// <summary>The right to write until it is disposed of.</summary>
public sealed class WriteLease : IAsyncDisposable
{
    private readonly SemaphoreSlim? _gate;

    internal WriteLease(DbConnection connection, SqliteSession? session, SemaphoreSlim? gate) =>
        (Connection, Session, _gate) = (connection, session, gate);

    /// <summary>The open connection.</summary>
    public DbConnection Connection { get; }

    /// <summary>The writer of SQLite with what it has prepared; null on PostgreSQL.</summary>
    internal SqliteSession? Session { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The writer of SQLite stays open for the next.
        if (_gate is null)
            await Connection.DisposeAsync();
        else
            _gate.Release();
    }
}

/// <summary>The use of a session for reading until it is disposed of.</summary>
internal readonly struct ReadLease(SqliteSession session, ConcurrentBag<SqliteSession> home) : IDisposable
{
    /// <summary>The session.</summary>
    public SqliteSession Session { get; } = session;

    /// <inheritdoc/>
    public void Dispose() => home.Add(Session);
}
