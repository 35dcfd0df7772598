using BalancedEdu.Web.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace BalancedEdu.Web.Tests.App;

/// <summary>
/// Counts what the database does for a context: on SQLite steps of its machine, on PostgreSQL rows of tables and
/// entries of indexes that are looked at. The same each time for the same rows and statistics, however busy the
/// machine is.
/// </summary>
internal sealed class WorkMeter : IAsyncDisposable
{
    private const string Looked = """
        SELECT COALESCE(sum(pg_stat_get_xact_tuples_returned(c.oid)), 0)::bigint AS "Value" FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'i')
        """;

    private readonly BalancedEduDb _db;
    private readonly SqliteConnection? _sqlite;
    private long _count;

    private WorkMeter(BalancedEduDb db, SqliteConnection? sqlite) => (_db, _sqlite) = (db, sqlite);

    /// <summary>Counts from here on; the context keeps its connection until the meter is given back.</summary>
    public static async Task<WorkMeter> StartAsync(BalancedEduDb db, DatabaseProvider provider)
    {
        await db.Database.OpenConnectionAsync();
        if (provider == DatabaseProvider.Sqlite)
        {
            var meter = new WorkMeter(db, (SqliteConnection)db.Database.GetDbConnection());
            raw.sqlite3_progress_handler(meter._sqlite!.Handle, 1, _ => (int)(meter._count++ & 0), null);
            return meter;
        }

        // What other processes read for a statement is counted with them, and what a transaction did until its end.
        await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("SET LOCAL max_parallel_workers_per_gather = 0");
        return new(db, null) { _count = await LookedAsync(db) };
    }

    /// <summary>What was done until now.</summary>
    public async Task<long> ReadAsync() => _sqlite is null ? await LookedAsync(_db) - _count : _count;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_sqlite is not null)
            raw.sqlite3_progress_handler(_sqlite.Handle, 0, null, null);
        else
            await _db.Database.RollbackTransactionAsync();
        await _db.Database.CloseConnectionAsync();
    }

    private static Task<long> LookedAsync(BalancedEduDb db) => db.Database.SqlQueryRaw<long>(Looked).SingleAsync();
}
