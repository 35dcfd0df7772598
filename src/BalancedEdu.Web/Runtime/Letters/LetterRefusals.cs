using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Letters;

/// <summary>The words of what can't be decided about a mail or job.</summary>
internal static class LetterRefusals
{
    private const string Missing = "letter.reason-missing";

    private static readonly string ReasonText =
        $"请填写处理理由（不超过 {IncidentActions.ReasonLengthMax} 字），它会写入事项的记录。";

    public static ActionRefusal Unknown { get; } = new(
        RefusalKind.NotFound, "letter.unknown", "没有这封邮件、这项作业或这条消息，或者您无权处理。", []);

    public static ActionRefusal ReasonMissing { get; } = new(
        RefusalKind.Invalid, Missing, ReasonText, [new FieldError("reason", Missing, ReasonText)]);

    public static ActionRefusal Awaited { get; } = new(
        RefusalKind.Conflict, "letter.awaited",
        "不能放弃：事项停在这里等这项作业的结果。请重试，或到“异常”中跳过环节、终止事项。", []);

    public static ActionRefusal Over(Letter letter)
    {
        var (what, state) = (letter.Outbox, letter.Status) switch
        {
            (Outbox.Mails, OutboxStatus.Done) => ("这封邮件", "已发"),
            (Outbox.Mails, _) => ("这封邮件", "已放弃"),
            (Outbox.Webhooks, OutboxStatus.Done) => ("这条消息", "已送达"),
            (Outbox.Webhooks, _) => ("这条消息", "已放弃"),
            (_, OutboxStatus.Done) => ("这项作业", "已完成"),
            _ => ("这项作业", "已放弃"),
        };
        return new(RefusalKind.Conflict, "letter.over", $"{what}现在是“{state}”，不能重试或放弃。", []);
    }

    public static bool IsReason(string? reason) =>
        reason?.Trim() is { Length: > 0 and <= IncidentActions.ReasonLengthMax };
}
