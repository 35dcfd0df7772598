using System.Globalization;

namespace BalancedEdu.Feel.Values;

/// <summary>What stands behind a time: a fixed offset or a named zone of the IANA database.</summary>
internal sealed class FeelZone : IEquatable<FeelZone>
{
    /// <summary>Offsets reach from -18:00 to +18:00 inclusive, in seconds.</summary>
    private const int MaxOffsetSeconds = 18 * 3600;

    private readonly TimeZoneInfo? _info;
    private readonly int _offsetSeconds;

    private FeelZone(string? id, TimeZoneInfo? info, int offsetSeconds) =>
        (Id, _info, _offsetSeconds) = (id, info, offsetSeconds);

    public static FeelZone Utc { get; } = new(null, null, 0);

    /// <summary>The name of the zone; null for a fixed offset.</summary>
    public string? Id { get; }

    public static FeelZone? FromOffset(long seconds) => seconds switch
    {
        0 => Utc,
        < -MaxOffsetSeconds or > MaxOffsetSeconds => null,
        _ => new(null, null, (int)seconds),
    };

    /// <summary>A named zone, or null when the machine's zone data has none of this name.</summary>
    public static FeelZone? Named(string id) =>
        id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var info)
            ? new(id, info, (int)info.BaseUtcOffset.TotalSeconds)
            : null;

    /// <summary>
    /// The offset from UTC in seconds at a local time (seconds since 1970-01-01 local); a time of day alone takes the
    /// zone's standard offset.
    /// </summary>
    public int OffsetAt(decimal? localSeconds)
    {
        if (_info is null || localSeconds is not { } seconds)
            return _offsetSeconds;
        if (!IsInYearsOfBaseLibrary(seconds))
            return _offsetSeconds;
        var local = DateTime.UnixEpoch.AddSeconds((double)decimal.Floor(seconds));
        return (int)_info.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)).TotalSeconds;
    }

    /// <summary>The offset from UTC in seconds at an instant (seconds since 1970-01-01 UTC).</summary>
    public int OffsetAtInstant(decimal utcSeconds) =>
        _info is not null && IsInYearsOfBaseLibrary(utcSeconds)
            ? (int)_info.GetUtcOffset(DateTime.UnixEpoch.AddSeconds((double)decimal.Floor(utcSeconds))).TotalSeconds
            : _offsetSeconds;

    /// <summary>Zones are known within the years 6 to 9986; before and after the standard offset holds.</summary>
    private static bool IsInYearsOfBaseLibrary(decimal seconds) => seconds is > -62_000_000_000m and < 253_000_000_000m;

    public bool Equals(FeelZone? other) =>
        other is not null && Id == other.Id && _offsetSeconds == other._offsetSeconds;

    public override bool Equals(object? obj) => Equals(obj as FeelZone);

    public override int GetHashCode() => HashCode.Combine(Id, _offsetSeconds);

    /// <summary>As it stands behind a time: <c>Z</c>, <c>+08:00</c> or <c>@Asia/Shanghai</c>.</summary>
    public override string ToString()
    {
        if (Id is not null)
            return "@" + Id;
        if (_offsetSeconds == 0)
            return "Z";
        var abs = Math.Abs(_offsetSeconds);
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{(_offsetSeconds < 0 ? '-' : '+')}{abs / 3600:00}:{abs / 60 % 60:00}");
        return abs % 60 == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $":{abs % 60:00}");
    }
}
