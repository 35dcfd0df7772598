using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>Why a task at which the law wants several people is not decided or signed.</summary>
internal static partial class OperationRefusals
{
    /// <summary>Too few have signed.</summary>
    public static ActionRefusal PeopleMissing(WorkTask task, int least, int now) => new(
        RefusalKind.Invalid, "task.people-missing",
        $"没有办理“{task.Name}”：须至少 {least} 人共同签署，现在只有 {now} 人。请先暂存填好的内容，再“请人共同签署”，由其本人登录签署。", []);

    /// <summary>Those who signed have signed something else.</summary>
    public static ActionRefusal SignedOther(WorkTask task, string outcome, int least, int now, int others) => new(
        RefusalKind.Invalid, "task.people-signed-other",
        $"没有办理“{task.Name}”：须至少 {least} 人共同签署“{outcome}”和现在的内容，现在只有 {now} 人；另有 {others} 人签署的是别的结果或改动前的内容。"
        + "请先暂存，再请他们重新签署。", []);

    /// <summary>It is another account of who does the task.</summary>
    public static ActionRefusal SamePerson(string verb, string name) => Field(
        "task.receiver-same-person", "to", $"不能{verb}：{name}与您是同一人的两个账号。请另选一人。");

    /// <summary>Nobody has asked for their signature.</summary>
    public static ActionRefusal NotAskedToSign(WorkTask task) => new(
        RefusalKind.Forbidden, "task.cosign-not-asked",
        $"不能签署“{task.Name}”：办理人没有请您共同签署。您参加了办理的，请办理人添加您。", []);

    /// <summary>Who does a task does not sign beside themselves.</summary>
    public static ActionRefusal SignedBySame(WorkTask task) => new(
        RefusalKind.Forbidden, "task.cosign-same-person", $"不能签署“{task.Name}”：您就是它的办理人，须由别人签署。请另请一人。", []);

    /// <summary>The separation of duties, and who started the case.</summary>
    public static ActionRefusal SignerSeparated(WorkTask task, string why) => new(
        RefusalKind.Forbidden, "task.separation", $"不能签署“{task.Name}”：{why}请办理人另请一人。", []);

    /// <summary>The form could not be handed in as it is.</summary>
    public static ActionRefusal NothingToSign(WorkTask task, int errors) => new(
        RefusalKind.Conflict, "task.cosign-draft-missing",
        $"现在不能签署“{task.Name}”：暂存的内容还有 {errors} 处没有填好。请办理人填好并暂存后再签署。", []);

    /// <summary>It was saved anew while it was read.</summary>
    public static ActionRefusal SignedTextChanged(WorkTask task) => new(
        RefusalKind.Conflict, "task.cosign-text-changed", $"没有签署“{task.Name}”：您打开后内容有改动。请刷新后重新核对再签署。", []);

    /// <summary>The same was signed before.</summary>
    public static ActionRefusal SignedTwice(WorkTask task, string outcome) => new(
        RefusalKind.Conflict, "task.cosign-twice", $"不能再签署“{task.Name}”：您已签署它的“{outcome}”，内容没有改动，不需要再签。请等办理人提交。", []);
}
