using System.Globalization;
using BalancedEdu.Web.Runtime.Clocks;
using static BalancedEdu.Web.Tests.Runtime.Clocks.ShippedDays;

namespace BalancedEdu.Web.Tests.Runtime.Drawn;

/// <summary>
/// A clock as the contract words it (approvals.md §3), reckoned by walking from day to day, or from minute to minute.
/// </summary>
internal sealed record NaiveClock(string Budget, DateTimeOffset Start)
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>When it stood still; the last ones perhaps without end.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> Pauses { get; init; } = [];

    /// <summary>What was granted once.</summary>
    public int Extension { get; init; }

    private string Unit => Budget.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    private int Amount => int.Parse(Budget[..^Unit.Length], CultureInfo.InvariantCulture) + Extension;

    public bool StandsStill(DateTimeOffset at) => Pauses.Any(p => p.To is null && p.From <= at);

    /// <summary>The end, what has passed, what is left, what is too much, and how it stands.</summary>
    public (DateTimeOffset Due, int Used, int Left, int Over, ClockState State) Read(DateTimeOffset now)
    {
        var (due, used, left, over) = Unit == "WH" ? WalkMinutes(now) : WalkDays(now);
        var near = Unit == "WH" ? left <= 2 : DaysBetween(DayOf(now), DayOf(due), Works) <= 2;
        var state = StandsStill(now) ? ClockState.Paused
            : now > due ? ClockState.Overdue
            : near ? ClockState.Near
            : ClockState.Running;
        return (due, used, left, over, state);
    }

    private (DateTimeOffset Due, int Used, int Left, int Over) WalkDays(DateTimeOffset now)
    {
        var first = DayOf(Start);
        if (Start > At(first, 17.5))
            first = first.AddDays(1);
        while (!Works(first))
            first = first.AddDays(1);
        var left = Unit == "M" ? first.AddMonths(Amount).DayNumber - first.DayNumber : Amount;
        var last = first;
        while (left > 0)
        {
            last = last.AddDays(1);
            if (Counts(last, now))
                left--;
        }
        while (!Works(last))
            last = last.AddDays(1);
        var today = DayOf(now);
        bool OfUnit(DateOnly day) => Counts(day, now);
        return (
            At(last, 17.5), DaysBetween(first, today, OfUnit),
            DaysBetween(today > first ? today : first, last, OfUnit), DaysBetween(last, today, OfUnit));
    }

    private (DateTimeOffset Due, int Used, int Left, int Over) WalkMinutes(DateTimeOffset now)
    {
        var (budget, passed, used) = (Amount * 60, 0, 0);
        DateTimeOffset? due = null;
        for (var minute = Start; due is null || minute < now; minute = minute.AddMinutes(1))
        {
            var time = minute.ToOffset(Beijing).TimeOfDay.TotalMinutes;
            if (time is not (>= 510 and < 720 or >= 780 and < 1050) || !Works(DayOf(minute)) || IsCovered(minute, now))
                continue;
            passed++;
            if (minute < now)
                used++;
            if (passed == budget)
                due = minute.AddMinutes(1);
        }
        return (
            due.Value, used / 60, (int)Math.Ceiling(Math.Max(0, budget - used) / 60m), Math.Max(0, used - budget) / 60);
    }

    private bool Counts(DateOnly day, DateTimeOffset now) =>
        (Unit != "WD" || Works(day)) && !IsCovered(At(day, 0), now);

    /// <summary>Whether it stood still then; while it does it is reckoned as if it went on now.</summary>
    private bool IsCovered(DateTimeOffset at, DateTimeOffset now) =>
        Pauses.Any(p => p.From <= at && at < (p.To ?? now));

    private static int DaysBetween(DateOnly from, DateOnly to, Func<DateOnly, bool> counts)
    {
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            if (counts(day))
                count++;
        return count;
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Beijing).DateTime);

    private static DateTimeOffset At(DateOnly day, double hour) =>
        new(day.ToDateTime(TimeOnly.MinValue).AddHours(hour), Beijing);
}
