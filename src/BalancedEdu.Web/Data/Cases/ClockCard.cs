using BalancedEdu.Web.Runtime.Clocks;

namespace BalancedEdu.Web.Data.Cases;

/// <summary>
/// A yellow or red card of a clock (黄牌/红牌), for the statistics of supervision. Each colour once a clock; what was
/// registered stays, whatever becomes of the clock.
/// </summary>
public sealed class ClockCard
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>The clock.</summary>
    public long ClockRowId { get; set; }

    /// <summary>Yellow or red.</summary>
    public CardColour Colour { get; set; }

    /// <summary>Since when little time was left, or the time was up.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The end of the period as it stood then.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>总时限, or the task's name.</summary>
    public required string ClockName { get; set; }

    /// <summary>The task, or null for a clock of the case.</summary>
    public long? TaskId { get; set; }

    /// <summary>The unit responsible, as shown: of who has the task, else of the post it waits for.</summary>
    public required string Unit { get; set; }

    /// <summary>The user name of who had the task, or null while nobody had.</summary>
    public string? Person { get; set; }

    /// <summary>The BPMN process of the case.</summary>
    public required string ProcessId { get; set; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset RegisteredAt { get; set; }
}

/// <summary>
/// 督办单: a supervision order, written when the ladder of a task reaches the level at which the city's inspection
/// office takes over (L3). A job issues its document; here is what it says, and where it lies.
/// </summary>
public sealed class SupervisionOrder
{
    /// <summary>The row; the number is made from it.</summary>
    public long Id { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>The clock.</summary>
    public long ClockRowId { get; set; }

    /// <summary>The task.</summary>
    public long TaskId { get; set; }

    /// <summary>The rung that issued it; each once.</summary>
    public long RungId { get; set; }

    /// <summary><c>L3</c> or <c>L4</c>.</summary>
    public required string Level { get; set; }

    /// <summary>The task's name.</summary>
    public required string TaskName { get; set; }

    /// <summary>The unit that is urged.</summary>
    public required string Unit { get; set; }

    /// <summary>The user name of who has the task, or null.</summary>
    public string? Person { get; set; }

    /// <summary>The end of the period.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>The rule that the period comes from.</summary>
    public string Law { get; set; } = "";

    /// <summary>When it was issued: when the rung was due.</summary>
    public DateTimeOffset IssuedAt { get; set; }

    /// <summary>The path of its document on this site, or null while there is none.</summary>
    public string? DocumentUrl { get; set; }
}
