namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>The catalogue of why a command is not carried out.</summary>
internal static class Refusals
{
    /// <summary>What a command does, as a sentence says it: <c>不能退回：…</c>.</summary>
    public static string VerbOf(Command command) => command switch
    {
        StartInstance => "启动",
        CompleteUserTask => "提交",
        CompleteJob or FailJob => "接收作业的结果",
        CompleteChild or FailChild => "接收子流程的结果",
        ThrowBpmnError or ThrowEscalation => "抛出",
        FireTimer => "触发定时器",
        CorrelateMessage => "接收消息",
        BroadcastSignal => "接收信号",
        SetVariables => "修改变量",
        ResolveIncident => "重试",
        CancelInstance => "终止",
        SuspendInstance => "挂起",
        ResumeInstance => "激活",
        ReturnTo { TakesBack: true } => "取回",
        ReturnTo => "退回",
        AddSigner => "加签",
        RemoveSigner => "减签",
        ActivateAdHoc => "开始",
        MigrateInstance => "迁移",
        _ => "办理",
    };

    public static Refusal NotStarted(Command command) => new(
        "bpmn.instance.not-started", $"不能{VerbOf(command)}：流程还没有启动。请先启动。");

    public static Refusal Ended(Command command) => new(
        "bpmn.instance.ended", $"不能{VerbOf(command)}：流程已经结束。请刷新页面。");

    public static Refusal AlreadyStarted() => new("bpmn.instance.already-started", "不能启动：流程已经启动过了。请打开已有的事项。");

    public static Refusal NoSuchStart(string id) => new(
        "bpmn.start-event.unknown", $"不能启动：流程没有开始事件“{id}”。请检查流程定义的版本。");

    public static Refusal NoPlainStart() => new(
        "bpmn.start-event.none", "不能启动：流程没有可以直接启动的开始事件，只能由定时器、消息或信号启动。请指明开始事件。");

    public static Refusal StartPartMissing(string start) => new(
        "bpmn.start-event.part-missing",
        $"不能启动：开始事件 {start} 要等几件事都发生，没有说明先发生的是哪一件。请指明。");

    public static Refusal TaskNotOpen(Command command, long id) => new(
        "bpmn.user-task.not-open", $"不能{VerbOf(command)}：任务 {id} 已办结或已失效。请刷新待办。");

    public static Refusal UnknownOutcome(string task, string outcome, IEnumerable<string> known) => new(
        "bpmn.user-task.unknown-outcome", $"不能提交：任务“{task}”没有办理结果“{outcome}”，可以是：{string.Join("、", known)}。请从中选择。");

    public static Refusal CommentMissing(string task, string outcome) => new(
        "bpmn.user-task.comment-missing", $"不能提交：任务“{task}”选择“{outcome}”时必须填写意见。请填写后再提交。");

    public static Refusal PerformerMissing(Command command, string task) => new(
        "bpmn.user-task.performer-missing", $"不能{VerbOf(command)}：没有说明是谁在办理任务“{task}”。请重新登录。");

    public static Refusal OutcomeOfTime(string task, string outcome) => new(
        "bpmn.user-task.outcome-of-time",
        $"不能提交：任务“{task}”的“{outcome}”只能由超时产生，不能由人选择。请选择其他结果。");

    public static Refusal JobNotOpen(long id) => new(
        "bpmn.job.not-open", $"不能接收作业 {id} 的结果：它已有结果或已取消。无需处理。");

    public static Refusal TimerNotRunning(long id) => new(
        "bpmn.timer.not-running", $"不能触发定时器 {id}：它已触发或已取消。无需处理。");

    public static Refusal TimerNotDue(long id, DateTimeOffset due) => new(
        "bpmn.timer.not-due", $"不能触发定时器 {id}：它到 {due:yyyy-MM-dd HH:mm:ss zzz} 才到期。请到期后再触发。");

    public static Refusal NoIncident(long id) => new(
        "bpmn.incident.none", $"不能重试：元素 {id} 没有待处理的异常。请刷新页面。");

    public static Refusal StartFails(string cause) => new(
        "bpmn.instance.start-fails", $"不能启动：事件子流程要等的事情算不出来。{cause}");

    public static Refusal SubscriptionNotOpen(long id) => new(
        "bpmn.message.not-awaited", $"不能接收消息：订阅 {id} 已收到消息或已取消。无需处理。");

    public static Refusal CallNotOpen(long id) => new(
        "bpmn.call-activity.not-open", $"不能接收子流程的结果：调用 {id} 已有结果或已取消。无需处理。");

    public static Refusal NothingToThrowFrom(long id) => new(
        "bpmn.throw.not-open", $"不能抛出：{id} 不是正在进行的作业、子流程调用或任务。请刷新页面。");

    public static Refusal ThrowWithoutCode(long id) => new(
        "bpmn.throw.code-missing", $"不能抛出：从 {id} 抛出错误或升级时没有给出代码。请给出代码。");

    public static Refusal Suspended(Command command, string reason) => new(
        "bpmn.instance.suspended", $"不能{VerbOf(command)}：本件已挂起（{reason}）。请先激活。");

    public static Refusal AlreadySuspended() => new(
        "bpmn.instance.already-suspended", "不能挂起：本件已经挂起。请刷新页面。");

