using BalancedEdu.Web.Data.Documents;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Documents;

/// <summary>What a step writes about documents.</summary>
internal static class DocumentSql
{
    /// <summary>
    /// The row and its file. A number that is taken is a violated index, and the step is computed anew.
    /// </summary>
    public static IEnumerable<Statement> Issued(IssuedDocument d, byte[] pdf) =>
    [
        new(
            """
            INSERT INTO issued_documents (id, case_id, key, kind, title, series, sequence, number, bundle_version_id,
                issued_at, issued_by, code, sha256, size, status)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0)
            """,
            [
                d.Id, d.CaseId, d.Key, d.Kind, d.Title, d.Series, d.Sequence, d.Number, d.BundleVersionId, d.IssuedAt,
                d.IssuedBy, d.Code, d.Sha256, d.Size,
            ]),
        new(
            "INSERT INTO issued_document_contents (document_id, case_id, content) VALUES ($1, $2, $3)",
            [d.Id, d.CaseId, pdf]),
    ];

    /// <summary>It no longer counts; taken when it didn't already.</summary>
    public static Statement Ended(
        long id, DocumentStatus status, DateTimeOffset at, string by, string reason, long? replacedBy) => new(
        """
        UPDATE issued_documents SET status = $2, ended_at = $3, ended_by = $4, end_reason = $5, replaced_by_id = $6
        WHERE id = $1 AND status = 0
        """,
        [id, status, at, by, reason, replacedBy.OrNull()], CommitResult.Taken);
}

/// <summary>The words of refusals about documents.</summary>
internal static class DocumentRefusals
{
    public static ActionRefusal Unknown { get; } = Refusals.NotFound("document.unknown", "没有这份文书，或者您无权查看。");

    public static ActionRefusal NotValid { get; } = new(
        RefusalKind.Conflict, "document.not-valid", "这份文书已经作废或被替代，本次操作没有生效。请刷新后查看。", []);

    public static ActionRefusal KindUnknown(string kind) => new(
        RefusalKind.Invalid, "document.kind-unknown", $"流程包里没有文书模板“{kind}”，没有出具文书。请在 documents 目录里补上后重试。", []);

    public static ActionRefusal NoNumber(string title) => new(
        RefusalKind.Invalid, "document.no-number", $"“{title}”的模板没有文号，不能出具。请在模板开头写 number。", []);

    public static ActionRefusal NotYours(string title) => new(
        RefusalKind.Forbidden, "document.not-yours", $"您的岗位不能出具或作废“{title}”。如应由您办理，请联系管理员核对岗位。", []);

    public static ActionRefusal NoReason { get; } = new(
        RefusalKind.Invalid, "document.no-reason", "没有写理由，没有改动。",
        [new("reason", "document.no-reason", "请写明作废或替代的理由。")]);
}
