namespace BalancedEdu.Web.Data.Notifications;

/// <summary>What somebody is told of. The numbers stand in rows.</summary>
public enum NotificationEvent
{
    /// <summary>新待办.</summary>
    Assigned = 1,

    /// <summary>即将到期.</summary>
    NearDue = 2,

    /// <summary>已逾期.</summary>
    Overdue = 3,

    /// <summary>逾期升级.</summary>
    Escalated = 4,

    /// <summary>退回.</summary>
    Returned = 5,

    /// <summary>催办.</summary>
    Urged = 6,

    /// <summary>抄送.</summary>
    Copied = 7,

    /// <summary>委派与代理.</summary>
    Delegated = 8,

    /// <summary>转办.</summary>
    Transferred = 9,

    /// <summary>办理结果.</summary>
    Decided = 10,

    /// <summary>停表.</summary>
    Paused = 11,

    /// <summary>恢复计时.</summary>
    Resumed = 12,

    /// <summary>期限提前.</summary>
    CalendarMoved = 13,

    /// <summary>待指派.</summary>
    Unassignable = 14,

    /// <summary>到期默认处理.</summary>
    TimedOut = 15,

    /// <summary>A letter of a procedure: 督办函, 告知书.</summary>
    Letter = 16,

    /// <summary>Something an administrator must look at.</summary>
    System = 17,

    /// <summary>撤回与取回.</summary>
    Withdrawn = 19,

    /// <summary>挂起与恢复.</summary>
    Suspended = 20,

    /// <summary>共同签署.</summary>
    CoSigning = 21,

    /// <summary>The digest itself: whether a person wants it. No row of a notification has it.</summary>
    DailyDigest = 18,
}

/// <summary>How somebody is told by mail. In the notification centre it stands always.</summary>
public enum NotificationMode
{
    /// <summary>At once.</summary>
    AtOnce = 0,

    /// <summary>With the digest of the next working day.</summary>
    Digest = 1,

    /// <summary>Not by mail.</summary>
    None = 2,
}

/// <summary>One person is told of one thing. Written by the step that it is about.</summary>
public sealed class Notification
{
    /// <summary>The row, in the order in which the database gave them out.</summary>
    public long Id { get; set; }

    /// <summary>Who is told.</summary>
    public required string UserName { get; set; }

    /// <summary>Of what.</summary>
    public NotificationEvent Event { get; set; }

    /// <summary>The case, or null.</summary>
    public long? CaseId { get; set; }

    /// <summary>The task that it opens, or null for the case.</summary>
    public long? TaskId { get; set; }

    /// <summary>In words, without the number and the title of the case.</summary>
    public required string Text { get; set; }

    /// <summary>A place of the product that it opens, for what is about no case: <c>/Administration/Mail</c>.</summary>
    public string? Link { get; set; }

    /// <summary>Whether it waits for the next digest.</summary>
    public bool InDigest { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was read, or null.</summary>
    public DateTimeOffset? ReadAt { get; set; }
}

/// <summary>A person wants to be told of something in another way than by default.</summary>
public sealed class NotificationChoice
{
    /// <summary>Who.</summary>
    public required string UserName { get; set; }

    /// <summary>Of what.</summary>
    public NotificationEvent Event { get; set; }

    /// <summary>How.</summary>
    public NotificationMode Mode { get; set; }
}
