using Microsoft.Data.Sqlite;

namespace BalancedEdu.Web.Data;

/// <summary>
/// An open SQLite connection with the statements that were prepared on it: preparing one costs several times what
/// carrying it out does. Used by one at a time.
/// </summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    /// <summary>More texts than the product has; a guard against statements with values in their text.</summary>
    private const int StatementsMax = 500;

    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    /// <summary>The connection.</summary>
    public SqliteConnection Connection { get; } = connection;

    /// <summary>The prepared command of a text with its parameters <c>$1, $2, …</c> set.</summary>
    public SqliteCommand Prepare(string sql, ReadOnlySpan<object> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            if (_prepared.Count == StatementsMax)
                Forget();
            command = Connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= values.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            _prepared.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        Connection.Dispose();
    }

    private void Forget()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
        _prepared.Clear();
    }
}
