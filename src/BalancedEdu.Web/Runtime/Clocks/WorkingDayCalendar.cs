using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>A day that was counted out.</summary>
/// <param name="Date">The day.</param>
/// <param name="Provisional">Whether a year without an official arrangement was counted through (暂估).</param>
public readonly record struct CountedDate(DateOnly Date, bool Provisional);

/// <summary>
/// The State Council's list of holidays and make-up working days: which day is a working day (工作日).
/// Immutable; a new list is a new calendar with another <see cref="Version"/>. Years that it does not hold count
/// by weekends only and are provisional. The day that is counted from is never counted itself (民法典 201).
/// </summary>
public sealed class WorkingDayCalendar
{
    /// <summary>More days than any rule has; more are a mistake and are refused.</summary>
    public const int CountMax = 10_000;

    private readonly FrozenSet<DateOnly> _holidays;
    private readonly FrozenSet<DateOnly> _workdays;
    private readonly FrozenSet<int> _official;
    private readonly FrozenSet<DateOnly> _daysOff;

    /// <summary>Takes the years; each year once.</summary>
    public WorkingDayCalendar(IEnumerable<CalendarYear> years)
        : this(years, [])
    {
    }

    private WorkingDayCalendar(IEnumerable<CalendarYear> years, IEnumerable<DateOnly> daysOff)
    {
        _daysOff = daysOff.ToFrozenSet();
        Years = [.. years.OrderBy(y => y.Year)];
        if (Years.Select(y => y.Year).Distinct().Count() != Years.Count)
            throw new ArgumentException("A year of the calendar was given twice.", nameof(years));
        _holidays = Years.SelectMany(y => y.Holidays).Select(d => d.Date).ToFrozenSet();
        _workdays = Years.SelectMany(y => y.Workdays).Select(d => d.Date).ToFrozenSet();
        _official = Years.Where(y => y.Status == CalendarYearStatus.Official).Select(y => y.Year).ToFrozenSet();
        Version = VersionOf(Years) + SuffixOf(_daysOff);
    }

    /// <summary>The calendar that the product is delivered with.</summary>
    public static WorkingDayCalendar Shipped { get; } = ReadShipped();

    /// <summary>The years that it holds, in order.</summary>
    public IReadOnlyList<CalendarYear> Years { get; }

    /// <summary>The same for equal days and status, another for different ones: <c>2023-2027/1f0c9a7b</c>.</summary>
    public string Version { get; }

    /// <summary>The calendar with some years replaced or added, as an import does.</summary>
    public WorkingDayCalendar With(IReadOnlyCollection<CalendarYear> years) =>
        new([.. Years.Where(old => years.All(y => y.Year != old.Year)), .. years], _daysOff);

    /// <summary>
    /// The calendar with further days off, as an organisation has them. It can only add: no day becomes a working day
    /// by it, and what is arranged later for the city is over it as well.
    /// </summary>
    public WorkingDayCalendar Without(IEnumerable<DateOnly> daysOff) => new(Years, _daysOff.Concat(daysOff));

    /// <summary>Whether a year's arrangement is published.</summary>
    public bool IsOfficial(int year) => _official.Contains(year);

    /// <summary>Whether offices work on that day.</summary>
    public bool IsWorkingDay(DateOnly date) =>
        !_daysOff.Contains(date)
        && (_workdays.Contains(date) || (!IsWeekend(date) && !_holidays.Contains(date)));

    /// <summary>The n-th working day after a day; before it when n is negative; the day itself when n is 0.</summary>
    public CountedDate AddWorkingDays(DateOnly from, int n)
    {
        if (Math.Abs((long)n) > CountMax)
            throw new ArgumentOutOfRangeException(nameof(n), n, $"Working days are counted up to {CountMax}.");
        var (date, step) = (from, Math.Sign(n));
        for (var left = Math.Abs(n); left > 0;)
        {
            date = date.AddDays(step);
            if (IsWorkingDay(date)) left--;
        }
        return new(date, IsProvisional(from, date));
    }

    /// <summary>How many working days lie after <paramref name="from"/> up to and with <paramref name="to"/>;
    /// negative when <paramref name="to"/> is earlier, so that both directions agree.</summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        if (to < from) return -WorkingDaysBetween(to, from);
        var count = 0;
        for (var date = from.AddDays(1); date <= to; date = date.AddDays(1))
            if (IsWorkingDay(date)) count++;
        return count;
    }

    /// <summary>
    /// The last day of a period of natural days (自然日): it rolls to the next working day when it falls on a holiday or
    /// weekend; a make-up working Saturday does not roll (民法典 203).
    /// </summary>
    public CountedDate AddDays(DateOnly from, int n) => RollForward(from, from.AddDays(n));

    /// <summary>The last day of a period of months: the same day, else the month's last; rolls likewise.</summary>
    public CountedDate AddMonths(DateOnly from, int n) => RollForward(from, from.AddMonths(n));

    /// <summary>The day itself when it is a working day, else the next one.</summary>
    public CountedDate RollForward(DateOnly date) => RollForward(date, date);

    /// <summary>Whether any year from the one day to the other is not official.</summary>
    public bool IsProvisional(DateOnly from, DateOnly to)
    {
        var (first, last) = from <= to ? (from.Year, to.Year) : (to.Year, from.Year);
        for (var year = first; year <= last; year++)
            if (!IsOfficial(year)) return true;
        return false;
    }

    private CountedDate RollForward(DateOnly from, DateOnly date)
    {
        while (!IsWorkingDay(date)) date = date.AddDays(1);
        return new(date, IsProvisional(from, date));
    }

    private static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static string VersionOf(IReadOnlyList<CalendarYear> years)
    {
        if (years.Count == 0) return "none";
        var text = new StringBuilder();
        foreach (var year in years)
        {
            text.Append(CultureInfo.InvariantCulture, $"{year.Year} {year.Status}\n");
            foreach (var day in year.Holidays.OrderBy(d => d.Date))
                text.Append(CultureInfo.InvariantCulture, $"-{day.Date:yyyyMMdd}");
            foreach (var day in year.Workdays.OrderBy(d => d.Date))
                text.Append(CultureInfo.InvariantCulture, $"+{day.Date:yyyyMMdd}");
        }
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return $"{years[0].Year}-{years[^1].Year}/{Convert.ToHexStringLower(hash, 0, 4)}";
    }

    private static string SuffixOf(FrozenSet<DateOnly> daysOff)
    {
        if (daysOff.Count == 0) return "";
        var text = string.Join(
            ' ', daysOff.Order().Select(d => d.ToString("yyyyMMdd", CultureInfo.InvariantCulture)));
        return "+" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)), 0, 4);
    }

    private static WorkingDayCalendar ReadShipped()
    {
        const string name = "BalancedEdu.Web.Runtime.Clocks.holidays.json";
        using var stream = typeof(WorkingDayCalendar).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return new(CalendarFile.TryRead(copy.ToArray(), out var refusal) ?? throw refusal!.ToException());
    }
}
