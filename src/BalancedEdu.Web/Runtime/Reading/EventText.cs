using System.Text.Json;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>An event of a case in words.</summary>
/// <param name="Sequence">Its number in the case.</param>
/// <param name="At">When.</param>
/// <param name="Who">Who did it, as shown.</param>
/// <param name="What">What happened.</param>
/// <param name="Where">The element, or empty.</param>
/// <param name="Detail">Whether it is a move of a token that only matters when something is looked into.</param>
public sealed record EventLine(
    long Sequence, DateTimeOffset At, string Who, string What, string Where, bool Detail);

/// <summary>Puts events into words; a kind that is not known here is shown by its name and never left out.</summary>
public static class EventText
{
    /// <summary>All events of a case, newest first.</summary>
    public static IReadOnlyList<EventLine> Read(CaseFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return [.. file.Happenings.Reverse().Select(e => Line(file, e))];
    }

    /// <summary>What the engine says of signers and versions; the runtime says beside it who, which and why.</summary>
    private static readonly string[] Twins = ["SignersAdded", "SignerRemoved", "SigningChanged", "InstanceMigrated"];

    private static EventLine Line(CaseFile file, CaseEvent e) => new(
        e.Sequence, e.At, file.NameOf(e.Actor), What(file.DefinitionAt(e), e),
        e.ElementId is { } id && e.Kind != "SequenceFlowTaken" ? file.DefinitionAt(e).NameOf(id) : "",
        PackedMoves.IsMove(e.Kind) || Twins.Contains(e.Kind));

    /// <summary>What happened, in words.</summary>
    internal static string What(ProcessDefinition definition, CaseEvent e)
    {
        using var data = JsonDocument.Parse(e.Data);
        return What(definition, e, data.RootElement);
    }

    private static string What(ProcessDefinition definition, CaseEvent e, JsonElement data) => e.Kind switch
    {
        "InstanceStarted" => "立案",
        "InstanceCompleted" => "办结",
        "InstanceCancelled" => $"终止{Colon(data, "reason")}",
        "EndEventReached" => "到达终点",
        "UserTaskCompleted" => $"办理：{OutcomeName(definition, e, data)}{Colon(data, "comment")}",
        "JobCompleted" => "系统处理完成",
        "JobFailed" => $"系统处理失败{Colon(data, "message")}",
        "TimerScheduled" => "开始计时",
        "TimerFired" => "到时触发",
        "TimerCancelled" => "取消计时",
        "IncidentRaised" => $"出现异常，等待处理{Colon(data, "message")}",
        "IncidentResolved" => "异常已处理，继续办理",
        "VariablesSet" => "登记数据",
        "LoopStarted" => $"分办 {Number(data, "total")} 个席位",
        "LoopResultTaken" => $"第 {Number(data, "loop")} 个席位已表态",
        "ElementActivating" => "到达",
        "ElementActivated" => "开始",
        "ElementCompleting" => "即将完成",
        "ElementCompleted" => "完成",
        "ElementTerminating" => "即将撤回",
        "ElementTerminated" => "撤回",
        "SequenceFlowTaken" => "流转到下一环节",
        "TaskReturned" when Bool(data, "takenBack") => "取回",
        "TaskReturned" =>
            $"退回到“{definition.NameOf(Text(data, "target"))}”，{(Bool(data, "directly") ? "办完直达" : "逐级重走")}"
            + (HandingHistory.ReasonIn(data) is { } reason ? $"：{reason}" : ""),
        _ => WhatElse(e.Kind, data),
    };

    /// <summary>What happens in fewer cases: commands of people, loops, messages, errors, undoing.</summary>
    private static string WhatElse(string kind, JsonElement data) => kind switch
    {
        "InstanceSuspended" => $"挂起{Colon(data, "reason")}",
        "InstanceResumed" => "恢复办理",
        "InstanceMigrated" => "改按新版流程办理",
        "SignersAdded" => $"加签{Colon(data, "reason")}",
        "SignerRemoved" => "减签",
        "SigningChanged" => "加签情况有变",
        "CallRenewed" => "重新发起子流程",
        "ErrorThrown" => $"转入出错处理{Colon(data, "code")}",
        "EscalationThrown" => $"上报{Colon(data, "code")}",
        "LoopExtended" => "增加一个席位",
        "LoopReduced" => "减少一个席位",
        "LoopRound" => $"第 {Number(data, "round")} 轮",
        "LoopUnjudged" => "暂不能判断是否办完",
        "DataDelivered" => "结果已登记",
        "SubscriptionOpened" => "开始等待",
        "SubscriptionClosed" => "不再等待",
        "ConditionSpent" => "条件有变",
        "PayloadReceived" or "PartReceived" => "收到消息",
        "PartsTaken" => "所等消息已处理",
        "TokensWithdrawn" => "撤回未办的流转",
        "ActivityClosed" => "环节收尾",
        "CompensationStarted" => "开始撤销已办环节",
        "CompensationRecorded" => "登记撤销办法",
        "CompensationTaken" => "撤销一项",
        "CompensationsMoved" or "CompensationForgotten" => "不再需要撤销办法",
        PackedMoves.Kind => "登记数据",
        _ => HostEvent(kind, data),
    };

