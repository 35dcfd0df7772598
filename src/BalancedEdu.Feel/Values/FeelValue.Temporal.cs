namespace BalancedEdu.Feel.Values;

/// <summary>Dates, times and durations in and out of the types of the base library.</summary>
public readonly partial struct FeelValue
{
    private const long EpochTicks = 621_355_968_000_000_000;

    /// <summary>A date.</summary>
    public static FeelValue Of(DateOnly value) => OfDay(value.DayNumber - Gregorian.DateOnlyEpoch);

    /// <summary>A time of day without a zone.</summary>
    public static FeelValue Of(TimeOnly value) => OfTime(value.Ticks / (decimal)TimeSpan.TicksPerSecond, null);

    /// <summary>A date and time with an offset.</summary>
    public static FeelValue Of(DateTimeOffset value) =>
        OfDateTime((value.Ticks - EpochTicks) / (decimal)TimeSpan.TicksPerSecond,
            FeelZone.FromOffset((long)value.Offset.TotalSeconds));

    /// <summary>A days-and-time duration.</summary>
    public static FeelValue Of(TimeSpan value) => OfSeconds(value.Ticks / (decimal)TimeSpan.TicksPerSecond);

    /// <summary>A years-and-months duration of a number of months.</summary>
    public static FeelValue OfMonths(decimal months) =>
        new(FeelKind.YearsMonthsDuration, decimal.Truncate(months), null);

    /// <summary>
    /// The date (of a date, or the date part of a date and time), or null when this is another kind or year.
    /// </summary>
    public DateOnly? AsDate()
    {
        if (LocalDay is not { } day)
            return null;
        var number = day + Gregorian.DateOnlyEpoch;
        return number >= 0 && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)number) : null;
    }

    /// <summary>
    /// The time of day (of a time, or of a date and time) to 100 ns, or null when this is another kind.
    /// </summary>
    public TimeOnly? AsTime() =>
        SecondOfDay is { } seconds ? new TimeOnly((long)(seconds * TimeSpan.TicksPerSecond)) : null;

    /// <summary>
    /// The instant of a date and time; without zone it is read at <paramref name="defaultOffset"/>. Null when this is
    /// another kind or lies outside the years 1 to 9999.
    /// </summary>
    public DateTimeOffset? AsInstant(TimeSpan defaultOffset)
    {
        if (Kind != FeelKind.DateTime)
            return null;
        var offset = Zone is { } zone ? TimeSpan.FromSeconds(zone.OffsetAt(_number)) : defaultOffset;
        var localTicks = _number * TimeSpan.TicksPerSecond + EpochTicks;
        var utcTicks = localTicks - offset.Ticks;
        if (localTicks < 0 || localTicks > DateTime.MaxValue.Ticks || utcTicks < 0
            || utcTicks > DateTime.MaxValue.Ticks)
            return null;
        // DateTimeOffset takes whole minutes up to 14 hours; any other offset keeps the instant and shows it in UTC.
        return offset.Ticks % TimeSpan.TicksPerMinute == 0 && offset.Duration() <= TimeSpan.FromHours(14)
            ? new DateTimeOffset((long)localTicks, offset)
            : new DateTimeOffset((long)utcTicks, TimeSpan.Zero);
    }

    /// <summary>
    /// The days-and-time duration to 100 ns, or null when this is another kind or beyond 29,000 years.
    /// </summary>
    public TimeSpan? AsDuration() =>
        Kind == FeelKind.DaysTimeDuration && Math.Abs(_number) < long.MaxValue / (decimal)TimeSpan.TicksPerSecond
            ? TimeSpan.FromTicks((long)(_number * TimeSpan.TicksPerSecond))
            : null;

    /// <summary>The months of a years-and-months duration, or null when this is another kind.</summary>
    public decimal? AsMonths() => Kind == FeelKind.YearsMonthsDuration ? _number : null;

    internal FeelZone? Zone => _object as FeelZone;

    /// <summary>The local day number (0 is 1970-01-01) of a date or of a date and time.</summary>
    internal long? LocalDay => Kind switch
    {
        FeelKind.Date => (long)_number,
        FeelKind.DateTime => (long)decimal.Floor(_number / Gregorian.SecondsPerDay),
        _ => null,
    };

    /// <summary>The local seconds since midnight of a time or of a date and time.</summary>
    internal decimal? SecondOfDay => Kind switch
    {
        FeelKind.Time => _number,
        FeelKind.DateTime => _number - decimal.Floor(_number / Gregorian.SecondsPerDay) * Gregorian.SecondsPerDay,
        _ => null,
    };

    internal static FeelValue OfDay(decimal day) => new(FeelKind.Date, day, null);

    internal static FeelValue OfTime(decimal seconds, FeelZone? zone) => new(FeelKind.Time, seconds, zone);

    internal static FeelValue OfDateTime(decimal localSeconds, FeelZone? zone) =>
        new(FeelKind.DateTime, localSeconds, zone);

    internal static FeelValue OfSeconds(decimal seconds) => new(FeelKind.DaysTimeDuration, seconds, null);
}
