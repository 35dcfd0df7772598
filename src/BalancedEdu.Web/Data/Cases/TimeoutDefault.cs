namespace BalancedEdu.Web.Data.Cases;

/// <summary>
/// What the system decided in the silence of a department (默认意见), and the opinion that the department may file
/// afterwards. Written with the step that decides; the opinion changes nothing of the decision.
/// </summary>
public sealed class TimeoutDefault
{
    /// <summary>The task that was decided; each once.</summary>
    public long TaskId { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>The task's name.</summary>
    public required string TaskName { get; set; }

    /// <summary>The outcome as shown: 视为同意.</summary>
    public required string OutcomeName { get; set; }

    /// <summary>The department that was silent, as shown.</summary>
    public required string SilentUnit { get; set; }

    /// <summary>The user name of who had the task, or null.</summary>
    public string? SilentPerson { get; set; }

    /// <summary>The rule that decides in silence.</summary>
    public required string Law { get; set; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset DecidedAt { get; set; }

    /// <summary>Until when the department may file its opinion.</summary>
    public DateTimeOffset OpinionUntil { get; set; }

    /// <summary>The rule that allows it.</summary>
    public required string OpinionLaw { get; set; }

    /// <summary>The user name of who filed the opinion, or null.</summary>
    public string? OpinionBy { get; set; }

    /// <summary>When, or null.</summary>
    public DateTimeOffset? OpinionAt { get; set; }

    /// <summary>The opinion, or null.</summary>
    public string? Opinion { get; set; }
}
