using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BalancedEdu.Web.Data;

/// <summary>An instant as UTC ticks.</summary>
public sealed class UtcTicksConverter()
    : ValueConverter<DateTimeOffset, long>(v => v.UtcTicks, v => new DateTimeOffset(v, TimeSpan.Zero));

/// <summary>An instant at offset zero.</summary>
public sealed class UtcConverter()
    : ValueConverter<DateTimeOffset, DateTimeOffset>(v => v.ToUniversalTime(), v => v.ToUniversalTime());

/// <summary>Instants with a meaning.</summary>
public static class Instants
{
    /// <summary>
    /// Later than anything: the due instant of what stands still. Order and comparison by it are right.
    /// </summary>
    public static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Now in whole milliseconds: both databases keep them, so what is read again equals what was written.
    /// </summary>
    public static DateTimeOffset GetStoredNow(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }
}
