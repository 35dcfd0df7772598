using System.Globalization;
using BalancedEdu.Web.Data;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>One statement with positional parameters <c>$1, $2, …</c>, the same text on both databases.</summary>
/// <param name="Sql">The text.</param>
/// <param name="Values">The parameters in order.</param>
/// <param name="Miss">What it means when no row was touched; <see cref="CommitResult.Committed"/>: nothing.</param>
internal sealed record Statement(string Sql, IReadOnlyList<object?> Values, CommitResult Miss = CommitResult.Committed)
{
    /// <summary>Another text for SQLite where the databases differ; the parameters are the same.</summary>
    public string? OnSqlite { get; init; }

    /// <summary>A statement of a ledger, written as an interpolated string whose holes become parameters.</summary>
    public static Statement From(FormattableString text) => new(
        string.Format(
            CultureInfo.InvariantCulture, text.Format,
            [.. Enumerable.Range(1, text.ArgumentCount)
                .Select(n => string.Create(CultureInfo.InvariantCulture, $"${n}"))]),
        text.GetArguments());

    /// <summary>A value as the driver takes it.</summary>
    public static object ToDatabase(object? value, RawConnections connections) => value switch
    {
        null or NullOf => DBNull.Value,
        DateTimeOffset instant => connections.Instant(instant),
        Enum e => Convert.ToInt32(e, CultureInfo.InvariantCulture),
        _ => value,
    };
}

/// <summary>
/// A null that knows its column's type. PostgreSQL keeps a prepared statement for given types: with a null of no type
/// it would be parsed and planned anew.
/// </summary>
internal enum NullOf
{
    Text,
    Id,
    Instant,
    Bytes,
}

/// <summary>Values of columns that may be empty.</summary>
internal static class NullableValues
{
    public static object OrNull(this string? value) => value ?? (object)NullOf.Text;

    public static object OrNull(this long? value) => value ?? (object)NullOf.Id;

    public static object OrNull(this DateTimeOffset? value) => value ?? (object)NullOf.Instant;
}
