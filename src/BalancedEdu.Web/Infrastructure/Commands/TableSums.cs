using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BalancedEdu.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Infrastructure.Commands;

/// <summary>
/// <c>table-sums</c>: a line for each table of the embedded database with its rows and a sum over them, to compare a
/// copy with. The order of rows doesn't matter, any other difference does. PostgreSQL has deploy/table-sums.sql.
/// </summary>
internal static class TableSums
{
    public static async Task<int> RunAsync(
        IServiceProvider services, TextWriter output, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalancedEduDb>();
        if (await SqliteOnly.RefuseAsync(db, cancellation) is { } refusal)
        {
            await output.WriteLineAsync(refusal);
            return OperatorCommands.NotDone;
        }
        await db.Database.OpenConnectionAsync(cancellation);
        await using var snapshot = await db.Database.GetDbConnection().BeginSnapshotAsync(cancellation);
        var tables = new List<string>();
        await using (var names = await ReadAsync(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name"))
        {
            while (await names.ReadAsync(cancellation))
                tables.Add(names.GetString(0));
        }
        foreach (var table in tables)
        {
            await using var rows = await ReadAsync($"SELECT * FROM \"{table}\"");
            var (count, sum) = (0L, 0UL);
            for (; await rows.ReadAsync(cancellation); count++)
                unchecked { sum += SumOf(rows); }
            await output.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"table {table} {count} {sum}"));
        }
        return OperatorCommands.Fine;

        async Task<DbDataReader> ReadAsync(string sql)
        {
            // Left to its reader: a command that is disposed of closes it.
            var command = snapshot.Connection!.CreateCommand();
            (command.CommandText, command.Transaction) = (sql, snapshot);
            return await command.ExecuteReaderAsync(cancellation);
        }
    }

    /// <summary>
    /// A part of the hash of a row; each value with its kind and length, so that none can pose as another.
    /// </summary>
    private static ulong SumOf(DbDataReader row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[5];
        for (var i = 0; i < row.FieldCount; i++)
        {
            var (kind, bytes) = row.GetValue(i) switch
            {
                DBNull => ('n', []),
                byte[] blob => ('b', blob),
                string text => ('t', Encoding.UTF8.GetBytes(text)),
                var number => ('v', Encoding.UTF8.GetBytes(
                    ((IFormattable)number).ToString(null, CultureInfo.InvariantCulture))),
            };
            head[0] = (byte)kind;
            BinaryPrimitives.WriteInt32LittleEndian(head[1..], bytes.Length);
            hash.AppendData(head);
            hash.AppendData(bytes);
        }
        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }
}