    /// <summary>What the runtime itself records about tasks, clocks and mails.</summary>
    private static string HostEvent(string kind, JsonElement data) => kind switch
    {
        "TaskClaimed" => "认领",
        "TaskReleased" or "TaskUnclaimed" => "释放",
        "TaskReassigned" => "转办",
        "TaskTransferred" => $"转办给{HandingWords.Name(data)}{Colon(data, "reason")}",
        "TaskDelegated" => $"委派给{HandingWords.Name(data)}{Colon(data, "reason")}",
        "DelegationAnswered" => $"答复委派{Colon(data, "reason")}",
        "DelegationRecalled" => $"收回委派{Colon(data, "reason")}",
        "TaskAgreedInBulk" => $"批量同意，同时办理 {Number(data, "of")} 件",
        "SignersAsked" =>
            $"请{HandingWords.Names(data)}{SignerWords.Of(Text(data, "place"))}{Colon(data, "reason")}",
        "SignerExcused" => $"减去{HandingWords.Names(data)}的加签{Colon(data, "reason")}",
        "DraftSaved" => $"暂存“{Text(data, "task")}”",
        "ClockStarted" => "开始计时",
        "ClockPaused" => $"停表{Colon(data, "reason")}",
        "ClockResumed" => "恢复计时",
        "ClockEnded" => "停止计时",
        "ClockBackdated" => $"{Text(data, "clock")}自收到之日起算",
        "ClockBudgetChanged" => $"{Text(data, "clock")}由 {Text(data, "from")}改为 {Text(data, "to")}",
        "ClockExtensionAsked" => $"申请将{Text(data, "clock")}延长 {Text(data, "added")}{Colon(data, "reason")}",
        "ClockExtended" => $"批准{Text(data, "clock")}延长 {Text(data, "added")}{Colon(data, "reason")}",
        "ClockExtensionRefused" => $"不批准{Text(data, "clock")}延期{Colon(data, "reason")}",
        "LateOpinionFiled" => $"补交意见{Colon(data, "opinion")}",
        "TimeoutDefault" => $"逾期未反馈，系统按规则作默认处理{Colon(data, "law")}",
        "ClockMoved" => $"放假安排调整，{Text(data, "clock")}由 {Text(data, "from")}改为 {Text(data, "to")}",
        "RungFired" => $"提醒或催办{Colon(data, "level")}",
        "MailQueued" => "发出通知",
        "IncidentRetried" => $"管理员重试异常{Colon(data, "reason")}",
        "IncidentMended" => $"管理员更正变量{Colon(data, "reason")}",
        "IncidentPassed" => $"管理员跳过出错的环节{Colon(data, "reason")}",
        "IncidentAbandoned" => $"管理员因异常终止事项{Colon(data, "reason")}",
        "MessageRetried" => $"管理员重新发送消息{Colon(data, "reason")}",
        "MessageDiscarded" => $"管理员放弃消息{Colon(data, "reason")}",
        "LetterRetried" => $"管理员重试{Outbox(data)}{Colon(data, "reason")}",
        "LetterDiscarded" => $"管理员放弃{Outbox(data)}{Colon(data, "reason")}",
        "DocumentIssued" => $"出具{Text(data, "title")} {Text(data, "number")}",
        "DocumentVoided" => $"作废{Text(data, "title")} {Text(data, "number")}{Colon(data, "reason")}",
        "TaskAssigned" => $"管理员指派给{Text(data, "toName")}{Colon(data, "reason")}",
        _ => CaseEventText.Of(kind, data) ?? kind,
    };

    private static string OutcomeName(ProcessDefinition definition, CaseEvent e, JsonElement data)
    {
        var id = Text(data, "outcome");
        var outcomes = e.ElementId is null ? null : definition.FindUserTask(e.ElementId)?.Outcomes;
        return outcomes?.FirstOrDefault(o => o.Id == id)?.Name ?? id;
    }

    private static string Outbox(JsonElement data) => Text(data, "outbox") switch
    {
        "mail" => "邮件", "webhook" => "群消息", _ => "作业",
    };

    private static bool Bool(JsonElement data, string name) =>
        data.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.True;

    internal static string Colon(JsonElement data, string name) =>
        Text(data, name) is { Length: > 0 } text ? $"：{text}" : "";

    internal static string Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var v)
        && v.ValueKind == JsonValueKind.String
            ? v.GetString()!
            : "";

    internal static string Number(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var v) ? v.ToString() : "";
}
