namespace BalancedEdu.Web.Data.Cases;

/// <summary>How an imported arrangement of holidays stands.</summary>
public enum CalendarImportStatus
{
    /// <summary>Looked at, not in force.</summary>
    Draft = 0,

    /// <summary>In force, from its confirmation on, until a later one names the same year.</summary>
    Confirmed = 1,

    /// <summary>Given up.</summary>
    Discarded = 2,
}

/// <summary>
/// An arrangement of holidays that an administrator has uploaded. The calendar in force is the shipped one with all
/// confirmed imports over it, in their order; nothing of them is ever changed or deleted.
/// </summary>
public sealed class CalendarImport
{
    /// <summary>The row; of confirmed ones the order.</summary>
    public long Id { get; set; }

    /// <summary>
    /// The import that was in force when this one was compared, 0 for the shipped calendar. Each is followed by one
    /// confirmed import only: two who confirm at once are told apart here.
    /// </summary>
    public long BaseId { get; set; }

    /// <summary>Draft, confirmed or discarded.</summary>
    public CalendarImportStatus Status { get; set; }

    /// <summary>The name of the uploaded file.</summary>
    public required string FileName { get; set; }

    /// <summary>The file as it was uploaded: the years that it arranges.</summary>
    public required string Content { get; set; }

    /// <summary>The years in words: 2027（正式）.</summary>
    public required string Years { get; set; }

    /// <summary>The version of the calendar with it: <c>2023-2027/1f0c9a7b</c>.</summary>
    public required string Version { get; set; }

    /// <summary>How many open clocks end earlier with it.</summary>
    public int Earlier { get; set; }

    /// <summary>How many end later.</summary>
    public int Later { get; set; }

    /// <summary>How many end as before.</summary>
    public int Unmoved { get; set; }

    /// <summary>The user name of who uploaded it.</summary>
    public required string ImportedBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset ImportedAt { get; set; }

    /// <summary>The user name of who confirmed or discarded it, or null.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>When, or null.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>The reason or the notice that was relied on, or null.</summary>
    public string? Reason { get; set; }
}
