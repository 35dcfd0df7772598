using BalancedEdu.Bpmn.Model;
using BalancedEdu.Feel;
using BalancedEdu.Feel.Values;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>
/// The host functions of working days for simulations: Monday to Friday. The real calendar, with holidays and make-up
/// days, is the host's.
/// </summary>
public static class PlainWorkingDays
{
    private const int MaxDays = 10_000;

    /// <summary>An environment with the three functions.</summary>
    public static FeelEnvironment Environment { get; } = new()
    {
        HostFunctions = new Dictionary<string, Func<IReadOnlyList<FeelValue>, FeelValue>>
        {
            ["working days after"] = arguments => Date(arguments, 0) is { } from && Number(arguments, 1) is { } count
                ? FeelValue.Of(After(from, count))
                : FeelValue.Null,
            ["working days between"] = arguments => Date(arguments, 0) is { } from && Date(arguments, 1) is { } to
                ? FeelValue.Of((decimal)Between(from, to))
                : FeelValue.Null,
            ["is working day"] = arguments =>
                Date(arguments, 0) is { } day ? FeelValue.Of(IsWorkingDay(day)) : FeelValue.Null,
        },
    };

    private static bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static DateOnly After(DateOnly from, int count)
    {
        while (count > 0)
            if (IsWorkingDay(from = from.AddDays(1)))
                count--;
        return from;
    }

    private static int Between(DateOnly from, DateOnly to)
    {
        var count = 0;
        for (var day = from; day < to && count < MaxDays;)
            if (IsWorkingDay(day = day.AddDays(1)))
                count++;
        return count;
    }

    private static DateOnly? Date(IReadOnlyList<FeelValue> arguments, int at) => at >= arguments.Count ? null
        : arguments[at].AsDate()
            ?? (arguments[at].AsInstant(BeijingTime.Offset) is { } instant
                ? DateOnly.FromDateTime(instant.ToOffset(BeijingTime.Offset).DateTime)
                : null);

    private static int? Number(IReadOnlyList<FeelValue> arguments, int at) =>
        at < arguments.Count && arguments[at].AsNumber() is { } number && number is >= 0 and <= MaxDays
            ? (int)number
            : null;
}
