using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Validation;

/// <summary>What is wrong with what was drawn.</summary>
internal sealed partial class FindingLog
{
    public void WithoutStart(FlowNode scope) => Refuse(
        "bpmn.start-event.missing", scope, $"{scope.Label} 没有开始事件。", "画一个开始事件。");

    public void SeveralNoneStarts(FlowNode scope, IEnumerable<string> ids) => Refuse(
        "bpmn.start-event.several", scope, $"{scope.Label} 有几个无条件的开始事件：{string.Join("、", ids)}。", "只留一个。");

    public void StartWithIncoming(FlowNode node) => Refuse(
        "bpmn.start-event.incoming", node, $"开始事件 {node.Label} 有进入的顺序流。", "删去，或连到后面的元素。");

    public void EndWithOutgoing(FlowNode node) => Refuse(
        "bpmn.end-event.outgoing", node, $"结束事件 {node.Label} 有离开的顺序流。", "删去，或把它改为中间事件。");

    public void BoundaryWithIncoming(FlowNode node) => Refuse(
        "bpmn.boundary-event.incoming", node, $"边界事件 {node.Label} 有进入的顺序流。", "删去这条顺序流。");

    public void DeadEnd(FlowNode node) => Refuse(
        "bpmn.flow.dead-end", node, $"到了 {node.Label} 就没有下一步。", "从它连到下一个元素，或连到结束事件。");

    public void NoWayToEnd(FlowNode node) => Refuse(
        "bpmn.flow.endless", node, $"从 {node.Label} 出发，到不了任何结束事件。", "给循环加一个出口。");

    public void Unreachable(FlowNode node) => Refuse(
        "bpmn.flow.unreachable", node, $"从开始事件走不到 {node.Label}。", "连上它，或删去。");

    public void DefaultWithCondition(SequenceFlow flow) => Refuse(
        "bpmn.default-flow.with-condition", flow.Id, $"默认流 {flow.Id} 带有条件，条件不会起作用。", "删去条件。", flow.Line);

    public void FlowWithoutCondition(SequenceFlow flow) => Refuse(
        "bpmn.sequence-flow.without-condition", flow.Id,
        $"排他网关 {flow.Source.Label} 的分支 {flow.Id} 没有条件，也不是默认流，后面的分支都走不到。", "填写条件，或设为默认流。", flow.Line);

    public void ConditionWithoutEffect(SequenceFlow flow) => Refuse(
        "bpmn.sequence-flow.condition-without-effect", flow.Id, $"顺序流 {flow.Id} 从 {flow.Source.Label} 出发，它的条件不会起作用。",
        "删去条件，或改用排他网关。", flow.Line);

    public void DefaultWithoutEffect(FlowNode node) => Refuse(
        "bpmn.default-flow.without-effect", node, $"{node.Label} 有默认流，但没有带条件的分支。", "取消默认流，或给别的分支加条件。");
}
