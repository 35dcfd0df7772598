using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>常用意见: ready sentences for an outcome, chosen by what its button says.</summary>
public static class Phrases
{
    private static readonly string[] Return =
        ["材料不齐，请补充后重新提交", "数据与学籍系统不一致，请核对后重报", "整改措施不具体，请写明责任人和完成日期", "附件不清晰，请重新上传盖章件"];

    private static readonly string[] Refuse =
        ["不符合学校布局规划要求", "依据不充分，不予同意", "与现场核查情况不符", "超出规定标准，不予同意"];

    private static readonly string[] Conditional =
        ["原则同意，请按意见修改完善后实施", "同意，实施前须落实所附条件", "同意，完成后报我单位备案"];

    private static readonly string[] Agree = ["同意", "情况属实，同意上报", "符合规定，同意按程序办理", "已核对，数据无误"];

    /// <summary>The sentences for an outcome.</summary>
    public static IReadOnlyList<string> For(Outcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return OutcomeWords.IsReturn(outcome) ? Return
            : outcome.Kind == "danger" ? Refuse
            : OutcomeWords.IsConditional(outcome) ? Conditional
            : Agree;
    }
}
