namespace BalancedEdu.Web.Data.Organisation;

/// <summary>
/// 休假委托: while it lasts another person may do the tasks that the principal has; they stay the principal's.
/// </summary>
public sealed class Delegation
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The user name of whose tasks they are.</summary>
    public required string Principal { get; set; }

    /// <summary>The user name of who acts instead.</summary>
    public required string Delegate { get; set; }

    /// <summary>From this instant on.</summary>
    public DateTimeOffset FromAt { get; set; }

    /// <summary>Up to, but without, this instant.</summary>
    public DateTimeOffset ToAt { get; set; }

    /// <summary>The processes it is for, separated by commas; null: all.</summary>
    public string? ProcessIds { get; set; }

    /// <summary>Why; may be empty.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Who made it: the principal or an administrator.</summary>
    public required string CreatedBy { get; set; }

    /// <summary>The name of the token by which a program made it in their name, or null.</summary>
    public string? CreatedVia { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was ended early, or null.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Who ended it early, or null.</summary>
    public string? RevokedBy { get; set; }

    /// <summary>The name of the token by which a program ended it in their name, or null.</summary>
    public string? RevokedVia { get; set; }
}

/// <summary>Somebody in whose place a person may act now.</summary>
/// <param name="UserName">The account.</param>
/// <param name="DisplayName">The name.</param>
/// <param name="ProcessIds">Only in these processes; null: in all.</param>
public sealed record Represented(string UserName, string DisplayName, IReadOnlyList<string>? ProcessIds);
