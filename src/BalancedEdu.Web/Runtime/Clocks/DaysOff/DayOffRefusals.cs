using System.Globalization;
using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.Clocks.DaysOff;

/// <summary>The words of what can't be done with days off of organisations.</summary>
internal static class DayOffRefusals
{
    public static ActionRefusal NotYours { get; } = new(
        RefusalKind.NotFound, "day-off.not-yours", "没有这个页面，或者您无权维护单位休息日。", []);

    public static ActionRefusal Unknown { get; } = new(
        RefusalKind.NotFound, "day-off.unknown", "没有这个单位休息日。", []);

    public static ActionRefusal DayMissing { get; } = OfField(
        "day-off.day", "day", "添加休息日没有写明日期。请选择一天。");

    public static ActionRefusal ReasonMissing { get; } = OfField(
        "day-off.reason", "reason",
        $"添加休息日没有写明理由，或超过 {DayOffActions.ReasonLengthMax} 字。请写明理由，它与休息日一同保存。");

    public static ActionRefusal OrganisationUnknown(string? code) => OfField(
        "day-off.organisation", "organisation", $"没有编号为“{code}”的单位。请从列表中选择学校或单位。");

    public static ActionRefusal Past(DateOnly day) => OfField(
        "day-off.past", "day", $"{Text(day)} 已经过去，不能添加为休息日。请选择今天或以后的日子。");

    public static ActionRefusal TooFar(DateOnly day, int year) => OfField(
        "day-off.too-far", "day", $"{Text(day)} 太远，只能添加 {year} 年年底以前的休息日。请到时再添加。");

    public static ActionRefusal OffAlready(DateOnly day, string why) => OfField(
        "day-off.off-already", "day", $"{Text(day)} {why}，本来就不上班。请选择工作日。");

    public static ActionRefusal Twice(DateOnly day, string organisation) => OfField(
        "day-off.twice", "day", $"{organisation} {Text(day)} 已是休息日，无须再添加。");

    public static ActionRefusal TooMany(int year, string organisation) => OfField(
        "day-off.too-many", "day",
        $"{organisation} {year} 年已有 {DayOffActions.DaysPerYearMax} 个休息日，不能再添加。请先移除不需要的。");

    public static ActionRefusal Begun(OrganisationDayOff row) => new(
        RefusalKind.Conflict, "day-off.begun",
        $"{Text(row.Day)} 已经到了，时限已按休息日计算，不能移除。只能移除明天以后的休息日。", []);

    public static ActionRefusal Removed(string verb, OrganisationDayOff row, string by, DateTimeOffset at) => new(
        RefusalKind.Conflict, "day-off.removed",
        $"不能{verb} {Text(row.Day)} 的休息日：它已由{by}于 {Texts.Instant(at)} 移除。请刷新后查看。", []);

    public static ActionRefusal Own(OrganisationDayOff row) => new(
        RefusalKind.Forbidden, "day-off.own",
        $"不能批准 {Text(row.Day)} 的休息日：它由您本人添加。请另一位管理员或教育局领导批准。", []);

    public static ActionRefusal PastUnapproved(OrganisationDayOff row) => new(
        RefusalKind.Conflict, "day-off.past-unapproved",
        $"不能批准 {Text(row.Day)} 的休息日：这一天已经过去，当天按工作日计算。请移除它。", []);

    public static ActionRefusal Approved(string verb, OrganisationDayOff row, string by, DateTimeOffset at) => new(
        RefusalKind.Conflict, "day-off.approved",
        $"不能{verb} {Text(row.Day)} 的休息日：它已由{by}于 {Texts.Instant(at)} 批准。请刷新后查看。", []);

    internal static string Text(DateOnly day) => string.Create(
        CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}（周{"日一二三四五六"[(int)day.DayOfWeek]}）");

    private static ActionRefusal OfField(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError(field, code, message)]);
}
