using System.Globalization;
using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

/// <summary>Dates and instants as they are written in the tables of the tests.</summary>
internal static class Beijing
{
    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>2026-03-02 10:00</c>, or a day, which means ten in the morning.</summary>
    public static DateTimeOffset Time(string text) => new(
        DateTime.ParseExact(
            text.Length == 10 ? text + " 10:00" : text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        TimeSpan.FromHours(8));

    public static Clock Clock(string budget, string start, params Pause[] pauses) =>
        new(Budget.Parse(budget), Time(start)) { Pauses = pauses };

    public static Pause Pause(string from, string? to, string reason = "补正", string? limit = null) => new(
        "task:1", Time(from), to is null ? null : Time(to), reason, limit is null ? null : Budget.Parse(limit));

    public static ClockReading Read(this Clock clock, string now) => clock.Read(OfficeTime.Default, Time(now));
}