    public static Refusal NotSuspended() => new("bpmn.instance.not-suspended", "不能激活：本件没有挂起。请刷新页面。");

    public static Refusal NotAllowed(string task, string operation) => new(
        "bpmn.user-task.not-allowed", $"不能{operation}：任务“{task}”不允许{operation}。请用它允许的办法办理。");

    public static Refusal NoSigners(string task, int max) => new(
        "bpmn.user-task.no-signers", $"不能加签：任务“{task}”的加签人应当是 1 到 {max} 个不同的人。请重新选择。");

    public static Refusal SignerOfSigner(string task) => new(
        "bpmn.user-task.signer-of-signer", $"不能加签：任务“{task}”的这一份本身是加签。请由任务的办理人加签。");

    public static Refusal SignerTwice(string task, IEnumerable<string> users) => new(
        "bpmn.user-task.signer-twice",
        $"不能加签：任务“{task}”已经请了 {string.Join("、", users)}，他们还没有办理。请选择别人。");

    public static Refusal SignerNotWaiting(string task, string user) => new(
        "bpmn.user-task.signer-not-waiting", $"不能减签：任务“{task}”没有等着办理的后加签“{user}”。请刷新页面。");

    public static Refusal NotASigner(string task) => new(
        "bpmn.user-task.not-a-signer", $"不能减签：任务“{task}”的这一份不是加签的。请改用退回或转办。");

    public static Refusal WaitsForSigner(string task) => new(
        "bpmn.user-task.waits-for-signer", $"不能提交：任务“{task}”还有前加签没有办理。请等他们办理，或减签。");

    public static Refusal SignerOfTime(string task) => new(
        "bpmn.user-task.signer-of-time",
        $"不能提交：任务“{task}”的这一份是加签，不能因超时自动得出结果。请减签，由任务本身到期处理。");

    public static Refusal TaskDecided(Command command, string task) => new(
        "bpmn.user-task.decided", $"不能{VerbOf(command)}：任务“{task}”已有决定，正等加签人办理。请等他们办理，或减签。");

    public static Refusal AdHocNotOpen(long id) => new(
        "bpmn.ad-hoc.not-open", $"不能开始：自由子流程 {id} 已结束或还没有开始。请刷新页面。");

    public static Refusal NotInAdHoc(string scope, string element) => new(
        "bpmn.ad-hoc.unknown-activity", $"不能开始：{scope} 里没有可以直接开始的活动“{element}”。请从列出的活动中选择。");

    public static Refusal AdHocBusy(string scope) => new(
        "bpmn.ad-hoc.busy", $"不能开始：{scope} 一次只办一项，前一项还没有办完。请先办完。");

    public static Refusal ReturnUnknown(string target) => new(
        "bpmn.return.unknown-target", $"不能退回：流程里没有用户任务“{target}”。请从列出的环节中选择。");

    public static Refusal ReturnNotPassed(string target) => new(
        "bpmn.return.not-passed", $"不能退回：本件没有办过“{target}”，或它不在通向当前任务的路上。请从列出的环节中选择。");

    public static Refusal ReturnIntoOtherScope(string target) => new(
        "bpmn.return.other-scope", $"不能退回：“{target}”在多实例或别的子流程里面。请退回到外层的环节。");

    public static Refusal ReturnDirectAcrossFork(string target) => new(
        "bpmn.return.direct-across-fork",
        $"不能退回：“{target}”还会撤回别的分支，办完后不能只直达这里。请改用逐级重走。");

    public static Refusal ReturnDirectAcrossScope(string scope) => new(
        "bpmn.return.direct-across-scope",
        $"不能退回：当前任务在子流程 {scope} 里面，退到外面后不能直达，只能从子流程的开头重走。请改用逐级重走。");

    public static Refusal ReturnIntoJoinedBranch(string target, string join, bool directly) => new(
        "bpmn.return.into-joined-branch",
        directly
            ? $"不能退回：“{target}”所在的分支已在 {join} 汇合，它边上的边界事件一旦发生，汇合就再也等不齐。请退回到分支之前的环节。"
            : $"不能退回：“{target}”所在的分支已在 {join} 汇合，只重走它汇合就再也等不齐。请改用直达，或退回到分支之前的环节。");

    public static Refusal ReturnWhileUndoing(string target, string undoing) => new(
        "bpmn.return.while-undoing",
        $"不能退回：退回“{target}”会撤回正在补偿的 {undoing}，已办的事就只撤销了一半。请等补偿办完。");

    public static Refusal CannotMigrate(string what, string why) => new(
        "bpmn.migration.impossible", $"不能迁移：正在进行的 {what} {why}。请补充对应关系，或等它办完。");

    public static Refusal MigrateFromOther(string element) => new(
        "bpmn.migration.wrong-version", $"不能迁移：给出的原版本里没有本件用到的“{element}”，它不是本件的版本。请用本件现在的版本。");

    public static Refusal Endless(Command command, string process) => new(
        "bpmn.step.endless",
        $"不能{VerbOf(command)}：流程“{process}”一步之内走了 {Stepping.MaxMoves} 次还停不下来，多半是没有出口的循环。请检查循环的条件。");
}
