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

    /// <summary>Takes the settings; opens nothing.</summary>
    public RawConnections(DatabaseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Provider == DatabaseProvider.PostgreSql)
            _postgres = NpgsqlDataSource.Create(Database.PostgresString(settings.ConnectionString));
        else
            _sqlite = Database.SqliteString(settings.ConnectionString);
    }

    /// <summary>Whether the database is PostgreSQL.</summary>
    public bool IsPostgres => _postgres is not null;

    /// <summary>Appended to a <c>SELECT</c> that claims rows: nodes don't wait for one another.</summary>
    public string SkipLocked => IsPostgres ? "FOR UPDATE SKIP LOCKED" : "";

    /// <summary>Opens a connection for reading.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        if (_postgres is not null)
            return await _postgres.OpenConnectionAsync(cancellation);
        var connection = new SqliteConnection(_sqlite);
        await connection.OpenAsync(cancellation);
        await using var pragma = connection.CreateCommand();
        pragma.CommandText = Database.SqlitePragmas;
        await pragma.ExecuteNonQueryAsync(cancellation);
        return connection;
    }

    /// <summary>Opens a connection for writing; on SQLite when the writer before has finished.</summary>
    public async Task<WriteLease> OpenForWritingAsync(CancellationToken cancellation)
    {
        if (_postgres is not null)
            return new(await _postgres.OpenConnectionAsync(cancellation), null);
        await _gate.WaitAsync(cancellation);
        try
        {
            return new(await OpenAsync(cancellation), _gate);
        }
        catch
        {
            _gate.Release();
            throw;
        }
    }

    /// <summary>An instant as the database stores it: UTC ticks on SQLite.</summary>
    public object Instant(DateTimeOffset value) => IsPostgres ? value.ToUniversalTime() : value.UtcTicks;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }
}

/// <summary>The right to write until it is disposed of.</summary>
public sealed class WriteLease(DbConnection connection, SemaphoreSlim? gate) : IAsyncDisposable
{
    /// <summary>The open connection.</summary>
    public DbConnection Connection { get; } = connection;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        gate?.Release();
    }
}
