namespace BalancedEdu.Web.Data.LargeClasses;

/// <summary>How an import of a roster stands.</summary>
public enum RosterImportState
{
    /// <summary>核对: uploaded, nothing imported.</summary>
    Preview = 0,

    /// <summary>Confirmed; waits for a node.</summary>
    Queued = 1,

    /// <summary>A node works on it.</summary>
    Importing = 2,

    /// <summary>Everything is imported.</summary>
    Done = 3,

    /// <summary>Stopped by an error; it can be continued.</summary>
    Failed = 4,

    /// <summary>Given up before anything was imported.</summary>
    Abandoned = 5,
}

/// <summary>An upload of class sizes and what became of it.</summary>
public sealed class RosterImport
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The name that the user's file had.</summary>
    public required string FileName { get; set; }

    /// <summary>SHA-256 of the content, in hex.</summary>
    public required string FileHash { get; set; }

    /// <summary>The bytes; gone when the import is done or given up.</summary>
    public byte[]? Content { get; set; }

    /// <summary>The size in bytes.</summary>
    public long SizeBytes { get; set; }

    /// <summary>The user name of who uploaded it.</summary>
    public required string UploadedBy { get; set; }

    /// <summary>The name of that person.</summary>
    public required string UploadedByName { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset UploadedAt { get; set; }

    /// <summary>The year the school year begins in.</summary>
    public int SchoolYear { get; set; }

    /// <summary>1 in autumn, 2 in spring.</summary>
    public int Term { get; set; }

    /// <summary>The user's corrections of the columns, as JSON: the column a heading.</summary>
    public string Mapping { get; set; } = "{}";

    /// <summary>The districts that the user may import, with commas; null for the whole city.</summary>
    public string? Districts { get; set; }

    /// <summary>How it stands.</summary>
    public RosterImportState State { get; set; }

    /// <summary>Valid classes.</summary>
    public int Classes { get; set; }

    /// <summary>Pupils of the valid classes.</summary>
    public int Pupils { get; set; }

    /// <summary>Refused rows.</summary>
    public int RefusedCount { get; set; }

    /// <summary>Classes above the standard.</summary>
    public int AboveStandard { get; set; }

    /// <summary>How many of them were worked on; the progress.</summary>
    public int Handled { get; set; }

    /// <summary>Tickets opened.</summary>
    public int Opened { get; set; }

    /// <summary>Classes whose ticket was open already.</summary>
    public int Merged { get; set; }

    /// <summary>Why it stopped, in Chinese; null when it did not.</summary>
    public string? Error { get; set; }

    /// <summary>A node has it until then; null when free.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary>When it was confirmed.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>When it was done, failed or given up.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>The class sizes of an import as they were on a day (学籍快照): written whole, never changed.</summary>
public sealed class RosterSnapshot
{
    /// <summary>The row; rises with time.</summary>
    public long Id { get; set; }

    /// <summary>The import; one snapshot each.</summary>
    public long ImportId { get; set; }

    /// <summary>The year the school year begins in.</summary>
    public int SchoolYear { get; set; }

    /// <summary>1 in autumn, 2 in spring.</summary>
    public int Term { get; set; }

    /// <summary>The day the numbers are of, in Beijing.</summary>
    public DateOnly TakenOn { get; set; }

    /// <summary>Its classes.</summary>
    public List<RosterClassSize> Classes { get; } = [];
}

/// <summary>One class of a snapshot.</summary>
public sealed class RosterClassSize
{
    /// <summary>The snapshot.</summary>
    public long SnapshotId { get; set; }

    /// <summary>The school.</summary>
    public required string SchoolCode { get; set; }

    /// <summary>1–9.</summary>
    public int GradeNo { get; set; }

    /// <summary>1–99.</summary>
    public int ClassNo { get; set; }

    /// <summary>在籍人数.</summary>
    public int Enrolled { get; set; }

    /// <summary>寄宿人数.</summary>
    public int Boarders { get; set; }

    /// <summary>随班就读人数.</summary>
    public int InclusivePupils { get; set; }
}
