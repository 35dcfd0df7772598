using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>The instants that divide the inbox: now, the end of today, the end of what counts as near.</summary>
public sealed class WorkBoundaries(TimeProvider time, OfficeTime office)
{
    /// <summary>Now.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>Midnight after today, in Beijing.</summary>
    public DateTimeOffset EndOfToday => EndOf(Texts.LocalDay(Now));

    /// <summary>Midnight after the last working day from today that counts as near.</summary>
    public DateTimeOffset EndOfNear =>
        EndOf(office.Calendar.AddWorkingDays(Texts.LocalDay(Now), office.NearWorkingDays).Date);

    private static DateTimeOffset EndOf(DateOnly day) =>
        new(day.AddDays(1).ToDateTime(TimeOnly.MinValue), Texts.ChinaOffset);
}
