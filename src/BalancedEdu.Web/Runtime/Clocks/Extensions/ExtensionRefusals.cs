using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.Clocks.Extensions;

/// <summary>The words of refused extensions.</summary>
internal static class ExtensionRefusals
{
    public static ActionRefusal Unknown { get; } = new(
        RefusalKind.NotFound, "clock.unknown", "没有这个时限，或者您无权查看。", []);

    public static ActionRefusal ReasonMissing { get; } = Field(
        "clock.extension.reason", "reason", $"请填写延期理由（不超过 {ExtensionActions.ReasonLengthMax} 字），它将告知申请人。");

    public static ActionRefusal OpinionMissing { get; } = Field(
        "clock.extension.opinion", "reason", $"不批准延期须填写意见（不超过 {ExtensionActions.ReasonLengthMax} 字）。");

    public static ActionRefusal NotAsked { get; } = new(
        RefusalKind.Conflict, "clock.extension.not-asked", "这个时限没有待批的延期申请，本次操作没有生效。请刷新后查看。", []);

    public static ActionRefusal NotHandler(ClockRow clock) => new(
        RefusalKind.Forbidden, "clock.extension.not-handler", $"“{clock.Name}”不由您办理，不能申请延期。请由正在办理的人申请。", []);

    public static ActionRefusal NotProvided(ClockRow clock) => new(
        RefusalKind.Conflict, "clock.extension.not-provided", $"“{clock.Name}”没有规定可以延期。请按期办理，或按规则停表。", []);

    public static ActionRefusal RuleUnknown(ClockRow clock, string rule) => new(
        RefusalKind.Conflict, "clock.extension.rule-unknown",
        $"“{clock.Name}”的延期规则“{rule}”今天没有生效的版本，没有提交。请联系管理员核对时限规则。", []);

    public static ActionRefusal Asked(ClockExtension first, string name) => new(
        RefusalKind.Conflict, "clock.extension.asked",
        $"{name}已于 {Texts.Instant(first.AskedAt)} 申请延长“{first.ClockName}”，正在等待审批，不用重复申请。", []);

    public static ActionRefusal Late(ClockRow clock) => new(
        RefusalKind.Conflict, "clock.extension.late",
        $"“{clock.Name}”已于 {Texts.Instant(clock.DueAt)} 届满，届满后不能再延长。请尽快办结，并在事项中说明。", []);

    public static ActionRefusal NotApprover(ClockRow clock) => new(
        RefusalKind.Forbidden, "clock.extension.not-approver", $"“{clock.Name}”的延期不由您审批。本人申请的延期也须由他人审批。", []);

    public static ActionRefusal Decided(ClockExtension e, string name) => new(
        RefusalKind.Conflict, "clock.extension.decided",
        $"这项延期申请已由{name}于 {Texts.Instant(e.DecidedAt!.Value)} "
        + $"{(e.Status == ExtensionStatus.Granted ? "批准" : "不予批准")}，本次操作没有生效。", []);

    /// <summary>What the clock itself does not allow: a second time, another unit, after its end.</summary>
    public static ActionRefusal OfClock(ClockTextRefusal refusal) =>
        new(RefusalKind.Conflict, refusal.Code, refusal.Message + refusal.Remedy, []);

    private static ActionRefusal Field(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError(field, code, message)]);
}
