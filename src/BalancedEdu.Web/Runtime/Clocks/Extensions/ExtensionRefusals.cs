using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.Clocks.Extensions;

/// <summary>The words of refused extensions.</summary>
internal static class ExtensionRefusals
{
    /// <summary>申请: what is done by who works under the clock.</summary>
    public const string Asking = "申请延长";

    /// <summary>审批: what is done by who decides.</summary>
    public const string Deciding = "审批延长";

    public static ActionRefusal Unknown(string verb, long id) => new(
        RefusalKind.NotFound, "clock.unknown", $"不能{verb}：所指的时限（内部编号 {id}）不存在，或者您无权查看。请从事项页面重新打开。", []);

    public static ActionRefusal ReasonMissing(ClockRow clock) => Field(
        "clock.extension.reason", "reason",
        $"没有申请延长“{clock.Name}”：没有填写理由，或超过 {ExtensionActions.ReasonLengthMax} 字。理由将告知申请人，请改正后再提交。");

    public static ActionRefusal OpinionMissing(ClockRow clock) => Field(
        "clock.extension.opinion", "reason",
        $"没有审批“{clock.Name}”的延期：不批准须填写意见，不超过 {ExtensionActions.ReasonLengthMax} 字。请填写后再提交。");

    public static ActionRefusal NotAsked(ClockRow clock) => new(
        RefusalKind.Conflict, "clock.extension.not-asked",
        $"不能审批“{clock.Name}”的延期：没有人为它申请延期。请刷新后查看。", []);

    public static ActionRefusal Twice(string verb, ClockRow clock, Extension first, string name) => new(
        RefusalKind.Conflict, "clock.extension.twice",
        $"不能{verb}“{clock.Name}”：{name}已于 {OfficeTime.DateOf(first.At):yyyy-MM-dd} 批准延长 {first.Added.InWords}，"
        + "只能延长一次。如确需更多时间，请按规则停表或终止后重新受理。", []);

    public static ActionRefusal NotHandler(ClockRow clock) => new(
        RefusalKind.Forbidden, "clock.extension.not-handler", $"不能申请延长“{clock.Name}”：它不由您办理。请由正在办理的人申请。", []);

    public static ActionRefusal NotProvided(ClockRow clock) => new(
        RefusalKind.Conflict, "clock.extension.not-provided", $"不能申请延长“{clock.Name}”：规则没有规定它可以延期。请按期办理，或按规则停表。", []);

    public static ActionRefusal RuleUnknown(ClockRow clock, string rule) => new(
        RefusalKind.Conflict, "clock.extension.rule-unknown",
        $"不能申请延长“{clock.Name}”：延期规则“{rule}”今天没有生效的版本。请联系管理员核对时限规则。", []);

    public static ActionRefusal Asked(ClockExtension first, string name) => new(
        RefusalKind.Conflict, "clock.extension.asked",
        $"不能再申请延长“{first.ClockName}”：{name}已于 {Texts.Instant(first.AskedAt)} 申请，正在等待审批。请等审批结果。", []);

    public static ActionRefusal Late(string verb, ClockRow clock) => new(
        RefusalKind.Conflict, "clock.extension.late",
        $"不能{verb}“{clock.Name}”：它已于 {Texts.Instant(clock.DueAt)} 届满，届满后不能再延长。请尽快办结，并在事项中说明。", []);

    public static ActionRefusal NotApprover(ClockRow clock) => new(
        RefusalKind.Forbidden, "clock.extension.not-approver",
        $"不能审批“{clock.Name}”的延期：它不由您审批，本人申请的也须由他人审批。请由规定的审批人办理。", []);

    public static ActionRefusal Decided(ClockExtension e, string name) => new(
        RefusalKind.Conflict, "clock.extension.decided",
        $"不能审批“{e.ClockName}”的延期：申请已由{name}于 {Texts.Instant(e.DecidedAt!.Value)} "
        + $"{(e.Status == ExtensionStatus.Granted ? "批准" : "不予批准")}。请刷新后查看。", []);

    /// <summary>What the clock itself does not allow: a second time, another unit, after its end.</summary>
    public static ActionRefusal OfClock(string verb, ClockRow clock, ClockTextRefusal refusal) => new(
        RefusalKind.Conflict, refusal.Code, $"不能{verb}“{clock.Name}”：{refusal.Message}{refusal.Remedy}", []);

    private static ActionRefusal Field(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError(field, code, message)]);
}
