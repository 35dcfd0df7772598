using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Assignment;
using BalancedEdu.Web.Runtime.Reading;

namespace BalancedEdu.Web.Runtime.Delegations;

/// <summary>The words of why a delegation is not made or ended.</summary>
internal static class DelegationRefusals
{
    public static ActionRefusal NotYours { get; } = new(
        RefusalKind.Forbidden, "delegation.not-yours", "不能替他人设置委托：只有全市的系统管理员可以。请由本人设置，或联系管理员。", []);

    public static ActionRefusal Unknown(long id) => new(
        RefusalKind.NotFound, "delegation.unknown", $"不能撤销委托：没有 {id} 号委托，或者您无权撤销。请从委托列表中重新选择。", []);

    public static ActionRefusal ToSelf { get; } = Field(
        "delegation.to-self", "to", "不能委托：受托人就是委托人本人。请另选一人。");

    public static ActionRefusal OnePerson(string field) => Field(
        "delegation.one-person", field, $"不能委托：{(field == "to" ? "受托人" : "委托人")}应当正好填写一人。请填写姓名或用户名。");

    public static ActionRefusal PeriodMissing { get; } = Field(
        "delegation.period-missing", "until", "不能委托：没有填写起止日期，或结束早于开始。请改正后再提交。");

    public static ActionRefusal PeriodPast { get; } = Field(
        "delegation.period-past", "until", "不能委托：结束日期已经过去。请填写今天或以后的日期。");

    public static ActionRefusal PeriodTooLong { get; } = Field(
        "delegation.period-too-long", "until", $"不能委托：一次最多委托 {DelegationRules.DaysMax} 天。请缩短，到期后再委托。");

    public static ActionRefusal ReasonTooLong { get; } = Field(
        "delegation.reason-too-long", "reason", $"不能委托：事由超过 {DelegationRules.ReasonLengthMax} 字。请缩短后再提交。");

    public static ActionRefusal ProcessUnknown(string id) => Field(
        "delegation.process-unknown", "processes", $"不能委托：没有已发布的流程“{id}”。请从列出的流程中选择。");

    public static ActionRefusal Overlap(DelegationRule other, string name) => Field(
        "delegation.overlap", "until",
        $"不能委托：{Period(other.From, other.To)} 已经把同样的事项委托给{name}。请先撤销那条委托，或错开日期。");

    public static ActionRefusal Cycle(string name) => Field(
        "delegation.cycle", "to", $"不能委托：同一时期{name}的事项又会转回委托人，没有人办理。请另选一人，或错开日期。");

    public static ActionRefusal ChainTooLong { get; } = Field(
        "delegation.chain-too-long", "to", $"不能委托：转委托最多 {Deputies.ChainMax} 层，加上这条就超过了。请直接委托给实际办理的人。");

    public static ActionRefusal Over(Delegation row) => new(
        RefusalKind.Conflict, "delegation.over",
        row.RevokedAt is { } at ? $"不能撤销 {row.Id} 号委托：它已于 {Texts.Instant(at)} 撤销。请刷新页面。"
            : $"不能撤销 {row.Id} 号委托：它已于 {Texts.Instant(row.ToAt)} 到期。无需撤销。", []);

    /// <summary>2026-11-02 周一 至 2026-11-06 周五: the last day counts.</summary>
    public static string Period(DateTimeOffset from, DateTimeOffset to) =>
        $"{Texts.Day(from)} 至 {Texts.Day(to.AddTicks(-1))}".Replace('\u00a0', ' ');

    private static ActionRefusal Field(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError(field, code, message)]);
}
