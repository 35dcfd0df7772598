using System.Data.Common;

namespace BalancedEdu.Web.Data;

/// <summary>
/// Ids of cases, tasks, clocks and outbox rows, given before a row is written: so a step knows the ids it refers to and
/// needs no answer from the database between its rows. Blocks are taken from a counter row; a restart leaves gaps.
/// </summary>
public sealed class RowIds(RawConnections connections) : IDisposable
{
    private const int Block = 500;

    private readonly SemaphoreSlim _one = new(1, 1);
    private long _next;
    private long _end;

    /// <summary>The next id; unique among all nodes.</summary>
    public async ValueTask<long> NextAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (_next == _end)
            {
                await using var lease = await connections.OpenForWritingAsync(cancellation);
                _end = await TakeAsync(lease.Connection, null, "#rows", Block, cancellation);
                _next = _end - Block;
            }
            return _next++;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Raises a counter that starts at 1 and gives the value after the raise.</summary>
    internal static async Task<long> TakeAsync(
        DbConnection connection, DbTransaction? transaction, string key, int count, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT INTO number_series (key, next) VALUES (@key, 1 + @count)
            ON CONFLICT (key) DO UPDATE SET next = number_series.next + @count RETURNING next
            """;
        Add(command, "@key", key);
        Add(command, "@count", (long)count);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;

        static void Add(DbCommand command, string name, object value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
