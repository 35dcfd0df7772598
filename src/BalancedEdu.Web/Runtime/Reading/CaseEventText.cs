using System.Globalization;
using System.Text.Json;
using BalancedEdu.Web.Runtime.Transitions;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>What people do with a case as a whole, in words.</summary>
internal static class CaseEventText
{
    /// <summary>The words of a kind, or null when it is another's.</summary>
    public static string? Of(string kind, JsonElement data) => kind switch
    {
        "CaseCopied" => $"抄送给{Copied(data)}{EventText.Colon(data, "note")}",
        VersionChange.Kind => $"由第 {EventText.Number(data, "from")} 版迁移到第 {EventText.Number(data, "to")} 版流程"
            + EventText.Colon(data, "reason"),
        "CaseFollowed" => "关注",
        "CaseUnfollowed" => "取消关注",
        "CaseWithdrawn" => $"撤回{EventText.Colon(data, "reason")}",
        "WithdrawalRequested" => $"申请撤回{EventText.Colon(data, "reason")}",
        "WithdrawalAgreed" => "同意撤回",
        "WithdrawalRefused" => $"不同意撤回{EventText.Colon(data, "reason")}",
        "TaskUrged" => $"催办{EventText.Colon(data, "note")}",
        "ResumptionExplained" => $"激活{EventText.Colon(data, "reason")}",
        "TaskHandedOver" when EventText.Text(data, "toName").Length == 0 =>
            $"{EventText.Text(data, "fromName")}离岗，已无人可抽，转为待指派{EventText.Colon(data, "reason")}",
        "TaskHandedOver" => $"{EventText.Text(data, "fromName")}离岗，移交给{EventText.Text(data, "toName")}"
            + EventText.Colon(data, "reason"),
        "TaskStranded" => $"{EventText.Text(data, "fromName")}已停用，转为待指派",
        "TaskOfferedAgain" => $"{EventText.Text(data, "fromName")}已停用，退回候选人认领",
        "DoneByProgram" => $"以上由程序用个人令牌“{EventText.Text(data, "token")}”办理",
        "TaskDecidedFor" => $"{EventText.Text(data, "byName")} 代 {EventText.Text(data, "forName")} "
            + (EventText.Text(data, "verb") is { Length: > 0 } verb ? verb : "办理"),
        "AssigneeDrawn" => $"从 {EventText.Number(data, "count")} 人中抽取{EventText.Text(data, "toName")}"
            + $"（种子 {EventText.Text(data, "seed")}）",
        "TaskRecused" => $"声明回避{EventText.Colon(data, "reason")}",
        "TaskAgreedAgain" => $"同一人前一环节已同意，自动同意“{EventText.Text(data, "earlier")}”之后的本环节",
        "CoSignersAsked" => $"请{HandingWords.Names(data)}共同签署{EventText.Colon(data, "reason")}",
        "CoSigned" => $"共同签署{EventText.Colon(data, "outcomeName")}",
        _ => null,
    };

    private static string Copied(JsonElement data)
    {
        var names = EventText.Text(data, "names");
        var count = int.TryParse(EventText.Number(data, "count"), CultureInfo.InvariantCulture, out var n) ? n : 0;
        return count > names.Count(c => c == '、') + 1 ? $"{names}等 {count} 人" : names;
    }
}
