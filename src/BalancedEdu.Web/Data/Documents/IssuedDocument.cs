namespace BalancedEdu.Web.Data.Documents;

/// <summary>Whether a document counts.</summary>
public enum DocumentStatus
{
    /// <summary>有效.</summary>
    Valid = 0,

    /// <summary>作废.</summary>
    Void = 1,

    /// <summary>已被新文书替代.</summary>
    Superseded = 2,
}

/// <summary>
/// A document (文书) that was issued in a case. Its number is given with the row, in one transaction, so that numbers of
/// a kind and year have no gaps. The row is never deleted: whoever holds the paper can verify it when the case has long
/// been archived.
/// </summary>
public sealed class IssuedDocument
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>The case.</summary>
    public long CaseId { get; set; }

    /// <summary>What makes a repetition the same document; unique in a case: <c>job:17</c>.</summary>
    public required string Key { get; set; }

    /// <summary>The template: <c>supplement-notice</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>What it is called: 补正通知书.</summary>
    public required string Title { get; set; }

    /// <summary>What is counted: <c>联审补〔2026〕{seq:1}号</c>.</summary>
    public required string Series { get; set; }

    /// <summary>The number in the series, from 1 without gaps.</summary>
    public long Sequence { get; set; }

    /// <summary>文号: 联审补〔2026〕7号.</summary>
    public required string Number { get; set; }

    /// <summary>The version of the bundle whose template (or whose shared one) it was made of.</summary>
    public long BundleVersionId { get; set; }

    /// <summary>When it was issued; the date on it.</summary>
    public DateTimeOffset IssuedAt { get; set; }

    /// <summary>The user name of who issued it, or <c>system</c>.</summary>
    public required string IssuedBy { get; set; }

    /// <summary>What the public page knows it by; nobody can guess it.</summary>
    public required string Code { get; set; }

    /// <summary>SHA-256 of the file.</summary>
    public required byte[] Sha256 { get; set; }

    /// <summary>How large the file is, in bytes.</summary>
    public int Size { get; set; }

    /// <summary>Whether it counts.</summary>
    public DocumentStatus Status { get; set; }

    /// <summary>When it ceased to count, or null.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The user name of who ended it, or null.</summary>
    public string? EndedBy { get; set; }

    /// <summary>Why, or null.</summary>
    public string? EndReason { get; set; }

    /// <summary>The document that took its place, or null.</summary>
    public long? ReplacedById { get; set; }
}

/// <summary>The file of a document. It goes into the archive's package with its case.</summary>
public sealed class DocumentContent
{
    /// <summary>The document.</summary>
    public long DocumentId { get; set; }

    /// <summary>Its case.</summary>
    public long CaseId { get; set; }

    /// <summary>The PDF.</summary>
    public required byte[] Content { get; set; }
}
