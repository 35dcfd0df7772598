using BalancedEdu.Web.Runtime.Incidents;

namespace BalancedEdu.Web.Features.Incidents;

/// <summary>The words of the pages of incidents.</summary>
public static class IncidentWords
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [IncidentCodes.Unassignable] = "无人可办",
        [IncidentCodes.JobFailed] = "提醒作业失败",
        [IncidentCodes.TimerFailed] = "定时失败",
        [IncidentCodes.RungFailed] = "提醒失败",
        [IncidentCodes.ImportFailed] = "导入失败",
        ["bpmn.job.failed"] = "系统作业失败",
        ["bpmn.call-activity.failed"] = "子流程失败",
        ["bpmn.gateway.no-flow-selected"] = "网关无路可走",
        ["bpmn.activity.no-flow-selected"] = "环节无路可走",
        ["bpmn.condition.not-boolean"] = "条件不是真假",
        ["bpmn.expression.wrong-kind"] = "表达式结果不对",
        ["bpmn.user-task.bad-budget"] = "时限写法不对",
        ["bpmn.timer.does-not-read"] = "定时写法不对",
        ["bpmn.multi-instance.bad-count"] = "份数不对",
        ["bpmn.join.stranded"] = "汇合等不齐",
        ["bpmn.error.uncaught"] = "错误无人捕获",
        ["bpmn.script.failed"] = "脚本失败",
        ["bpmn.decision.missing"] = "缺少决策",
        ["bpmn.decision.failed"] = "决策失败",
    };

    /// <summary>What a kind is called; its code where we have no word for it.</summary>
    public static string NameOf(string code) => Names.GetValueOrDefault(code, code);
}

/// <summary>A dialog in which an administrator says why.</summary>
/// <param name="Action">The handler of the page: Retry.</param>
/// <param name="Title">更正变量后重试.</param>
/// <param name="Note">What follows.</param>
/// <param name="Submit">The word on the button.</param>
/// <param name="Heavy">Whether it can't be taken back.</param>
/// <param name="Json">What the field of JSON holds; null: there is none.</param>
/// <param name="JsonLabel">What that field is called.</param>
/// <param name="JsonHint">What that field wants.</param>
/// <param name="People">Whether a person is to be chosen.</param>
public sealed record IncidentDialog(
    string Action, string Title, string Note, string Submit, bool Heavy = false, string? Json = null,
    string JsonLabel = "", string JsonHint = "", bool People = false);

/// <summary>What an administrator typed, as it comes back when it is refused.</summary>
/// <param name="Action">The dialog.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Json">The JSON, or null.</param>
/// <param name="To">The user name, or null.</param>
/// <param name="Refusal">Why it was refused.</param>
public sealed record RefusedHandling(
    string Action, string? Reason, string? Json, string? To, BalancedEdu.Web.Runtime.ActionRefusal Refusal)
{
    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => Refusal.Fields.FirstOrDefault(f => f.Key == field)?.Message;
}
