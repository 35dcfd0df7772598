namespace BalancedEdu.Web.Data.Cases;

/// <summary>
/// A working day on which one organisation is closed (单位休息日), in force when somebody else has approved it. Nothing
/// of it is ever deleted: who added it and why, who approved it, and who gave it up, stay.
/// </summary>
public sealed class OrganisationDayOff
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>
    /// The organisation: a school's ten digits, a unit's id (<c>edu-bureau</c>), or <c>district-gov@329901</c> for a
    /// unit that each district has.
    /// </summary>
    public required string Organisation { get; set; }

    /// <summary>The day, in Beijing.</summary>
    public DateOnly Day { get; set; }

    /// <summary>Why: 校庆.</summary>
    public required string Reason { get; set; }

    /// <summary>The user name of who added it.</summary>
    public required string AddedBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset AddedAt { get; set; }

    /// <summary>The user name of who approved it, or null while it waits for that.</summary>
    public string? ApprovedBy { get; set; }

    /// <summary>When, or null.</summary>
    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>The user name of who gave it up or rejected it, or null.</summary>
    public string? RemovedBy { get; set; }

    /// <summary>When, or null.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}
