using BalancedEdu.Bpmn.Model;

namespace BalancedEdu.Bpmn.Validation;

/// <summary>What is wrong with our own words and with what they refer to.</summary>
internal sealed partial class FindingLog
{
    public void UnknownWord(string? id, string element, string word, IReadOnlyList<string> known, int line) => Refuse(
        "bpmn.word.unknown", id, $"元素 {id}（{element}）上的 be:{word} 没有意义。",
        known.Count == 0 ? "删去它。" : $"这里可以用：{string.Join("、", known)}。", line);

    public void WordWithoutAttribute(string id, string word, string attribute, int line) => Refuse(
        "bpmn.word.without-attribute", id, $"{id} 的 be:{word} 缺少 {attribute}。", $"填写 {attribute}。", line);

    public void WordOutOfChoice(string id, string word, string text, IReadOnlyList<string> choice, int line) => Refuse(
        "bpmn.word.out-of-choice", id, $"{id} 的 {word} 不能是“{Cut(text)}”。", $"可以是：{string.Join("、", choice)}。", line);

    public void NumberFormatDoesNotRead(string id, string text, int line) => Refuse(
        "bpmn.number-format.does-not-read", id, $"编号格式“{Cut(text)}”读不懂。", "写成 DB-{yyyy}-{seq:5} 的样子，流水号出现一次。", line);

    public void ServiceTaskWithoutJob(string id, int line) => Refuse(
        "bpmn.service-task.without-job", id, $"服务任务 {id} 没有说明做什么作业。", "填写 be:job。", line);

    public void MailWithoutTemplate(string id, string word, int line) => Break(
        "bpmn.mail.without-template", id, $"{id}（{word}）没有邮件模板。", "填写 be:mail。", line);

    public void MailWithoutRecipient(string id, string template, int line) => Break(
        "bpmn.mail.without-recipient", id, $"{id} 的邮件“{template}”没有收件人。",
            "填写 be:mailTo：岗位、user:用户名、initiator 或 participants。", line);

    public void UserTaskWithoutOutcome(string id, int line) => Refuse(
        "bpmn.user-task.without-outcome", id, $"用户任务 {id} 没有办理结果，页面上就没有按钮。", "至少加一个 be:outcome。", line);

    public void OutcomeTwice(string id, string outcome, int line) => Refuse(
        "bpmn.user-task.outcome-twice", id, $"用户任务 {id} 的办理结果“{outcome}”写了两次。", "改名或删去一个。", line);

    public void RejectionWithoutReason(string id, string outcome, int line) => Refuse(
        "bpmn.user-task.rejection-without-reason", id, $"用户任务 {id} 的办理结果“{outcome}”是不同意，必须写明理由。",
        "删去 requiresComment=\"false\"，或用 vote 说明它不是不同意。", line);

    public void Unassignable(string id, int line) => Refuse(
        "bpmn.user-task.unassignable", id, $"用户任务 {id} 没有人能办。",
        "填写 be:assignment 的办理人、候选人或候选岗位；或者 whenEmpty=\"manager\" 由管理员指派。", line);

    public void PickOfNobody(string id, int line) => Refuse(
        "bpmn.user-task.pick-of-nobody", id, $"用户任务 {id} 要从候选人中挑一人（pick），但没有候选人。",
        "填写 candidateGroups 或 candidateUsers，或删去 pick。", line);

    public void BulkOfSeveral(UserTask task, int people) => Refuse(
        "bpmn.user-task.bulk-of-several", task, $"{task.Label} 须至少 {people} 人共同签署，不能批量同意。",
        "从 be:allow 中删去 bulk，或删去 be:minPeople。");

    public void TimeoutOfSeveral(UserTask task, int people) => Refuse(
        "bpmn.user-task.timeout-of-several", task, $"{task.Label} 须至少 {people} 人共同签署，不能因超时自动得出结果。",
        "删去 onTimeout，用升级提醒代替。");

    public void DrawnGivenAway(UserTask task, string operation) => Refuse(
        "bpmn.user-task.drawn-given-away", task, $"{task.Label} 的办理人由抽签确定，不能再由本人{operation}给别人。",
        $"从 be:allow 中删去 {operation}；抽中的人须回避的，由本人声明回避后重新抽取。");

    public void DrawnInSequence(UserTask task) => Refuse(
        "bpmn.user-task.drawn-in-sequence", task, $"{task.Label} 逐个办理，各席不能一次抽齐。", "把多实例改为并行。");

