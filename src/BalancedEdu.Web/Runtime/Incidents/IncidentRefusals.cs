using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.Incidents;

/// <summary>The words of what an administrator can't do about an incident.</summary>
internal static class IncidentRefusals
{
    public static ActionRefusal Unknown { get; } = new(
        RefusalKind.NotFound, "incident.unknown", "没有这条异常，或者您无权查看。", []);

    public static ActionRefusal Stale { get; } = new(
        RefusalKind.Conflict, "incident.stale", "您打开页面后这条异常又发生过，原因可能已经不同，本次操作没有生效。请核对最新的原因后再提交。", []);

    public static ActionRefusal ReasonMissing { get; } = Field(
        "incident.reason-missing", "reason", $"请填写处理理由（不超过 {IncidentActions.ReasonLengthMax} 字），它会写入事项的记录。");

    public static ActionRefusal NothingChanged { get; } = Field(
        "incident.nothing-changed", "json", "没有改动任何变量，本次没有提交。请改正出错的变量；如不需要改，请直接重试。");

    public static ActionRefusal NobodyYet { get; } = new(
        RefusalKind.Conflict, "incident.still-unassignable", "这个环节现在仍然没有人可以办理，重试没有生效。请先补上岗位上的人，或直接指派。", []);

    public static ActionRefusal Resolved(IncidentRow row) => new(
        RefusalKind.Conflict, "incident.resolved",
        $"这条异常已于 {Texts.Instant(row.ResolvedAt!.Value)} 处理或自行消除，本次操作没有生效。", []);

    public static ActionRefusal NotOffered(string action, string why) => new(
        RefusalKind.Conflict, "incident.not-offered", $"这条异常不能{action}：{why}", []);

    public static ActionRefusal JsonInvalid(string why) => Field(
        "incident.json-invalid", "json", $"内容不是 JSON 对象：{why}请改正后再提交。");

    public static ActionRefusal JsonTooLong { get; } = Field(
        "incident.json-too-long", "json", $"内容超过 {IncidentActions.JsonLengthMax / 1024} KB，没有提交。请只写要改的变量。");

    public static ActionRefusal PersonUnknown(string name) => Field(
        "incident.person-unknown", "to", $"没有用户名为“{name}”的可用账号。请填对方登录用的用户名。");

    public static ActionRefusal PersonExcluded(string name, string why) => Field(
        "incident.person-excluded", "to", $"不能指派给{name}：{why}请另选一人。");

    public static ActionRefusal PackageDamaged(string number, string package, string fault) => new(
        RefusalKind.Conflict, "incident.package-still-damaged",
        $"不能继续归档事项 {number}：归档包“{package}”{fault}。请从备份恢复这个文件后再核对。", []);

    public static ActionRefusal ArchiveFolderAway(string number, string package) => new(
        RefusalKind.Conflict, "incident.archive-folder-away",
        $"不能继续归档事项 {number}：这台服务器打不开归档目录，看不到归档包“{package}”。"
        + "请检查归档目录的挂载，或在能访问它的服务器上核对。", []);

    public static ActionRefusal Failed(string why) => new(
        RefusalKind.Conflict, "incident.still-failing", $"操作没有成功，事项没有改动：{why}。如反复出现，请把本页的堆栈交给开发人员。", []);

    public static ActionRefusal MendedOnly(ActionRefusal then) => new(
        RefusalKind.Conflict, "incident.mended-only", $"变量已经更正，但重试没有成功：{then.Message}", []);

    private static ActionRefusal Field(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError(field, code, message)]);
}
