namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>When cases and what was sent leave the database, and where to. Section <c>Retention</c>.</summary>
public sealed class RetentionSettings
{
    /// <summary>So many days after its end a case is archived; 0: never.</summary>
    public int ArchiveAfterDays { get; set; }

    /// <summary>Where the packages go; relative to the working directory.</summary>
    public string Folder { get; set; } = ".data/archive";

    /// <summary>
    /// So many days after a mail was done with, and after the end of the case it is about, it is removed; 0: never.
    /// Mails are evidence of who was told when.
    /// </summary>
    public int KeepMailDays { get; set; } = 400;

    /// <summary>The same for messages to group robots, jobs, and messages between cases.</summary>
    public int KeepOutboxDays { get; set; } = 90;

    /// <summary>The file of a package.</summary>
    public string PathOf(string package) => Path.GetFullPath(Path.Combine(Folder, package));
}
