namespace BalancedEdu.Web.Data.Notifications;

/// <summary>An address whose mails came back for good. No mail goes there until an administrator clears it.</summary>
public sealed class UndeliverableAddress
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The address in lower case; unique.</summary>
    public required string Address { get; set; }

    /// <summary>What the other server said: <c>5.1.1 user unknown</c>.</summary>
    public required string Reason { get; set; }

    /// <summary>Our mail that came back, or null when the bounce did not say which.</summary>
    public long? MailId { get; set; }

    /// <summary>The Message-ID of the bounce: one that is read twice counts once.</summary>
    public required string BounceId { get; set; }

    /// <summary>How many mails have come back since it was cleared, from 1.</summary>
    public int Times { get; set; } = 1;

    /// <summary>When the last came back.</summary>
    public DateTimeOffset LastAt { get; set; }

    /// <summary>When it was cleared, or null while no mail goes there.</summary>
    public DateTimeOffset? ClearedAt { get; set; }

    /// <summary>Who cleared it, or null.</summary>
    public string? ClearedBy { get; set; }
}
