namespace BalancedEdu.Web.Data.Cases;

/// <summary>How an outgoing thing stands.</summary>
public enum OutboxStatus
{
    /// <summary>Waiting, also between attempts.</summary>
    Pending = 0,

    /// <summary>Delivered or answered.</summary>
    Done = 1,

    /// <summary>Given up; a person decides.</summary>
    Dead = 2,

    /// <summary>No longer wanted, or discarded by a person.</summary>
    Discarded = 3,
}

/// <summary>A job that a step asked for. Delivered at least once, with the same key.</summary>
public sealed class OutboxJob
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The idempotency key the handler sees: <c>case/element instance</c>, or <c>case/rung</c>.</summary>
    public required string Key { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>The element instance that waits for the answer; 0 when nobody waits (a rung's job).</summary>
    public long JobId { get; set; }

    /// <summary>The registered handler: <c>large-class.classify</c>.</summary>
    public required string Job { get; set; }

    /// <summary>The inputs as JSON (FEEL's).</summary>
    public required string Inputs { get; set; }

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
}

/// <summary>A mail to one person. Its row id gives the Message-ID, so that a repetition is recognised.</summary>
public sealed class OutboxMail
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>
    /// What makes it one mail: <c>case/element instance/template/user</c> or <c>clock/rung/user</c>; unique.
    /// </summary>
    public required string Key { get; set; }

    /// <summary>The case, or null for mails outside of one.</summary>
    public long? CaseId { get; set; }

    /// <summary>The task that the link opens, or null.</summary>
    public long? TaskId { get; set; }

    /// <summary>The user name of the recipient.</summary>
    public required string ToUserName { get; set; }

    /// <summary>The template's id.</summary>
    public required string Template { get; set; }

    /// <summary>
    /// What the template is filled with, as JSON (FEEL's): the variables, and <c>number, title, due, task, link</c>.
    /// </summary>
    public required string Data { get; set; }

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

    /// <summary>When the step that wants it was committed.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When a server took it, or null.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The subject, once composed.</summary>
    public string? Subject { get; set; }

    /// <summary>The text part, once composed.</summary>
    public string? Text { get; set; }
}