    public void DedupeForbidden(UserTask task) => Refuse(
        "bpmn.user-task.dedupe-forbidden", task, $"{task.Label} 不能自动同意：本流程的每个决定都要由人作出。", "删去 be:dedupe。");

    public void DedupeOutOfPlace(UserTask task) => Refuse(
        "bpmn.user-task.dedupe-out-of-place", task,
        $"{task.Label} 不能自动同意：会签的席位、须多人签署的、抽签确定办理人的，以及没有“同意”（不须写理由）这种结果的环节，都要由本人办理。",
        "删去 be:dedupe。");

    public void TallyOfNoVotes(string id, int line) => Refuse(
        "bpmn.multi-instance.tally-of-no-votes", id, $"{id} 的 be:tally 没有票可计：只有多实例的用户任务可以计票。",
        "把 be:tally 写在用户任务的多实例上，或删去它。", line);

    public void TallyOfDrawnResults(string id, int line) => Refuse(
        "bpmn.multi-instance.tally-of-drawn-results", id, $"{id} 同时写了 be:tally 和 be:resultItem，结果里不再有办理结果，无法计票。",
        "删去其中之一。", line);

    public void TallyNamedAsResults(string id, string name, int line) => Refuse(
        "bpmn.multi-instance.tally-named-as-results", id, $"{id} 的计票变量“{name}”与结果列表同名。", "给 be:tally 换一个名字。", line);

    public void SlaDoesNotRead(string id, string word, string text, string example, int line) => Refuse(
        "bpmn.sla.does-not-read", id, $"{id} 的时限 {word}“{Cut(text)}”读不懂。",
        $"写成 {example} 的样子：WD 工作日、WH 工作小时、D 自然日、M 月。", line);

    public void RungOffTheLadder(string id, string at, IEnumerable<string> ladder, int line) => Refuse(
        "bpmn.sla.rung-off-the-ladder", id, $"{id} 的 be:rung at=\"{Cut(at)}\" 不在提醒和升级的时点里。",
        $"写成其中之一：{string.Join("、", ladder)}。", line);

    public void TimeoutOutcomeUnknown(string id, string outcome, IReadOnlyList<string> known, int line) => Refuse(
        "bpmn.sla.timeout-outcome-unknown", id, $"{id} 的超时结果“{outcome}”不是它的办理结果。",
        $"可以是：{string.Join("、", known)}。", line);

    public void TimeoutOutcomeForbidden(UserTask task) => Refuse(
        "bpmn.sla.timeout-outcome-forbidden", task, $"{task.Label} 不能因超时自动得出结果：本流程的每个决定都要由人作出。",
        "删去 onTimeout，用升级提醒代替。");

    public void UnknownReference(FlowNode node, string kind, string name, string id, IReadOnlySet<string> known) =>
        Refuse(
            $"bpmn.{kind}.unknown", node, $"{node.Label} 用了不存在的{name}“{id}”。",
            known.Count == 0
                ? $"先加入这个{name}。"
                : $"现有的{name}：{Cut(string.Join("、", known.Order(StringComparer.Ordinal)))}");

    public void UnknownClock(UserTask task, string clock, IReadOnlyList<string> known) => Refuse(
        "bpmn.clock.unknown", task, $"{task.Label} 要停的时钟“{clock}”不存在。",
        known.Count == 0 ? "先在流程上加 be:clock。" : $"现有的时钟：{string.Join("、", known)}。");

    public void ClockElementUnknown(string processId, string clock, string word, string element) => Refuse(
        "bpmn.clock.element-unknown", processId, $"时钟“{clock}”的 {word}=\"{Cut(element)}\" 不是流程里的元素。",
        "写一个元素的 id；不写则随事项起止。", 0);

    public void DemandsWithoutForm(UserTask task, string outcome, string field) => Refuse(
        "bpmn.outcome.demands-without-form", task,
        $"{task.Label} 的结果“{outcome}”把要求列在表单的“{Cut(field)}”里，但它没有表单。", "填写 be:form，或删去 demands。");

    public void UnknownSeparatedTask(UserTask task, string other) => Refuse(
        "bpmn.user-task.unknown-separated-task", task, $"{task.Label} 要与“{other}”回避，但没有这个用户任务。", "改正 sod 里的任务 id。");
}
