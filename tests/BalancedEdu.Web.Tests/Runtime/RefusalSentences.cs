using System.Text.RegularExpressions;
using BalancedEdu.Web.Runtime;

namespace BalancedEdu.Web.Tests.Runtime;

/// <summary>
/// The sentence of each refusal that no other table has whole; … stands for names, numbers, days and lists. A situation
/// is tested where its operation is, and asks for the sentence here.
/// </summary>
internal static class RefusalSentences
{
    public static IReadOnlyDictionary<string, string> ByCode { get; } = new Dictionary<string, string>
    {
        ["case.busy"] = "没有…：同一时间有多人在办理，没有轮到您。请刷新后查看，仍需要的再提交一次。",
        ["case.called"] = "不能撤回 …：它是 … 的子流程，不能单独撤回。请到 … 撤回。",
        ["case.moved"] = "没有… …：您打开页面后事项又有了进展。请刷新后核对再提交。",
        ["case.unknown"] = "不能…：所指的事项（内部编号 …）不存在，或者您无权查看。请从待办或检索重新打开；确需查看的，请联系管理员。",
        ["case.form-invalid"] = "没有提交：有 … 项须改正。请改正后再提交。",
        ["case.process-unknown"] = "没有提交：流程“…”没有已发布的版本，或者您不能发起。请核对流程或联系管理员。",
        ["clock.unknown"] = "不能…：所指的时限（内部编号 …）不存在，或者您无权查看。请从事项页面重新打开。",
        ["clock.extension.not-handler"] = "不能申请延长“…”：它不由您办理。请由正在办理的人申请。",
        ["clock.extension.not-provided"] = "不能申请延长“…”：规则没有规定它可以延期。请按期办理，或按规则停表。",
        ["clock.extension.reason"] = "没有申请延长“…”：没有填写理由，或超过 500 字。理由将告知申请人，请改正后再提交。",
        ["clock.extension.asked"] = "不能再申请延长“…”：…已于 … 申请，正在等待审批。请等审批结果。",
        ["clock.extension.twice"] =
            "不能申请延长“…”：江予安已于 … 批准延长 …，只能延长一次。如确需更多时间，请按规则停表或终止后重新受理。",
        ["clock.extension.late"] = "不能…延长“…”：它已于 … 届满，届满后不能再延长。请尽快办结，并在事项中说明。",
        ["clock.extension.not-approver"] = "不能审批“…”的延期：它不由您审批，本人申请的也须由他人审批。请由规定的审批人办理。",
        ["clock.extension.opinion"] = "没有审批“…”的延期：不批准须填写意见，不超过 500 字。请填写后再提交。",
        ["clock.extension.not-asked"] = "不能审批“…”的延期：没有人为它申请延期。请刷新后查看。",
        ["clock.extension.decided"] = "不能审批“…”的延期：申请已由江予安于 … 批准。请刷新后查看。",
        ["clock.extension.ended"] = "不能审批延长“…”：它已经结束，不能再延长。无须延长。",
        ["clock.extension.rule-unknown"] = "不能申请延长“…”：延期规则“…”今天没有生效的版本。请联系管理员核对时限规则。",
        ["clock.extension.unit"] = "时限以…计，不能延长 …。请以…延长。",
        ["clock.extension.approver"] = "延长时限没有写明批准人。请写明批准人。",
        ["document.unknown"] = "不能…文书：所指的文书（内部编号 …）不存在，或者您无权查看。请从事项页面重新选择。",
        ["document.not-valid"] = "不能… …：它已经作废或被替代。请刷新后查看。",
        ["document.not-yours"] = "不能…“…”：您的岗位不能…它。如应由您办理，请联系管理员核对岗位。",
        ["document.no-reason"] = "没有…“…”：没有写理由。请写明后再提交。",
        ["document.text-too-long"] = "没有…“…”：“…”最多 2000 个字，现在 … 个字。请精简后再提交。",
        ["document.kind-unknown"] = "没有出具文书：流程包里没有文书模板“…”。请在 documents 目录里补上后重试。",
        ["document.no-number"] = "不能出具“…”：它的模板没有文号。请在模板开头写 number。",
        ["opinion.unknown"] = "不能补交意见：所指的任务（内部编号 …）没有按默认处理，或者不由您所在单位补交。请核对链接，或联系事项的承办人。",
        ["opinion.empty"] = "没有补交“…”（SX-…）的意见：意见没有填写，或超过 2000 字。请改正后再提交。",
        ["opinion.twice"] = "不能补交“…”（SX-…）的意见：沈知远已于 … 补交，只能补交一次。如有补充，请联系现在的承办人。",
        ["opinion.late"] = "不能补交“…”（SX-…）的意见：补交期限已于 … 届满。如有异议，请联系现在的承办人。",
        ["opinion.case-ended"] = "不能补交“…”（SX-…）的意见：事项已经结束。如有异议，请按复核程序提出。",
        ["phrase.empty"] = "没有保存：请写常用意见的内容。",
        ["phrase.too-long"] = "没有保存：最多 200 个字，现在 … 个字。请精简后再保存。",
        ["phrase.too-many"] = "没有保存：已有 50 条常用意见，最多这么多。请先删除不用的。",
        ["phrase.twice"] = "没有保存：已经有一条同样的常用意见。请改写，或直接使用那一条。",
        ["phrase.unknown"] = "不能修改或删除：没有这条常用意见，可能已经删除。请刷新后查看。",
        ["task.comment-required"] = "选择“…”须填写理由。请写明后再提交。",
        ["task.cosign-draft-missing"] = "现在不能签署“…”：暂存的内容还有 … 处没有填好。请办理人填好并暂存后再签署。",
        ["task.cosign-not-asked"] = "不能签署“…”：办理人没有请您共同签署。您参加了办理的，请办理人添加您。",
        ["task.cosign-same-person"] = "不能签署“…”：您就是它的办理人，须由别人签署。请另请一人。",
        ["task.cosign-text-changed"] = "没有签署“…”：您打开后内容有改动。请刷新后重新核对再签署。",
        ["task.cosign-twice"] = "不能再签署“…”：您已签署它的“…”，内容没有改动，不需要再签。请等办理人提交。",
        ["task.cosigners-too-many"] = "没有请人共同签署：一次最多请 … 人共同签署，现在选了 … 人。请减少后再提交。",
        ["task.decision-invalid"] = "还没有提交：…。请改正后再提交。",
        ["task.demands-missing"] = "没有办理“…”（…）：选择“…”须列出全部需要补正的内容，以后不能再增加。请勾选后再提交。",
        ["task.demands-new"] = "没有办理“…”（…）：… 已一次性告知补正内容，不能再要求“…”。请只保留原已告知而仍未补齐的内容。",
        ["task.draft-invalid"] = "没有暂存：…。",
        ["task.drawn-in-person"] =
            "不能代…办理“…”：办理人由抽签确定，须由本人办理。本人不能办理的，请其声明回避，另行抽取。",
        ["task.invalid"] = "没有办理“…”：表单还有 … 处需要更正。请改正标出的内容后再提交。",
        ["task.outcome-unknown"] = "没有…“…”：…。",
        ["task.people-missing"] =
            "没有办理“…”：须至少 … 人共同签署，现在只有 … 人。请先暂存填好的内容，再“请人共同签署”，由其本人登录签署。",
        ["task.people-signed-other"] =
            "没有办理“…”：须至少 … 人共同签署“…”和现在的内容，现在只有 … 人；另有 … 人签署的是别的结果或改动前的内容。"
            + "请先暂存，再请他们重新签署。",
        ["task.receiver-same-person"] = "不能…：…与您是同一人的两个账号。请另选一人。",
        ["task.signer-not-waiting"] = "不能减签：“…”没有等着办理的后加签…，可能已经打开或已减去。请刷新后查看。",
        ["task.signer-place-unknown"] = "没有加签：…。",
        ["task.unknown"] = "不能…：所指的任务（内部编号 …）不存在，或者您无权办理。请从待办重新打开；应由您办理的，请联系管理员核对岗位。",
        ["task.urge-none"] = "没有催办：没有选择环节。请至少选一个。",
    };

    /// <summary>The refusal has the code, and says its sentence.</summary>
    public static void Says(this ActionRefusal? refusal, string code)
    {
        Assert.Equal(code, refusal?.Code);
        Assert.Null(Mismatch(code, refusal!.Message));
    }

    /// <summary>What a sentence should be when it is another; null when it is right or stands elsewhere.</summary>
    public static string? Mismatch(string code, string sentence) =>
        !ByCode.TryGetValue(code, out var told)
        || Regex.IsMatch(sentence, $"^{string.Join(".+", told.Split('…').Select(Regex.Escape))}$")
            ? null
            : $"{code}: {sentence} and not {told}";
}
