using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BalancedEdu.Web.Data;

/// <summary>An instant as UTC ticks.</summary>
public sealed class UtcTicksConverter()
    : ValueConverter<DateTimeOffset, long>(v => v.UtcTicks, v => new DateTimeOffset(v, TimeSpan.Zero));

/// <summary>An instant at offset zero.</summary>
public sealed class UtcConverter()
    : ValueConverter<DateTimeOffset, DateTimeOffset>(v => v.ToUniversalTime(), v => v.ToUniversalTime());
