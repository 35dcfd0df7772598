using System.Globalization;
using BalancedEdu.Web.Data;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>One statement with positional parameters <c>$1, $2, …</c>, the same text on both databases.</summary>
/// <param name="Sql">The text.</param>
/// <param name="Values">The parameters in order.</param>
/// <param name="Miss">What it means when no row was touched; <see cref="CommitResult.Committed"/>: nothing.</param>
internal sealed record Statement(string Sql, IReadOnlyList<object?> Values, CommitResult Miss = CommitResult.Committed)
{
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
        null => DBNull.Value,
        DateTimeOffset instant => connections.Instant(instant),
        Enum e => Convert.ToInt32(e, CultureInfo.InvariantCulture),
        _ => value,
    };
}
