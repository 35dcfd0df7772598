using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>
/// The calendar of the city and, over it, those of organisations with days off of their own. Immutable; another day off
/// or another arrangement is another one with another <see cref="Version"/>.
/// </summary>
public sealed class OfficeCalendars
{
    private readonly ILookup<string, DateOnly> _daysOff;

    /// <summary>Takes the calendar of the city and what organisations have off beside it.</summary>
    public OfficeCalendars(WorkingDayCalendar city, IEnumerable<(string Organisation, DateOnly Day)> daysOff)
        : this(city, daysOff.ToLookup(d => d.Organisation, d => d.Day, StringComparer.Ordinal))
    {
    }

    private OfficeCalendars(WorkingDayCalendar city, ILookup<string, DateOnly> daysOff)
    {
        ArgumentNullException.ThrowIfNull(city);
        (City, _daysOff) = (city, daysOff);
        Own = daysOff.ToFrozenDictionary(d => d.Key, d => city.Without(d), StringComparer.Ordinal);
        Version = city.Version + SuffixOf(Own);
    }

    /// <summary>The calendar of all who have none of their own.</summary>
    public WorkingDayCalendar City { get; }

    /// <summary>Those of organisations with days off, by the organisation's code.</summary>
    public IReadOnlyDictionary<string, WorkingDayCalendar> Own { get; }

    /// <summary>The same for the same calendars: the city's own while no organisation has days off.</summary>
    public string Version { get; }

    /// <summary>The calendar of an organisation; null, or one without days off: the city's.</summary>
    public WorkingDayCalendar Of(string? organisation) =>
        organisation is not null && Own.TryGetValue(organisation, out var own) ? own : City;

    /// <summary>The same days off over another calendar of the city.</summary>
    public OfficeCalendars With(WorkingDayCalendar city) => new(city, _daysOff);

    private static string SuffixOf(IReadOnlyDictionary<string, WorkingDayCalendar> own)
    {
        if (own.Count == 0)
            return "";
        var text = string.Join(
            '\n', own.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => o.Key + " " + o.Value.Version));
        return "*" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 4);
    }
}
