namespace BalancedEdu.Web.Data.Cases;

/// <summary>A case was passed to a person to be read (抄送, 传阅): read access, and an unread item.</summary>
public sealed class CaseCopy
{
    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>Who may read it.</summary>
    public required string UserName { get; set; }

    /// <summary>Who passed it on last.</summary>
    public required string SentBy { get; set; }

    /// <summary>When it was passed on last.</summary>
    public DateTimeOffset SentAt { get; set; }

    /// <summary>What was said with it; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>When it was read since, or null.</summary>
    public DateTimeOffset? ReadAt { get; set; }
}

/// <summary>A person follows a case (关注). That alone gives no right to read it.</summary>
public sealed class CaseFollow
{
    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>Who follows it.</summary>
    public required string UserName { get; set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; set; }
}

/// <summary>When a person last asked to hurry with a task (催办).</summary>
public sealed class TaskUrge
{
    /// <summary>The task.</summary>
    public long TaskId { get; set; }

    /// <summary>Who asked.</summary>
    public required string UserName { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>How a request to withdraw a case stands.</summary>
public enum WithdrawalStatus
{
    /// <summary>Those who handle the case have not all answered.</summary>
    Open = 0,

    /// <summary>All agreed: the case is withdrawn.</summary>
    Accepted = 1,

    /// <summary>One of them refused.</summary>
    Refused = 2,
}

/// <summary>
/// The initiator asks those who handle the case to let it be withdrawn (撤回), after the first decision. One at a time.
/// </summary>
public sealed class WithdrawalRequest
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>Who asks.</summary>
    public required string RequestedBy { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>Open, accepted or refused.</summary>
    public WithdrawalStatus Status { get; set; }

    /// <summary>Who gave the last answer, or null.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>When it was decided, or null.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why it was refused, or null.</summary>
    public string? Answer { get; set; }
}

/// <summary>Who has a task agrees that the case is withdrawn.</summary>
public sealed class WithdrawalAnswer
{
    /// <summary>The request.</summary>
    public long RequestId { get; set; }

    /// <summary>The task whose handler agrees.</summary>
    public long TaskId { get; set; }

    /// <summary>Who.</summary>
    public required string By { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }
}
