using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace BalancedEdu.Web.Data;

/// <summary>Reads that belong together.</summary>
internal static class Snapshots
{
    /// <summary>
    /// Begins a transaction whose reads all see the database of one moment. Nobody who writes waits for it; on SQLite
    /// that needs a deferred one, any other takes the right to write.
    /// </summary>
    public static async Task<DbTransaction> BeginSnapshotAsync(
        this DbConnection connection, CancellationToken cancellation) =>
        connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
}
