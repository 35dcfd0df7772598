using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Execution;

/// <summary>The catalogue of what can stop a token: codes and Chinese sentences.</summary>
internal static class Faults
{
    public const string NotBooleanCode = "bpmn.condition.not-boolean";

    public static ElementFault NotBoolean(string text, string value, string seen) => new(
        NotBooleanCode, $"条件“{text}”的结果是 {value}，不是 true 或 false。{seen}请改正变量后重试。");

    public static ElementFault WrongKind(string what, string text, string expected, string value, string seen) => new(
        "bpmn.expression.wrong-kind", $"{what}“{text}”的结果是 {value}，应当是{expected}。{seen}请改正变量后重试。");

    public static ElementFault NoFlow(FlowNode node, string conditions) => new(
        node is Gateway ? "bpmn.gateway.no-flow-selected" : "bpmn.activity.no-flow-selected",
        $"{node.Label} 的条件都不成立，也没有默认流：{conditions}请改正变量后重试。");

    public static ElementFault BadBudget(string text, string value) => new(
        "bpmn.user-task.bad-budget", $"时限“{text}”的结果是“{value}”，应当写成 20WD、30D、8WH 或 3M 的样子。请改正变量后重试。");

    public static ElementFault BadTimer(string text, string value, string expected) => new(
        "bpmn.timer.does-not-read", $"定时“{text}”的结果是 {value}，应当是{expected}。请改正变量后重试。");

    public static ElementFault BadCount(string text, string value, int max) => new(
        "bpmn.multi-instance.bad-count", $"多实例的份数“{text}”的结果是 {value}，应当是 0 到 {max} 的整数。请改正变量后重试。");

    public static ElementFault JobFailed(string message) => new("bpmn.job.failed", message);

    public static ElementFault ChildFailed(string message) => new("bpmn.call-activity.failed", message);

    public static ElementFault Stranded(FlowNode join, string waiting) => new(
        "bpmn.join.stranded", $"汇合 {join.Label} 还缺令牌，但已经没有别的令牌会来：已到 {waiting}。请改正流程后迁移，或撤销本件。");

    public static ElementFault UncaughtError(FlowNode node, string code, string? message) => new(
        "bpmn.error.uncaught",
        $"{node.Label} 抛出了错误 {code}{(message is null ? "" : $"（{message}）")}，没有边界事件或事件子流程接住它。"
        + "请改正后重试，或改正流程后迁移。");

    public static ElementFault ScriptFailed(string text, string warnings) => new(
        "bpmn.script.failed", $"脚本“{text}”没有结果。{warnings}请改正变量后重试。");

    public static ElementFault DecisionMissing(string decision) => new(
        "bpmn.decision.missing", $"没有决策“{decision}”：流程包里没有读到它。请补上决策文件后重新发布并迁移。");

    public static ElementFault DecisionFailed(string decision, string warnings) => new(
        "bpmn.decision.failed", $"决策“{decision}”没有结果。{warnings}请改正变量或决策表后重试。");
}
