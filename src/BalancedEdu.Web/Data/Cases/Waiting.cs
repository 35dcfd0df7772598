namespace BalancedEdu.Web.Data.Cases;

/// <summary>
/// A timer of the engine that has not fired. The row is deleted with the step that fires or cancels it.
/// </summary>
public sealed class TimerRow
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>The timer in the engine; unique in a case.</summary>
    public long TimerId { get; set; }

    /// <summary>The BPMN event.</summary>
    public required string ElementId { get; set; }

    /// <summary>When it fires.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Another node has it until then; null when free.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }
}

/// <summary>A legal clock of a case or of one task: what it is derived from, never only a due instant.</summary>
public sealed class ClockRow
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>The task it belongs to; null for a clock of the case.</summary>
    public long? TaskId { get; set; }

    /// <summary>总时限, or the task's name.</summary>
    public required string Name { get; set; }

    /// <summary>The id of a named clock (<c>land.total</c>); empty for a task's.</summary>
    public string ClockId { get; set; } = "";

    /// <summary><c>20WD</c>.</summary>
    public required string Budget { get; set; }

    /// <summary>The rule it comes from, as shown; may be empty.</summary>
    public string Law { get; set; } = "";

    /// <summary>How much left counts as near: <c>5WD</c>; null for the default.</summary>
    public string? Warn { get; set; }

    /// <summary>The start event: not counted itself.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>The suspension ledger as JSON: half-open intervals with a reason each.</summary>
    public string Pauses { get; set; } = "[]";

    /// <summary>Whether a pause is on now.</summary>
    public bool Paused { get; set; }

    /// <summary>The extension, as JSON (budget, approver, reason), or null.</summary>
    public string? Extension { get; set; }

    /// <summary>
    /// The organisation whose days off don't count: of a task's seat as it stood when the task opened; null: nobody's
    /// but the city's, as for every clock of a case.
    /// </summary>
    public string? Organisation { get; set; }

    /// <summary>The version of the calendar that <see cref="DueAt"/> was derived with.</summary>
    public required string CalendarVersion { get; set; }

    /// <summary>The derived end of the period.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Whether it falls in a provisional year (暂估).</summary>
    public bool Provisional { get; set; }

    /// <summary>When what it measures was done, or null.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>
    /// The next instant at which it may come by a yellow or red card, derived like <see cref="DueAt"/>; null when there
    /// is none: it stands still, or has come by both.
    /// </summary>
    public DateTimeOffset? CardAt { get; set; }
}

/// <summary>One step of a clock's ladder; at most once by its key.</summary>
public sealed class RungRow
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The clock.</summary>
    public long ClockRowId { get; set; }

    /// <summary>The offset: <c>-2WD</c>, <c>0</c>, <c>+20WD</c>, or <c>timeout</c>; unique in a clock.</summary>
    public required string Key { get; set; }

    /// <summary>The level: <c>L1</c>; empty for reminders.</summary>
    public string Level { get; set; } = "";

    /// <summary>When it fires.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>When it fired, or null.</summary>
    public DateTimeOffset? FiredAt { get; set; }
}
