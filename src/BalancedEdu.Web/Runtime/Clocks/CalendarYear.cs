namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>How sure a year of the calendar is.</summary>
public enum CalendarYearStatus
{
    /// <summary>The arrangement of the General Office of the State Council is published.</summary>
    Official,

    /// <summary>Derived from the Regulation on Public Holidays, articles 2 and 6; make-up days are unknown.</summary>
    Provisional,
}

/// <summary>A named day that differs from the rule Monday to Friday.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">The festival it belongs to: 春节.</param>
public sealed record NamedDay(DateOnly Date, string Name);

/// <summary>One year's arrangement of holidays and make-up working days.</summary>
/// <param name="Year">The year.</param>
/// <param name="Status">Whether it is official.</param>
/// <param name="Sources">Where it was published.</param>
/// <param name="Holidays">Days off, weekends inside of a holiday included.</param>
/// <param name="Workdays">Make-up working days (调休上班), all of them on weekends.</param>
public sealed record CalendarYear(
    int Year, CalendarYearStatus Status, IReadOnlyList<string> Sources, IReadOnlyList<NamedDay> Holidays,
    IReadOnlyList<NamedDay> Workdays);
