using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.Clocks.Calendars;

/// <summary>The words of what can't be done with the calendar.</summary>
internal static class CalendarRefusals
{
    public static ActionRefusal NotYours { get; } = new(
        RefusalKind.NotFound, "calendar.not-yours", "不能维护工作日历：没有这个页面，或者您无权维护。请联系全市的系统管理员。", []);

    public static ActionRefusal Unknown(long id) => new(
        RefusalKind.NotFound, "calendar.unknown", $"不能确认或放弃导入：没有 {id} 号放假安排的导入。请从工作日历页面重新选择。", []);

    public static ActionRefusal Moved { get; } = new(
        RefusalKind.Conflict, "calendar.moved", "没有启用这份放假安排：您核对之后已有另一份安排生效。请重新上传，按现行日历核对后再确认。", []);

    public static ActionRefusal FileSize { get; } = OfField(
        "calendar.file-size", "file", $"没有导入：文件是空的或太大。请选择一个不超过 {CalendarActions.FileBytesMax / 1024} KB 的放假安排文件。");

    public static ActionRefusal Same { get; } = OfField(
        "calendar.same", "file", "没有导入：文件里的安排与现行日历完全相同。请核对是否选错了文件。");

    public static ActionRefusal ReasonMissing { get; } = OfField(
        "calendar.reason", "reason", $"没有提交：请写明依据的放假通知或理由（不超过 {CalendarActions.ReasonLengthMax} 字）。");

    public static ActionRefusal Downgrade(int year) => OfField(
        "calendar.downgrade", "file", $"没有导入：{year} 年已有正式安排，不能改回暂定。如通知有更正，请把 status 写为 official。");

    public static ActionRefusal OfFile(ClockTextRefusal refusal) =>
        OfField(refusal.Code, "file", refusal.Message + refusal.Remedy);

    public static ActionRefusal Decided(CalendarImport import) => new(
        RefusalKind.Conflict, "calendar.decided",
        $"不能确认或放弃“{import.FileName}”的导入：它已于 {Texts.Instant(import.DecidedAt!.Value)} "
        + $"{(import.Status == CalendarImportStatus.Confirmed ? "生效" : "放弃")}。请刷新页面。", []);

    private static ActionRefusal OfField(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError(field, code, message)]);
}
