using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>The words of what can't be done with a case as a whole.</summary>
internal static class CaseRefusals
{
    public static ActionRefusal ReasonMissing(string verb, CaseHead head) => Field(
        "case.reason-missing", "reason",
        $"不能{verb} {head.Number}：没有填写理由，或超过 {CaseWork.ReasonLengthMax} 字。理由会写入事项的记录，请填写后再提交。");

    public static ActionRefusal NoteTooLong(string verb, CaseHead head) => Field(
        "case.note-too-long", "note",
        $"不能{verb} {head.Number}：附言超过 {CaseWork.NoteLengthMax} 字。请缩短后再提交。");

    public static ActionRefusal Ended(string verb, CaseHead head) => new(
        RefusalKind.Conflict, "case.ended",
        $"不能{verb} {head.Number}：事项已{(head.Status == CaseStatus.Completed ? "办结" : "终止")}，不再办理。", []);

    public static ActionRefusal Suspended(string verb, CaseHead head) => new(
        RefusalKind.Conflict, "case.suspended",
        $"不能{verb} {head.Number}：事项自 {Texts.Instant(head.SuspendedAt!.Value)} 起挂起。请等管理员激活后再试。", []);

    public static ActionRefusal NotManager(string verb, CaseHead head) => new(
        RefusalKind.Forbidden, "case.not-manager", $"不能{verb} {head.Number}：只有系统管理员可以{verb}事项。如有需要，请联系管理员。", []);

    public static ActionRefusal Invalid(string code, string field, string message) => Field(code, field, message);

    private static ActionRefusal Field(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError(field, code, message)]);
}
