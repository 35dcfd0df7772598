using BalancedEdu.Web.Runtime.Clocks;
using CsCheck;

namespace BalancedEdu.Web.Tests.Runtime.Clocks;

/// <summary>
/// Whatever happens to a clock, in whatever order, it ends where a model ends that lives through it hour by hour: it
/// knows at each midnight who has stopped it, and crosses off the days one by one.
/// </summary>
public class ClockSequenceTests
{
    private static readonly DateTimeOffset Epoch = new(2026, 8, 3, 0, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Three arrangements of the same years: as shipped, a week off in November, two Sundays on.</summary>
    private static readonly WorkingDayCalendar[] Calendars =
    [
        WorkingDayCalendar.Shipped,
        Rearranged(y => y with { Holidays = [.. y.Holidays, .. Days("2026-11-09", 5)] }),
        Rearranged(y => y with { Workdays = [.. y.Workdays, .. Days("2026-10-18", 1), .. Days("2026-11-15", 1)] }),
    ];

    private static readonly string[] Kinds = ["pause", "resume", "extend", "budget", "calendar"];

    private static readonly Gen<Happening> Happenings = Gen.Select(
        Gen.Int[0, 24 * 120], Gen.Int[0, 4], Gen.Int[0, 2], Gen.Int[1, 40],
        (hour, kind, which, amount) => new Happening(hour, Kinds[kind], which, amount));

    private static readonly Gen<Story> Stories = Gen.Select(
        Gen.Int[0, 24 * 60], Gen.Int[1, 45], Gen.Bool, Happenings.Array[0, 14], Gen.Int[0, 24 * 150],
        (start, budget, working, happenings, read) =>
            new Story(start, budget, working, [.. happenings.OrderBy(h => h.Hour)], read));

    [Fact]
    public void A_clock_ends_where_a_day_by_day_model_ends_whatever_happens_to_it() =>
        Stories.Sample(story => Assert.Equal(Model.Of(story), Product(story)), iter: 3000);

    private static Outcome Product(Story story)
    {
        var unit = story.Working ? BudgetUnit.WorkingDays : BudgetUnit.Days;
        var clock = new Clock(new(story.Budget, unit), story.StartsAt);
        var calendar = Calendars[0];
        foreach (var h in story.Before())
            switch (h.Kind)
            {
                case "pause":
                    clock = clock.PausedBy($"task:{h.Which}", h.At, "补正", null);
                    break;
                case "resume":
                    clock = clock.ResumedBy($"task:{h.Which}", h.At);
                    break;
                case "extend":
                    clock = clock.ExtendedBy(new(new(h.Amount, unit), "gu", "案情复杂", h.At), out _) ?? clock;
                    break;
                case "budget":
                    clock = clock with { Budget = new(h.Amount, unit) };
                    break;
                default:
                    calendar = Calendars[h.Which];
                    break;
            }
        var reading = clock.Read(new OfficeTime(calendar, new()), story.ReadAt);
        return new(reading.DueOn!.Value, reading.Used, reading.Over, reading.Pause is not null);
    }

    private static WorkingDayCalendar Rearranged(Func<CalendarYear, CalendarYear> change) =>
        WorkingDayCalendar.Shipped.With([change(WorkingDayCalendar.Shipped.Years.Single(y => y.Year == 2026))]);

    private static IEnumerable<NamedDay> Days(string first, int count) =>
        Enumerable.Range(0, count).Select(n => new NamedDay(Beijing.Day(first).AddDays(n), "试验"));

    private sealed record Happening(int Hour, string Kind, int Which, int Amount)
    {
        public DateTimeOffset At => Epoch.AddHours(Hour);
    }

    private sealed record Story(
        int StartHour, int Budget, bool Working, IReadOnlyList<Happening> Happenings, int ReadHour)
    {
        public DateTimeOffset StartsAt => Epoch.AddHours(StartHour);

        public DateTimeOffset ReadAt => StartsAt.AddHours(ReadHour);

        public IEnumerable<Happening> Before() => Happenings.Where(h => h.At >= StartsAt && h.At <= ReadAt);
    }

    private sealed record Outcome(DateOnly Due, int Used, int Over, bool Stopped);

    /// <summary>Knows nothing of ledgers: only who stops the clock now, and which days it slept through.</summary>
    private sealed class Model(Story story)
    {
        private readonly HashSet<int> _stoppers = [];
        private readonly HashSet<DateOnly> _slept = [];
        private int _budget = story.Budget;
        private int _added;
        private bool _extended;
        private int _calendar;

        public static Outcome Of(Story story)
        {
            var model = new Model(story);
            model.Live();
            return model.Count();
        }

        private void Live()
        {
            for (var hour = story.StartsAt; hour <= story.ReadAt; hour = hour.AddHours(1))
            {
                foreach (var h in story.Happenings.Where(h => h.At == hour))
                    Suffer(h);
                if (hour.Hour == 0 && hour < story.ReadAt && _stoppers.Count > 0)
                    _slept.Add(DateOnly.FromDateTime(hour.DateTime));
            }
        }

        private void Suffer(Happening h)
        {
            if (h.Kind == "pause") _stoppers.Add(h.Which);
            if (h.Kind == "resume") _stoppers.Remove(h.Which);
            if (h.Kind == "budget") _budget = h.Amount;
            if (h.Kind == "calendar") _calendar = h.Which;
            if (h.Kind != "extend" || _extended) return;
            (_extended, _added) = (true, h.Amount);
        }

        private Outcome Count()
        {
            var day = DateOnly.FromDateTime(story.StartsAt.DateTime);
            if (story.StartsAt.TimeOfDay > new TimeSpan(17, 30, 0)) day = day.AddDays(1);
            while (!Works(day)) day = day.AddDays(1);
            var (today, left) = (DateOnly.FromDateTime(story.ReadAt.DateTime), _budget + _added);
            var (used, over) = (0, 0);
            DateOnly? due = null;
            while (due is null || day < today)
            {
                day = day.AddDays(1);
                var counts = !_slept.Contains(day) && (!story.Working || Works(day));
                if (counts && day <= today) used++;
                if (counts && due is not null && day <= today) over++;
                if (counts && left > 0) left--;
                if (left == 0 && due is null && Works(day)) due = day;
            }
            return new(due.Value, used, over, _stoppers.Count > 0);
        }

        private bool Works(DateOnly day)
        {
            if (_calendar == 1 && day >= new DateOnly(2026, 11, 9) && day <= new DateOnly(2026, 11, 13)) return false;
            if (_calendar == 2 && (day == new DateOnly(2026, 10, 18) || day == new DateOnly(2026, 11, 15))) return true;
            return ShippedDays.Works(day);
        }
    }
}
