namespace BalancedEdu.Bpmn.Execution.Commands;

/// <summary>The catalogue of why a command is not carried out.</summary>
internal static class Refusals
{
    public static Refusal NotStarted() => new("bpmn.instance.not-started", "不能办理：流程还没有启动。请先启动。");

    public static Refusal Ended() => new("bpmn.instance.ended", "不能办理：流程已经结束。请刷新页面。");

    public static Refusal AlreadyStarted() => new("bpmn.instance.already-started", "不能启动：流程已经启动过了。请打开已有的事项。");

    public static Refusal NoSuchStart(string id) => new(
        "bpmn.start-event.unknown", $"不能启动：流程没有开始事件“{id}”。请检查流程定义的版本。");

    public static Refusal NoPlainStart() => new(
        "bpmn.start-event.none", "不能启动：流程只能由定时器启动。请指明开始事件。");

    public static Refusal TaskNotOpen(long id) => new(
        "bpmn.user-task.not-open", $"不能提交：任务 {id} 已办结或已失效。请刷新待办。");

    public static Refusal UnknownOutcome(string task, string outcome, IEnumerable<string> known) => new(
        "bpmn.user-task.unknown-outcome", $"不能提交：任务“{task}”没有办理结果“{outcome}”，可以是：{string.Join("、", known)}。");

    public static Refusal CommentMissing(string task, string outcome) => new(
        "bpmn.user-task.comment-missing", $"不能提交：任务“{task}”选择“{outcome}”时必须填写意见。请填写后再提交。");

    public static Refusal PerformerMissing(string task) => new(
        "bpmn.user-task.performer-missing", $"不能提交：没有说明是谁办理了任务“{task}”。请重新登录。");

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

    public static Refusal Endless(string process) => new(
        "bpmn.step.endless",
        $"不能办理：流程“{process}”一步之内走了 {Stepping.MaxMoves} 次还停不下来，多半是没有出口的循环。请检查循环的条件。");
}
