namespace BalancedEdu.Web.Runtime.Retention;

/// <summary>When cases leave the database, and where to. Section <c>Retention</c>.</summary>
public sealed class RetentionSettings
{
    /// <summary>So many days after its end a case is archived; 0: never.</summary>
    public int ArchiveAfterDays { get; set; }

    /// <summary>Where the packages go; relative to the working directory.</summary>
    public string Folder { get; set; } = ".data/archive";

    /// <summary>The file of a package.</summary>
    public string PathOf(string package) => Path.GetFullPath(Path.Combine(Folder, package));
}
