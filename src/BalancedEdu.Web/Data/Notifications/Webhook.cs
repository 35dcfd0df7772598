using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Data.Notifications;

/// <summary>The format of a group robot. The numbers stand in rows.</summary>
public enum WebhookKind
{
    /// <summary>钉钉.</summary>
    DingTalk = 1,

    /// <summary>企业微信.</summary>
    WeCom = 2,

    /// <summary>飞书.</summary>
    Feishu = 3,
}

/// <summary>A group robot that is told of events.</summary>
public sealed class WebhookTarget
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>What administrators call it: 基教科工作群.</summary>
    public required string Name { get; set; }

    /// <summary>Its format.</summary>
    public WebhookKind Kind { get; set; }

    /// <summary>Host and port as shown; the rest of the address is as good as a password.</summary>
    public required string Host { get; set; }

    /// <summary>The address, protected by Data Protection.</summary>
    public required string ProtectedUrl { get; set; }

    /// <summary>
    /// The secret that requests are signed with, protected by Data Protection; null: they are not signed.
    /// </summary>
    public string? ProtectedSecret { get; set; }

    /// <summary>The events that it is told of: <c>Overdue,Escalated</c>.</summary>
    public required string Events { get; set; }

    /// <summary>Whether it is told anything.</summary>
    public bool Enabled { get; set; }

    /// <summary>Raised with every change.</summary>
    public int Revision { get; set; }

    /// <summary>Who made or changed it last.</summary>
    public required string ChangedBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>A message to a group robot. Delivered at least once, with the same key; those of a case in order.</summary>
public sealed class OutboxWebhook
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>What makes it one message: <c>case/element instance/event/target</c>; unique.</summary>
    public required string Key { get; set; }

    /// <summary>The robot.</summary>
    public long TargetId { get; set; }

    /// <summary>The case, or null for a trial.</summary>
    public long? CaseId { get; set; }

    /// <summary>The task that the link opens, or null.</summary>
    public long? TaskId { get; set; }

    /// <summary>Of what.</summary>
    public NotificationEvent Event { get; set; }

    /// <summary>One line.</summary>
    public required string Title { get; set; }

    /// <summary>In words, without personal data.</summary>
    public required string Text { get; set; }

    /// <summary>Whether it goes out also in the quiet hours.</summary>
    public bool Urgent { get; set; }

    /// <summary>Pending, done, dead or discarded.</summary>
    public OutboxStatus Status { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before then.</summary>
    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>Why the last attempt failed, or null.</summary>
    public string? LastError { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the robot took it, or null.</summary>
    public DateTimeOffset? SentAt { get; set; }
}
