using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Features.Shared;

/// <summary>From what the clocks say to what the components draw.</summary>
public static class ClockMarkup
{
    /// <summary>The pill of a deadline; null without one.</summary>
    public static DueView? ToView(this Deadline? deadline) => deadline is null
        ? null
        : new(StateOf(deadline.Tone), deadline.Text, deadline.PercentUsed, deadline.Tooltip);

    /// <summary>The ruler of a clock; the left end says what the clock began with: 收件, 到达.</summary>
    public static RulerView ToView(this ClockRuler ruler, string began)
    {
        ArgumentNullException.ThrowIfNull(ruler);
        return new(
            [.. ruler.Cells.Select((cell, i) => DayOf(cell, i == ruler.TodayIndex))],
            ruler.Label,
            ruler.From is { } from ? $"{from:MM-dd} {began}" : null,
            ruler.Due is { } due ? $"{Deadline.DayText(due)} 到期" : null);
    }

    private static RulerDay DayOf(RulerCell cell, bool today) => cell switch
    {
        RulerCell.Used => RulerDay.Used,
        RulerCell.Paused => RulerDay.Paused,
        RulerCell.Today => RulerDay.Today,
        RulerCell.Over => today ? RulerDay.TodayOver : RulerDay.Over,
        _ => RulerDay.Left,
    };

    private static DueState StateOf(DeadlineTone tone) => tone switch
    {
        DeadlineTone.Near => DueState.Near,
        DeadlineTone.Today => DueState.Today,
        DeadlineTone.Over => DueState.Overdue,
        DeadlineTone.Stop => DueState.Paused,
        DeadlineTone.Estimated => DueState.Provisional,
        DeadlineTone.Done => DueState.Met,
        _ => DueState.Normal,
    };
}
