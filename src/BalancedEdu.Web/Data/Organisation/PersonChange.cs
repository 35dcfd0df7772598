namespace BalancedEdu.Web.Data.Organisation;

/// <summary>
/// An account was said to be of another natural person than before (同一人). Never changed and never deleted: separation
/// of duties and avoidance stand on it.
/// </summary>
public sealed class PersonChange
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The account.</summary>
    public required string UserName { get; set; }

    /// <summary>Its <see cref="AppUser.PersonId"/> before, or null.</summary>
    public string? Before { get; set; }

    /// <summary>Its <see cref="AppUser.PersonId"/> since, or null.</summary>
    public string? After { get; set; }

    /// <summary>Why.</summary>
    public required string Reason { get; set; }

    /// <summary>The user name of who did it.</summary>
    public required string ChangedBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset ChangedAt { get; set; }
}
