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

    /// <summary>BPMN 2.0.2, 10.3: an activity without outgoing flow ends its path.</summary>
    public void ImplicitEnd(FlowNode node) => Inform(
        "bpmn.flow.implicit-end", node, $"{node.Label} 之后没有下一步，这一路到此结束。", "如果还有下一步，连上它；如果没有，最好画上结束事件。");

    /// <summary>BPMN 2.0.2, 10.5.2: without a start event, what no flow leads to begins.</summary>
    public void ImplicitStart(FlowNode scope, IEnumerable<string> ids) => Inform(
        "bpmn.start-event.implicit", scope, $"{scope.Label} 没有开始事件，从没有进入流的元素开始：{string.Join("、", ids)}。",
        "最好画一个开始事件。");

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

    public void CompensationWithoutHandler(FlowNode node) => Refuse(
        "bpmn.compensation.without-handler", node, $"补偿边界事件 {node.Label} 没有连到补偿活动。",
        "用关联线连到一个勾选了“补偿”的活动。");

    public void HandlerWithFlow(FlowNode node) => Refuse(
        "bpmn.compensation.handler-with-flow", node, $"补偿活动 {node.Label} 连着顺序流，它只在补偿时办理。", "删去这些顺序流。");

    public void HandlerWithoutActivity(FlowNode node) => Refuse(
        "bpmn.compensation.handler-unused", node, $"补偿活动 {node.Label} 没有补偿任何活动。", "用关联线从补偿边界事件连到它，或删去。");

    public void CompensatesNothing(FlowNode node, string activity) => Refuse(
        "bpmn.compensation.unknown-activity", node, $"{node.Label} 要补偿的“{activity}”不在它的范围里，或没有补偿办法。",
        "指明同一层里带补偿边界事件的活动，或留空补偿整层。");

    public void EventSubProcessWithFlow(FlowNode node) => Refuse(
        "bpmn.event-sub-process.with-flow", node, $"事件子流程 {node.Label} 连着顺序流，它只由事件启动。", "删去这些顺序流。");

    public void EventSubProcessStarts(FlowNode node, int count) => Refuse(
        "bpmn.event-sub-process.starts", node, $"事件子流程 {node.Label} 有 {count} 个开始事件，应当正好有一个。",
        "只留一个带事件定义的开始事件。");

    public void LinkWithoutTarget(FlowNode node, string name) => Refuse(
        "bpmn.link.without-target", node, $"链接事件 {node.Label} 要跳到“{name}”，同一层里没有（或不止一个）这个名字的捕获链接。",
        "在同一层画一个同名的捕获链接事件。");

    public void LinkWithFlow(FlowNode node) => Refuse(
        "bpmn.link.with-flow", node, $"链接事件 {node.Label} 在跳转的一侧连着顺序流。", "抛出的链接不要离开的流，捕获的链接不要进入的流。");

    public void CancelOutsideTransaction(FlowNode node) => Refuse(
        "bpmn.cancel.outside-transaction", node, $"取消事件 {node.Label} 不在事务子流程上。", "取消结束事件放在事务子流程里，取消边界事件放在它的边上。");

    public void CancelWithoutBoundary(FlowNode node, FlowNode transaction) => Refuse(
        "bpmn.cancel.without-boundary", node, $"{node.Label} 取消事务 {transaction.Label}，但事务边上没有取消边界事件，令牌就没有去处。",
        "在事务子流程的边上画一个取消边界事件。");

    public void EventGatewayTarget(FlowNode gateway, FlowNode target) => Refuse(
        "bpmn.event-based-gateway.target", target, $"事件网关 {gateway.Label} 之后的 {target.Label} 不是它能等的事件。",
        "事件网关后面只能接定时、消息、信号、条件捕获事件或接收任务，且它们没有别的进入流。");

    public void MessageStartTwice(FlowNode node, string message, string other) => Refuse(
        "bpmn.start-event.message-twice", node, $"{node.Label} 和 {other} 都由消息“{message}”启动。", "每个消息只启动一处。");

    public void InstantiatesInside(FlowNode node) => Refuse(
        "bpmn.instantiate.not-a-start", node, $"{node.Label} 标为启动流程，但有进入的顺序流，或不在流程的最外层。", "取消 instantiate，或删去进入的顺序流。");

    public void AdHocWithEvents(FlowNode node) => Refuse(
        "bpmn.ad-hoc.start-or-end", node, $"自由子流程里的 {node.Label} 是开始或结束事件，自由子流程里不能有。", "删去它。");

    public void AdHocEmpty(FlowNode node) => Refuse(
        "bpmn.ad-hoc.empty", node, $"自由子流程 {node.Label} 里没有活动。", "在里面画出可以办理的活动。");

    public void BehaviorWithoutEvent(string id, string where, int line) => Refuse(
        "bpmn.multi-instance.without-event", id, $"{id} 的多实例要抛出事件，但 {where} 没有给出事件。",
        "指明一个事件定义，或把 behavior 改为 All。", line);

    public void BehaviorUncaught(FlowNode node) => Refuse(
        "bpmn.multi-instance.event-uncaught", node, $"{node.Label} 的多实例抛出的事件，它的边上没有边界事件接住。",
        "在它的边上画一个捕获同一事件的边界事件。");

    public void StartNotWatched(FlowNode node) => Refuse(
        "bpmn.start-event.not-watched", node, $"开始事件 {node.Label} 由条件、或由几件事一起启动，系统还不会留意这样的启动。",
        "改由人、消息、信号或定时器启动，条件画在后面的网关上。");

    public void DataFromSeveral(string id, IEnumerable<string> sources, int line) => Refuse(
        "bpmn.data.several-sources", id,
        $"{id} 的数据关联有几个来源（{string.Join("、", sources)}），没有说明怎样合成一个值。", "用 FEEL 填写 transformation。", line);

    public void DataAssignedToNothing(string id, string target, int line) => Refuse(
        "bpmn.data.assignment-target", id, $"{id} 的数据关联要赋值给“{Cut(target)}”，它不是变量或数据对象的名字。",
        "填写一个变量名，或数据对象、数据输入的 id。", line);
}
