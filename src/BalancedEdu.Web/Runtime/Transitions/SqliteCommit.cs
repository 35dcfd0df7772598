using BalancedEdu.Web.Data;
using Microsoft.Data.Sqlite;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>Carries the statements of a step out one by one on the writer's session, prepared.</summary>
internal static class SqliteCommit
{
    /// <summary>Carries them out in the transaction that is open.</summary>
    /// <returns>
    /// Committed, or what the first missed statement means; the transaction must then be rolled back.
    /// </returns>
    public static CommitResult Run(
        SqliteSession session, SqliteTransaction transaction, List<Statement> statements, RawConnections connections)
    {
        foreach (var statement in statements)
        {
            var values = new object[statement.Values.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = Statement.ToDatabase(statement.Values[i], connections);
            var command = session.Prepare(statement.OnSqlite ?? statement.Sql, values);
            command.Transaction = transaction;
            var touched = command.ExecuteNonQuery();
            if (statement.Miss != CommitResult.Committed && touched == 0)
                return statement.Miss;
        }
        return CommitResult.Committed;
    }
}
