namespace BalancedEdu.Web.Data.Cases;

/// <summary>How a request for more time stands.</summary>
public enum ExtensionStatus
{
    /// <summary>待批.</summary>
    Asked = 0,

    /// <summary>已批准.</summary>
    Granted = 1,

    /// <summary>不予延长.</summary>
    Refused = 2,
}

/// <summary>
/// A request for more time on a clock (延期). One at a time and, once granted, none any more: a clock is extended once.
/// </summary>
public sealed class ClockExtension
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>The clock.</summary>
    public long ClockRowId { get; set; }

    /// <summary>总时限, or the task's name.</summary>
    public required string ClockName { get; set; }

    /// <summary>How much: <c>10WD</c>.</summary>
    public required string Added { get; set; }

    /// <summary>The article that allows it.</summary>
    public required string Law { get; set; }

    /// <summary>The posts that decide, each between two commas: <c>,city-gov,</c>.</summary>
    public required string Approvers { get; set; }

    /// <summary>The user name of who asks.</summary>
    public required string AskedBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>Why; the applicant is told it.</summary>
    public required string Reason { get; set; }

    /// <summary>Asked, granted or refused.</summary>
    public ExtensionStatus Status { get; set; }

    /// <summary>The user name of who decided, or null.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>When, or null.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The opinion of who decided; must be there when it is refused.</summary>
    public string? Opinion { get; set; }
}
