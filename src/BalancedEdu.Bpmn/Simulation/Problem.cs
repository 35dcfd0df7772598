using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Simulation;

/// <summary>The catalogue of what a network refuses.</summary>
internal static class Problem
{
    private const int MaxNamed = 5;

    public static Refusal UnknownProcess(string id) => new(
        "simulation.process-unknown", $"不能启动流程“{id}”：没有这个流程。请先部署它。");

    public static Refusal MessageStartTwice(
        ProcessDefinition definition, FlowNode node, string message, ProcessDefinition other) => new(
        "simulation.message-start-twice",
        $"不能部署流程“{definition.Name}”：{node.Label} 由消息“{message}”启动，流程“{other.Name}”（{other.Id}）已经由它启动。"
        + "请换一个消息名。");

    public static Refusal Ambiguous(BufferedMessage message, IReadOnlyList<Waiting> waiting) => new(
        "simulation.message-ambiguous",
        $"不能送达消息“{message.Message}”{(message.Key is null ? "" : $"（关联键 {message.Key}）")}：有 {waiting.Count} 处在等它："
        + string.Join("、", waiting.Take(MaxNamed).Select(one =>
            $"{one.Instance.Definition.Id} 实例 {one.Instance.Id} 的 {one.Subscription.ElementId}"))
        + (waiting.Count > MaxNamed ? "等" : "") + "。请用关联键区分。");

    public static Refusal ChildCancelled(InMemoryInstance child, InMemoryInstance caller) => new(
        "simulation.child-cancelled",
        $"{child.Definition.Id} 实例 {child.Id} 已撤销，{caller.Definition.Id} 实例 {caller.Id} 还在等它。请一并处理调用者。");

    public static Refusal TooManyTimers(DateTimeOffset until, int max) => new(
        "simulation.too-many-timers", $"到 {until:O} 为止有超过 {max} 个定时器要触发。请缩短时间或改正循环。");

    public static Refusal Endless(int max) => new(
        "simulation.endless", $"消息和信号往来了 {max} 次还停不下来。请检查互相触发的流程。");
}
