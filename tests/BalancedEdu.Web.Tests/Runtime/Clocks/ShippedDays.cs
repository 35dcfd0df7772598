using System.Text.Json;
using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

/// <summary>The days of the shipped file, read past the product.</summary>
internal static class ShippedDays
{
    private static readonly HashSet<DateOnly> Off = Read("holidays");
    private static readonly HashSet<DateOnly> On = Read("workdays");

    /// <summary>Whether offices work on that day.</summary>
    public static bool Works(DateOnly day) =>
        On.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Off.Contains(day));

    private static HashSet<DateOnly> Read(string kind)
    {
        using var file = typeof(WorkingDayCalendar).Assembly
            .GetManifestResourceStream("BalancedEdu.Web.Runtime.Clocks.holidays.json")!;
        using var json = JsonDocument.Parse(file);
        return [.. json.RootElement.EnumerateObject().SelectMany(y => y.Value.GetProperty(kind).EnumerateArray())
            .Select(d => DateOnly.Parse(d.GetProperty("date").GetString()!, null))];
    }
}
