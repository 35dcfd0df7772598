using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data.Cases;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>The words of why a task is not passed on, signed by others or sent back.</summary>
internal static partial class OperationRefusals
{
    /// <summary>The definition does not offer it.</summary>
    public static ActionRefusal NotOffered(WorkTask task, string verb) => new(
        RefusalKind.Forbidden, "task.not-offered",
        $"不能{verb}“{task.Name}”：流程定义没有为这个环节开放{verb}。请直接办理，确有需要的联系管理员。", []);

    /// <summary>A delegate has it: only an answer is wanted.</summary>
    public static ActionRefusal Delegated(WorkTask task, string verb, string owner) => new(
        RefusalKind.Forbidden, "task.delegated",
        $"不能{verb}“{task.Name}”：它由{owner}委派征求意见。请填写答复，由{owner}决定。", []);

    /// <summary>Whoever started a case doesn't answer in it for who decides.</summary>
    public static ActionRefusal AnsweredByApplicant(WorkTask task, string owner) => new(
        RefusalKind.Forbidden, "task.self-approval",
        $"不能答复“{task.Name}”的委派：事项由您本人发起。请告知{owner}收回委派，另请他人答复。", []);

    /// <summary>The separation of duties.</summary>
    /// <param name="task">What the person wanted to decide.</param>
    /// <param name="step">What they did before: “受理”, in its marks.</param>
    public static ActionRefusal DidAnother(WorkTask task, string step) => new(
        RefusalKind.Forbidden, "task.separation",
        $"不能办理“{task.Name}”：您在本事项中已办理{step}，按职责分离不能再办理它。请由同岗位其他人员办理。", []);

    /// <summary>The separation of duties holds for a delegate too.</summary>
    public static ActionRefusal AnsweredBySeparated(WorkTask task, string step, string owner) => new(
        RefusalKind.Forbidden, "task.separation",
        $"不能答复“{task.Name}”的委派：按职责分离，办理过{step}的人不能参与这个环节。请告知{owner}收回委派，另请他人答复。", []);

    /// <summary>A manager must first end the delegation.</summary>
    public static ActionRefusal DelegationOpen(WorkTask task, string verb, string @delegate) => new(
        RefusalKind.Conflict, "task.delegation-open",
        $"不能{verb}“{task.Name}”：它正委派给{@delegate}答复。请先收回委派。", []);

    /// <summary>It is not with a delegate.</summary>
    public static ActionRefusal NotDelegated(WorkTask task) => new(
        RefusalKind.Conflict, "task.not-delegated", $"不能答复或收回“{task.Name}”的委派：它没有委派给别人。请刷新后查看。", []);

    /// <summary>An added signer only signs.</summary>
    public static ActionRefusal OfSigner(WorkTask task, string verb) => new(
        RefusalKind.Forbidden, "task.signer-only",
        $"不能{verb}“{task.Name}”：这一份是加签给您的。请填写意见，或请加签人减签。", []);

    /// <summary>Who is drawn acts in person.</summary>
    public static ActionRefusal DrawnInPerson(WorkTask task, string principal) => new(
        RefusalKind.Forbidden, "task.drawn-in-person",
        $"不能代{principal}办理“{task.Name}”：办理人由抽签确定，须由本人办理。本人不能办理的，请其声明回避，另行抽取。", []);

    /// <summary>The task is its owner's, or a seat of the countersign: only 加签 is taken back.</summary>
    public static ActionRefusal NotASigner(WorkTask task) => new(
        RefusalKind.Conflict, "task.not-a-signer",
        $"不能减签：“{task.Name}”的这一份不是加签的，不能减去。办理人不能办理的，请转办。", []);

    /// <summary>The 后加签 was asked meanwhile, or was taken out.</summary>
    public static ActionRefusal SignerNotWaiting(WorkTask task, string name) => new(
        RefusalKind.Conflict, "task.signer-not-waiting",
        $"不能减签：“{task.Name}”没有等着办理的后加签{name}，可能已经打开或已减去。请刷新后查看。", []);

    /// <summary>Nobody was chosen.</summary>
    public static ActionRefusal NobodyChosen(string verb) => Field(
        "task.receiver-missing", "to", $"没有{verb}：没有选择{verb}给谁。请从列表中选择一位同事。");

    /// <summary>The account can't be given work.</summary>
    public static ActionRefusal Unavailable(string verb, string userName) => Field(
        "task.receiver-unavailable", "to", $"不能{verb}给“{userName}”：没有这个账号，或账号已停用。请另选一人。");

    /// <summary>It would not change hands.</summary>
    public static ActionRefusal Self(string verb) => Field(
        "task.receiver-self", "to", $"不能{verb}给自己。请选择另一位同事。");

    /// <summary>The person has it already.</summary>
    public static ActionRefusal HasIt(string verb, string name) => Field(
        "task.receiver-has-it", "to", $"不能{verb}给{name}：现在就由{name}办理。请另选一人。");

    /// <summary>Whoever started a case does not decide on it.</summary>
    public static ActionRefusal Applicant(string verb, string name) => Field(
        "task.receiver-applicant", "to", $"不能{verb}给{name}：事项由其本人发起，本人不能办理。请另选一人。");

    /// <summary>The separation of duties.</summary>
    public static ActionRefusal Separated(string verb, string name, string step) => Field(
        "task.receiver-separated", "to",
        $"不能{verb}给{name}：按职责分离，办理过{step}的人不能办理这个环节。请另选一人。");

    /// <summary>Only who was offered the task may have it by a colleague's hand.</summary>
    public static ActionRefusal OtherGroup(string verb, string name) => Field(
        "task.receiver-other-group", "to",
        $"不能{verb}给{name}：只能{verb}给同岗位（指名任务为同单位）的人员。请另选一人，或用委派征求意见。");

    /// <summary>A reason is wanted.</summary>
    public static ActionRefusal ReasonMissing(string verb, int least) => Field(
        "task.reason-missing", "reason",
        least > 1 ? $"没有{verb}：理由至少 {least} 个字。请写明原因后再提交。" : $"没有{verb}：请写明原因后再提交。");

    /// <summary>What is wanted of the delegate, or what the delegate says, is missing.</summary>
    public static ActionRefusal TextMissing(string field, string message) => Field("task.text-missing", field, message);

    /// <summary>Too long.</summary>
    public static ActionRefusal TextTooLong(string verb, string field, int now) => Field(
        "task.text-too-long", field,
        $"没有{verb}：最多写 {OperationTexts.LengthMax} 个字，现在 {now} 个字。请精简后再提交。");

    public static ActionRefusal Field(string code, string field, string message) =>
        new(RefusalKind.Invalid, code, message, [new FieldError(field, code, message)]);
}

/// <summary>How much is written with an operation.</summary>
public static class OperationTexts
{
    /// <summary>No reason, opinion or question is longer.</summary>
    public const int LengthMax = 500;

    /// <summary>A return says why in at least so many characters (domain.md §7.0).</summary>
    public const int ReturnReasonLengthMin = 10;

    /// <summary>The text without blanks around it; null when nothing is left.</summary>
    internal static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
