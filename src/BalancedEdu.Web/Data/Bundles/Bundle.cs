namespace BalancedEdu.Web.Data.Bundles;

/// <summary>
/// A published version of a bundle: BPMN, forms, mails and rules that belong together. Never changed.
/// </summary>
public sealed class BundleVersion
{
    /// <summary>The row; the compiled definition is cached by it.</summary>
    public long Id { get; set; }

    /// <summary>The BPMN process id.</summary>
    public required string ProcessId { get; set; }

    /// <summary>Counted from 1 for a process.</summary>
    public int Version { get; set; }

    /// <summary>大班额整改销号.</summary>
    public required string Name { get; set; }

    /// <summary>The type tag in lists: 大班额.</summary>
    public required string ShortName { get; set; }

    /// <summary>SHA-256 of the files, in hex: the same content is not published twice.</summary>
    public required string ContentHash { get; set; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset PublishedAt { get; set; }

    /// <summary>The user name of who published it.</summary>
    public required string PublishedBy { get; set; }

    /// <summary>Its files.</summary>
    public List<BundleFile> Files { get; } = [];
}

/// <summary>One file of a published bundle.</summary>
public sealed class BundleFile
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The version it belongs to.</summary>
    public long BundleVersionId { get; set; }

    /// <summary>Relative, with slashes: <c>mail/plan-returned.liquid</c>.</summary>
    public required string Path { get; set; }

    /// <summary>The bytes.</summary>
    public required byte[] Content { get; set; }
}
