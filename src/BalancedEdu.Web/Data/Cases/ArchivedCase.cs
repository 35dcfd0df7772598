namespace BalancedEdu.Web.Data.Cases;

/// <summary>
/// A case that ended long ago and lies in a package outside of the database. Written when the package is on disk; the
/// case's rows go afterwards.
/// </summary>
public sealed class ArchivedCase
{
    /// <summary>The row that the case had.</summary>
    public long CaseId { get; set; }

    /// <summary>The number people quote.</summary>
    public required string Number { get; set; }

    /// <summary>The title.</summary>
    public required string Title { get; set; }

    /// <summary>The BPMN process id.</summary>
    public required string ProcessId { get; set; }

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset EndedAt { get; set; }

    /// <summary>The version of the case that was packed.</summary>
    public long Version { get; set; }

    /// <summary>The number of its last event.</summary>
    public long LastSequence { get; set; }

    /// <summary>The hash of its last event: the package's chain must end in it.</summary>
    public required byte[] LastHash { get; set; }

    /// <summary>The package, relative to the folder of the archive, with slashes.</summary>
    public required string Package { get; set; }

    /// <summary>SHA-256 of the package, in hex.</summary>
    public required string Sha256 { get; set; }

    /// <summary>When the package was written.</summary>
    public DateTimeOffset ArchivedAt { get; set; }

    /// <summary>When its rows began to be deleted; from then on only the package is whole.</summary>
    public DateTimeOffset? DeletingSince { get; set; }

    /// <summary>When the last of its rows was deleted, or null.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}
