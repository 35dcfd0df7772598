using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>From the history of a case to the lines of the timeline.</summary>
public static class HistoryMarkup
{
    /// <summary>One line.</summary>
    public static TimelineEntry ToView(this HistoryEntry entry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(
            KindOf(entry.Weight), entry.Who, entry.What, entry.By.Length > 0 ? entry.By : null,
            entry.At is { } at ? Texts.ShortInstant(at, now) : null, entry.Opinion, entry.Void);
    }

    /// <summary>The mark of an entry.</summary>
    public static TimelineKind KindOf(HistoryWeight weight) => weight switch
    {
        HistoryWeight.Mine => TimelineKind.Me,
        HistoryWeight.HandedIn or HistoryWeight.Handed => TimelineKind.Sent,
        HistoryWeight.Agreed => TimelineKind.Yes,
        HistoryWeight.Conditional => TimelineKind.Conditional,
        HistoryWeight.Returned => TimelineKind.Returned,
        HistoryWeight.Refused => TimelineKind.No,
        HistoryWeight.System => TimelineKind.System,
        _ => TimelineKind.Waiting,
    };
}
