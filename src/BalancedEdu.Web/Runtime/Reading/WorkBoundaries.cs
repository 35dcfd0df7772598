using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>The instants that divide the inbox: now, the end of today, the end of what counts as near.</summary>
public sealed class WorkBoundaries(TimeProvider time, OfficeTime office)
{
    private NearEnds? _near;

    /// <summary>Now.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>Midnight after today, in Beijing.</summary>
    public DateTimeOffset EndOfToday => EndOf(Texts.LocalDay(Now));

    /// <summary>Up to when a task is due soon.</summary>
    internal NearEnds Near => _near ??= NearEnds.Of(office, Texts.LocalDay(Now));

    private static DateTimeOffset EndOf(DateOnly day) =>
        new(day.AddDays(1).ToDateTime(TimeOnly.MinValue), Texts.ChinaOffset);
}
