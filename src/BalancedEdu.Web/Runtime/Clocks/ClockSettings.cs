namespace BalancedEdu.Web.Runtime.Clocks;

/// <summary>Office hours in Beijing time, and what follows from them for periods. Section <c>Clocks</c>.</summary>
public sealed class ClockSettings
{
    /// <summary>When offices open; working hours count from here.</summary>
    public TimeOnly OpeningTime { get; set; } = new(8, 30);

    /// <summary>The beginning of the noon break.</summary>
    public TimeOnly NoonBreakFrom { get; set; } = new(12, 0);

    /// <summary>The end of the noon break.</summary>
    public TimeOnly NoonBreakTo { get; set; } = new(13, 0);

    /// <summary>When offices close; a period ends at this time of its last day.</summary>
    public TimeOnly ClosingTime { get; set; } = new(17, 30);

    /// <summary>When reminders and escalations of a day go out.</summary>
    public TimeOnly ReminderTime { get; set; } = new(9, 0);

    /// <summary>So many working days or less left count as near (黄牌), where a clock names nothing else.</summary>
    public int NearWorkingDays { get; set; } = 2;

    /// <summary>So many working hours or less left of a clock in hours count as near.</summary>
    public int NearWorkingHours { get; set; } = 2;

    /// <summary>
    /// A file with the dated rules of the place (extensions, late opinions), relative to the working directory; empty:
    /// the rules that ship with the product.
    /// </summary>
    public string RulesFile { get; set; } = "";

    /// <summary>Whether work received after closing or on a day off counts as received the next working day.</summary>
    public bool LateCountsAsNextDay { get; set; } = true;
}
