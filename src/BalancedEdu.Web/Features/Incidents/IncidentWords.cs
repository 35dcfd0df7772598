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
        [IncidentCodes.MessageUnreceived] = "消息无人接收",
        [IncidentCodes.MessageFailed] = "消息没能送到",
        [IncidentCodes.NoticeFailed] = "答复没能送到",
        [IncidentCodes.CallFailed] = "子流程没能开始",
        [IncidentCodes.StartFailed] = "流程没能启动",
        [IncidentCodes.PackageDamaged] = "归档包损坏",
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
