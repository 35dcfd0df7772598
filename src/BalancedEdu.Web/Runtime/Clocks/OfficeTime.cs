namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>A stretch of time, half-open: from its first instant up to, but without, its last.</summary>
/// <param name="From">The first instant.</param>
/// <param name="To">The first instant after it.</param>
public readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To);

/// <summary>
/// Where instants and working days meet: Beijing time (fixed at UTC+8, there is no summer time), office hours, and the
/// day on which work counts as received.
/// </summary>
public sealed class OfficeTime
{
    /// <summary>Beijing time.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    private readonly ClockSettings _settings;
    private OfficeCalendars _calendars;

    /// <summary>Takes the calendar and the hours.</summary>
    /// <exception cref="ArgumentException">The hours are not in order.</exception>
    public OfficeTime(WorkingDayCalendar calendar, ClockSettings settings)
        : this(new OfficeCalendars(calendar, []), settings)
    {
    }

    private OfficeTime(OfficeCalendars calendars, ClockSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var inOrder = settings.OpeningTime < settings.NoonBreakFrom && settings.NoonBreakFrom <= settings.NoonBreakTo
            && settings.NoonBreakTo < settings.ClosingTime;
        if (!inOrder)
            throw new ArgumentException("Clocks: OpeningTime < NoonBreakFrom <= NoonBreakTo < ClosingTime must hold.",
                nameof(settings));
        if (settings.NearWorkingDays is < 1 or > 250 || settings.NearWorkingHours is < 1 or > 250)
            throw new ArgumentException(
                "Clocks: NearWorkingDays and NearWorkingHours must be 1 to 250.", nameof(settings));
        (_calendars, _settings) = (calendars, settings);
    }

    /// <summary>The shipped calendar with the usual hours.</summary>
    public static OfficeTime Default { get; } = new(WorkingDayCalendar.Shipped, new());

    /// <summary>Which days are working days; another one after the arrangement of a year was taken over.</summary>
    public WorkingDayCalendar Calendar => Calendars.City;

    /// <summary>The same, and the calendars of organisations with days off of their own.</summary>
    public OfficeCalendars Calendars => Volatile.Read(ref _calendars);

    /// <summary>How many working days left count as near by default.</summary>
    public int NearWorkingDays => _settings.NearWorkingDays;

    /// <summary>How much left counts as near by default.</summary>
    /// <param name="unit">The clock's unit.</param>
    public Budget NearOf(BudgetUnit unit) => unit == BudgetUnit.WorkingHours
        ? new(_settings.NearWorkingHours, BudgetUnit.WorkingHours)
        : new(_settings.NearWorkingDays, BudgetUnit.WorkingDays);

    /// <summary>The same hours with the calendars of now, for what must agree with itself.</summary>
    public OfficeTime Fixed() => new(Calendars, _settings);

    /// <summary>The same hours with the calendar of now of an organisation; null: of the city.</summary>
    public OfficeTime Of(string? organisation) => new(Calendars.Of(organisation), _settings);

    /// <summary>The same hours with another calendar of the city, to see what it would change.</summary>
    public OfficeTime With(WorkingDayCalendar calendar) => new(Calendars.With(calendar), _settings);

    /// <summary>Takes another calendar of the city over, for all who hold this.</summary>
    internal void Adopt(WorkingDayCalendar calendar) => Adopt(Calendars.With(calendar));

    /// <summary>Takes other calendars over, for all who hold this.</summary>
    internal void Adopt(OfficeCalendars calendars) => Volatile.Write(ref _calendars, calendars);

    /// <summary>The day of an instant in Beijing.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The instant of a time on a day in Beijing.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time) => new(date.ToDateTime(time), Offset);

    /// <summary>The day on which work counts as received: after closing or on a day off the next working day.</summary>
    public DateOnly ReceivedOn(DateTimeOffset instant)
    {
        var date = DateOf(instant);
        if (!_settings.LateCountsAsNextDay) return date;
        var late = instant > ClosingOf(date) || !Calendar.IsWorkingDay(date);
        return late ? Calendar.AddWorkingDays(date, 1).Date : date;
    }

    /// <summary>The end of a period whose last day this is.</summary>
    public DateTimeOffset ClosingOf(DateOnly date) => At(date, _settings.ClosingTime);

    /// <summary>When reminders and escalations of a day go out.</summary>
    public DateTimeOffset ReminderOf(DateOnly date) => At(date, _settings.ReminderTime);

    /// <summary>The working hours from an instant on, in order and without end.</summary>
    public IEnumerable<Stretch> WorkingHoursFrom(DateTimeOffset instant)
    {
        for (var date = DateOf(instant); ; date = date.AddDays(1))
        {
            if (!Calendar.IsWorkingDay(date)) continue;
            var morning = new Stretch(At(date, _settings.OpeningTime), At(date, _settings.NoonBreakFrom));
            var afternoon = new Stretch(At(date, _settings.NoonBreakTo), At(date, _settings.ClosingTime));
            if (morning.To > instant) yield return morning with { From = Later(morning.From, instant) };
            if (afternoon.To > instant) yield return afternoon with { From = Later(afternoon.From, instant) };
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
