namespace BalancedEdu.Web.Runtime.Notifications;

/// <summary>Section <c>Notifications</c>: the notification centre.</summary>
public sealed class NotificationSettings
{
    /// <summary>How long what was read is kept, in days.</summary>
    public int KeepReadDays { get; set; } = 30;

    /// <summary>How long anything is kept, in days, also what nobody has read.</summary>
    public int KeepDays { get; set; } = 365;

    /// <summary>When the digest of a working day goes out, in Beijing time.</summary>
    public TimeOnly DigestTime { get; set; } = new(9, 0);

    /// <summary>How often a node looks for news of those who are connected, in seconds.</summary>
    public int LookSeconds { get; set; } = 3;

    /// <summary>How many browsers a node keeps a connection to; others look for themselves once a minute.</summary>
    public int ConnectionsMax { get; set; } = 5000;
}
