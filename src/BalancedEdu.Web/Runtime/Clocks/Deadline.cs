using System.Globalization;
using System.Text;

namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>Which of the seven looks a deadline has; colour comes second, the text says it first.</summary>
public enum DeadlineTone
{
    /// <summary>Nothing wrong.</summary>
    Plain,

    /// <summary>临期.</summary>
    Near,

    /// <summary>今日.</summary>
    Today,

    /// <summary>逾期.</summary>
    Over,

    /// <summary>停表.</summary>
    Stop,

    /// <summary>暂估: that year's calendar is not official yet.</summary>
    Estimated,

    /// <summary>已办结.</summary>
    Done,
}

/// <summary>What a deadline cell shows.</summary>
/// <param name="Text">剩 3 个工作日.</param>
/// <param name="Tone">How it looks.</param>
/// <param name="Estimated">Whether the word 暂估 is added.</param>
/// <param name="PercentUsed">The ring, 0–100.</param>
/// <param name="DueText">应于 11-20 周五; empty before the start.</param>
/// <param name="Tooltip">Budget, used, pauses and the rule.</param>
public sealed record Deadline(
    string Text, DeadlineTone Tone, bool Estimated, int PercentUsed, string DueText, string Tooltip)
{
    /// <summary>The words for a reading.</summary>
    public static Deadline Of(ClockReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var (text, tone) = TextOf(reading);
        var estimated = reading.Provisional && reading.State != ClockState.Met;
        if (estimated && tone == DeadlineTone.Plain) tone = DeadlineTone.Estimated;
        return new(text, tone, estimated, reading.PercentUsed, DueOf(reading), TooltipOf(reading));
    }

    /// <summary>A day with its weekday: 11-20 周五.</summary>
    public static string DayText(DateOnly date) =>
        string.Create(CultureInfo.InvariantCulture, $"{date:MM-dd} 周{"日一二三四五六"[(int)date.DayOfWeek]}");

    private static (string, DeadlineTone) TextOf(ClockReading reading)
    {
        var unit = UnitOf(reading);
        switch (reading.State)
        {
            case ClockState.NotStarted: return ("未起算", DeadlineTone.Plain);
            case ClockState.Met: return ($"已办结，用 {reading.Used} {unit}", DeadlineTone.Done);
            case ClockState.Paused: return (PauseText(reading), DeadlineTone.Stop);
            case ClockState.Overdue when reading.Over == 0: return ($"超 不满 1 {unit}", DeadlineTone.Over);
            case ClockState.Overdue: return ($"超 {reading.Over} {unit}", DeadlineTone.Over);
        }
        if (reading.DueOn == OfficeTime.DateOf(reading.AsOf))
            return (string.Create(CultureInfo.InvariantCulture,
                $"今日 {reading.DueAt!.Value.ToOffset(OfficeTime.Offset):HH:mm}"), DeadlineTone.Today);
        var tone = reading.State == ClockState.Near ? DeadlineTone.Near : DeadlineTone.Plain;
        return ($"剩 {reading.Remaining} {unit}", tone);
    }

    private static string PauseText(ClockReading reading)
    {
        var reason = reading.Pause!.Reason;
        if (reading.Pause.Limit is { } limit) return $"停表 {reason}第{reading.PauseDay}/{limit.Amount}日";
        return reading.PauseDay == 0 ? $"停表 {reason}今日起" : $"停表 {reason}第{reading.PauseDay}日";
    }

    private static string DueOf(ClockReading reading) => reading switch
    {
        { DueOn: null } => "",
        { State: ClockState.Paused } => "恢复后顺延",
        { State: ClockState.Overdue } => $"应于 {DayText(reading.DueOn.Value)}",
        _ => $"截至 {DayText(reading.DueOn.Value)}",
    };

    private static string TooltipOf(ClockReading reading)
    {
        var clock = reading.Clock;
        var text = new StringBuilder($"限 {clock.Budget.InWords}");
        if (clock.Extension is { } extension)
            text.Append(CultureInfo.InvariantCulture, $"，延长 {extension.Added.InWords}");
        if (reading.State != ClockState.NotStarted) text.Append(CultureInfo.InvariantCulture, $"，已用 {reading.Used}");
        text.Append(clock.Pauses.Count == 0 ? "，无停表" : $"，停表 {reading.PausedWorkingDays} 个工作日");
        if (clock.Law.Length > 0) text.Append(CultureInfo.InvariantCulture, $"。依据：{clock.Law}");
        if (reading.Provisional)
            text.Append(CultureInfo.InvariantCulture, $"。{reading.DueOn!.Value.Year} 年放假安排未公布，日期为暂估");
        return text.ToString();
    }

    private static string UnitOf(ClockReading reading) =>
        reading.Clock.Budget.Unit == BudgetUnit.Months ? "日" : reading.Clock.Budget.UnitName;
}
