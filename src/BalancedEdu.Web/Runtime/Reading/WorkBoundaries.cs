using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>The instants that divide the inbox: now, the end of today, the end of what counts as near.</summary>
public sealed class WorkBoundaries(TimeProvider time, OfficeTime office)
{
    /// <summary>Two working days or less left count as near (approvals.md §3).</summary>
    public const int NearWorkingDays = 2;

    /// <summary>Now.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>Midnight after today, in Beijing.</summary>
    public DateTimeOffset EndOfToday => EndOf(Texts.LocalDay(Now));

    /// <summary>Midnight after the second working day from today.</summary>
    public DateTimeOffset EndOfNear => EndOf(office.Calendar.AddWorkingDays(Texts.LocalDay(Now), NearWorkingDays).Date);

    private static DateTimeOffset EndOf(DateOnly day) =>
        new(day.AddDays(1).ToDateTime(TimeOnly.MinValue), Texts.ChinaOffset);
}
