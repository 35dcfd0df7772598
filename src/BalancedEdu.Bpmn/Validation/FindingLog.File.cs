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
        "bpmn.event.without-definition", id, $"事件 {id}（{word}）没有说明等待什么。", "给它加上定时、消息、信号或条件等事件定义。", line);

    public void TimerWithoutTime(string id, int line) => Break(
        "bpmn.timer.without-time", id, $"定时事件 {id} 没有（或不止一个）时间。", "在时间点、时长、循环三者中填一个。", line);

    public void TimerDoesNotRead(string id, string word, string text, int line) => Break(
        "bpmn.timer.does-not-read", id, $"定时事件 {id} 的 {word}“{Cut(text)}”读不懂。",
        "时间点如 2026-10-09T17:30:00+08:00，时长如 P5D，循环如 R3/PT1H；或以 = 开头写表达式。", line);

    public void CycleOnInterruptingBoundary(string id, int line) => Inform(
        "bpmn.timer.cycle-interrupts", id, $"边界定时器 {id} 是循环的，却会中断任务，所以只触发一次。", "如要多次触发，改为非中断；如只要一次，用时长。",
        line);

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

    public void UnknownDeclaration(string id, string word, string reference, int line) => Break(
        $"bpmn.{word}.unknown", id, $"{id} 引用的 {word}“{Cut(reference)}”不在文件里。", $"在流程旁边加入这个 {word}，或改正引用。", line);

    public void EventWithoutReference(string id, string word, int line) => Break(
        $"bpmn.{word}.without-reference", id, $"{id} 没有说明是哪个 {word}。", $"填写 {word}Ref。", line);

    public void ConditionalWithoutCondition(string id, int line) => Break(
        "bpmn.conditional.without-condition", id, $"条件事件 {id} 没有条件。", "填写条件（FEEL）。", line);

    public void LinkWithoutName(string id, int line) => Break(
        "bpmn.link.without-name", id, $"链接事件 {id} 没有名字。", "填写链接的名字，两头一致。", line);

    public void CallWithoutProcess(string id, int line) => Break(
        "bpmn.call-activity.without-process", id, $"调用活动 {id} 没有说明调用哪个流程。", "填写 calledElement。", line);

    public void ScriptLanguage(string id, string format, int line) => Break(
        "bpmn.script.language", id, $"脚本任务 {id} 的语言“{Cut(format)}”不能运行。", "改用 FEEL（scriptFormat=\"feel\"）。", line);

    public void ScriptMissing(string id, int line) => Break(
        "bpmn.script.missing", id, $"脚本任务 {id} 没有脚本。", "填写 FEEL 表达式。", line);

    public void RuleTaskWithoutDecision(string id, int line) => Break(
        "bpmn.business-rule-task.without-decision", id, $"业务规则任务 {id} 没有说明用哪个决策。", "填写 be:decision。", line);

    public void QuantityDoesNotRead(string id, string word, string text, int line) => Refuse(
        "bpmn.quantity.does-not-read", id, $"{id} 的 {word}“{Cut(text)}”不是 1 以上的整数。", "改成 1 到 100 的整数。", line);

    public void LoopWithoutEnd(string id, int line) => Refuse(
        "bpmn.loop.without-end", id, $"标准循环 {id} 既没有条件也没有次数上限，停不下来。", "填写 loopCondition 或 loopMaximum。", line);
}
