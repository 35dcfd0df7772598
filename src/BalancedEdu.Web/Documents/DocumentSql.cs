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
    public static ActionRefusal Unknown(string verb, long id) => Refusals.NotFound(
        "document.unknown", $"不能{verb}文书：所指的文书（内部编号 {id}）不存在，或者您无权查看。请从事项页面重新选择。");

    public static ActionRefusal NotValid(string verb, string number) => new(
        RefusalKind.Conflict, "document.not-valid", $"不能{verb} {number}：它已经作废或被替代。请刷新后查看。", []);

    public static ActionRefusal KindUnknown(string kind) => new(
        RefusalKind.Invalid, "document.kind-unknown", $"没有出具文书：流程包里没有文书模板“{kind}”。请在 documents 目录里补上后重试。", []);

    public static ActionRefusal NoNumber(string title) => new(
        RefusalKind.Invalid, "document.no-number", $"不能出具“{title}”：它的模板没有文号。请在模板开头写 number。", []);

    public static ActionRefusal NotYours(string verb, string title) => new(
        RefusalKind.Forbidden, "document.not-yours", $"不能{verb}“{title}”：您的岗位不能{verb}它。如应由您办理，请联系管理员核对岗位。", []);

    public static ActionRefusal TextTooLong(string verb, string title, string field, string label, int now)
    {
        var message = $"没有{verb}“{title}”：“{label}”最多 {DocumentDesk.FieldLengthMax} 个字，现在 {now} 个字。请精简后再提交。";
        return new(
            RefusalKind.Invalid, "document.text-too-long", message, [new(field, "document.text-too-long", message)]);
    }

    public static ActionRefusal NoReason(string verb, string title) => new(
        RefusalKind.Invalid, "document.no-reason", $"没有{verb}“{title}”：没有写理由。请写明后再提交。",
        [new("reason", "document.no-reason", $"请写明{verb}的理由。")]);
}
