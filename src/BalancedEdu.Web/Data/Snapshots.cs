using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

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

    /// <summary>The same for what is read through a context until it is disposed of.</summary>
    public static Task<IDbContextTransaction> BeginSnapshotAsync(
        this BalancedEduDb db, CancellationToken cancellation) =>
        // SQLite defers no transaction but one of this level, which it then makes a serializable one.
        db.Database.BeginTransactionAsync(
            db.Database.IsSqlite() ? IsolationLevel.ReadUncommitted : IsolationLevel.RepeatableRead, cancellation);
}
