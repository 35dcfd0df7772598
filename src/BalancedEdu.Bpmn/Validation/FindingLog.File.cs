using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Validation;

/// <summary>What is wrong with the file and with how its parts hang together.</summary>
internal sealed partial class FindingLog
{
    public void WithoutId(string word, int line) => Break(
        "bpmn.element.without-id", null, $"元素 {word} 没有 id。", "给它一个唯一的 id。", line);

    public void IdTwice(string id, int line) => Break(
        "bpmn.element.id-twice", id, $"id“{id}”用了两次。", "给其中一个元素换 id。", line);

    public void Unsupported(string id, string word, string? what, int line) => Break(
        "bpmn.element.unsupported", id,
        what is null ? $"元素 {id} 是 {word}，本系统不能运行。" : $"元素 {id}（{word}）用了“{what}”，本系统不能运行。",
        "改用“能运行的元素”一览里的画法。", line);

    public void EventWithoutDefinition(string id, string word, int line) => Break(
        "bpmn.event.without-definition", id, $"事件 {id}（{word}）没有说明等待什么。", "给它加上定时器。", line);

    public void TimerWithoutTime(string id, int line) => Break(
        "bpmn.timer.without-time", id, $"定时事件 {id} 没有（或不止一个）时间。", "在时间点、时长、循环三者中填一个。", line);

    public void TimerDoesNotRead(string id, string word, string text, int line) => Break(
        "bpmn.timer.does-not-read", id, $"定时事件 {id} 的 {word}“{Cut(text)}”读不懂。",
        "时间点如 2026-10-09T17:30:00+08:00，时长如 P5D，循环如 R3/PT1H；或以 = 开头写表达式。", line);

    public void CycleOnInterruptingBoundary(string id, int line) => Break(
        "bpmn.timer.cycle-interrupts", id, $"边界定时器 {id} 是循环的，却会中断任务，第二次就没有对象了。", "改为非中断，或用时长。", line);

    public void LoopWithoutCount(string id, int line) => Refuse(
        "bpmn.multi-instance.without-count", id, $"多实例 {id} 没有（或重复）说明做几份。",
            "填集合（be:collection）或份数（loopCardinality），二者择一。", line);

    public void BoundaryWithoutActivity(string id, string? host, int line) => Break(
        "bpmn.boundary-event.not-attached", id,
        host is null ? $"边界事件 {id} 没有附着在任何活动上。" : $"边界事件 {id} 附着的“{host}”不是活动。", "把它拖到一个任务或子流程的边上。", line);

    public void BoundaryAcrossScopes(string id, Activity host, int line) => Break(
        "bpmn.boundary-event.across-scopes", id, $"边界事件 {id} 与活动 {host.Label} 不在同一层。", "把它移到活动所在的那一层。", line);

    public void FlowAcrossScopes(string id, FlowNode source, FlowNode target, int line) => Break(
        "bpmn.sequence-flow.across-scopes", id, $"顺序流 {id} 从 {source.Label} 到 {target.Label}，穿过了子流程的边界。",
        "在子流程里用结束事件，在外面从子流程引出顺序流。", line);

    public void FlowWithoutEnd(string id, string end, string? reference, int line) => Break(
        "bpmn.sequence-flow.without-end", id, $"顺序流 {id} 的{end}“{reference ?? "空"}”不存在。", "把它连到一个元素上，或删去。", line);

    public void DefaultIsNoFlowOf(FlowNode node, string flow) => Refuse(
        "bpmn.default-flow.not-outgoing", node, $"{node.Label} 的默认流“{flow}”不从它出发。", "重新指定默认流。");

    public void FeelDoesNotParse(string id, string what, string text, string message, int position, int line) => Refuse(
        "bpmn.feel.does-not-parse", id, $"{id} 的{what}不是正确的表达式：{Cut(text)} 第 {position + 1} 个字符处，{Cut(message)}",
        "按 FEEL 的语法改正。", line);
}
