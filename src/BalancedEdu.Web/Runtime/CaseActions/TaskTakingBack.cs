using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>取回: whoever decided a task last takes the decision back.</summary>
/// <param name="TaskId">The task that was decided.</param>
public sealed record TakeBackTask(long TaskId);

/// <summary>
/// 取回: as long as nobody has opened, claimed or decided what came of it (approvals.md §1). Only what the decision
/// itself opened counts: once the system has worked, or seats are still waited for, there is nothing to be taken back.
/// Refused: <c>task.unknown</c>, <c>task.not-last-handler</c>, <c>case.ended</c>, <c>case.suspended</c>,
/// <c>task.take-back-impossible</c>, <c>task.nothing-to-take-back</c>, <c>task.next-decided</c>,
/// <c>task.next-opened</c>.
/// </summary>
public sealed class TaskTakingBack(CaseWork work)
{
    /// <summary>Takes it back: the task is open again with whoever had it.</summary>
    public async Task<ActionRefusal?> TakeBackAsync(
        TakeBackTask input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(person);
        var caseId = await work.Db.VisibleTasks(person).Where(t => t.Id == input.TaskId).Select(t => (long?)t.CaseId)
            .SingleOrDefaultAsync(cancellation);
        if (caseId is null)
            return Refusals.TaskUnknown("取回", input.TaskId);
        Task<ActionRefusal?> Run() => work.RunAsync(
            "取回", work.Db.VisibleCases(person), caseId.Value, head => PlanAsync(input, head, person, cancellation),
            cancellation);
        var refusal = await Run();

        if (refusal?.Code.StartsWith("bpmn.return", StringComparison.Ordinal) == true)
            return Impossible(
                await work.Db.Tasks.AsNoTracking().SingleAsync(t => t.Id == input.TaskId, cancellation));

        // Somebody opened the next task between look and commit: looking again says who.
        return refusal is { Code: Refusals.BusyCode } ? await Run() : refusal;
    }

    /// <summary>
    /// The tasks of a case that the person may take back now, by row: for the page, which asks about all at once.
    /// </summary>
    /// <param name="tasks">All tasks of the case.</param>
    /// <param name="person">Who asks.</param>
    internal static IReadOnlyList<WorkTask> Offered(IReadOnlyList<WorkTask> tasks, AppUser person) =>
    [
        .. tasks.Where(t => t is { Status: WorkTaskStatus.Completed, LoopCounter: 0 }
            && t.CompletedBy == person.UserName
            && NextOf(t, tasks) is { Count: > 0 } next && next.TrueForAll(Untouched)),
    ];

    /// <summary>What the decision itself opened: at its instant, and behind it in the order of the engine.</summary>
    private static List<WorkTask> NextOf(WorkTask decided, IEnumerable<WorkTask> tasks) =>
    [
        .. tasks.Where(t => t.CreatedAt == decided.EndedAt && t.ElementInstanceId > decided.ElementInstanceId)
            .OrderBy(t => t.ElementInstanceId),
    ];

    private static bool Untouched(WorkTask task) =>
        task is { Status: WorkTaskStatus.Open, OpenedAt: null, Claimed: false };

    private async Task<CasePlan> PlanAsync(
        TakeBackTask input, CaseHead head, AppUser person, CancellationToken cancellation)
    {
        var tasks = await work.Db.Tasks.AsNoTracking().Where(t => t.CaseId == head.Id).ToListAsync(cancellation);
        var task = tasks.Single(t => t.Id == input.TaskId);
        if (task.Status != WorkTaskStatus.Completed || task.CompletedBy != person.UserName)
            return Refused(RefusalKind.Forbidden, "task.not-last-handler", task, "它不是由您办结的", "只有办结它的人可以取回。");
        if (head.Status != CaseStatus.Running)
            return CaseRefusals.Ended("取回", head);
        if (head.SuspendedAt is not null)
            return CaseRefusals.Suspended("取回", head);
        if (task.LoopCounter > 0)
            return Impossible(task);
        var next = NextOf(task, tasks);
        if (next.Count == 0)
            return Refused(
                RefusalKind.Conflict, "task.nothing-to-take-back", task,
                "您办理后没有直接转给下一个人（还在等其他席位，或系统已经处理）", "如需更正，请联系现在的承办人。");
        if (next.Find(n => !Untouched(n)) is { } touched)
            return await TouchedAsync(task, touched, cancellation);
        var command = new ReturnTo(next[0].ElementInstanceId, task.ElementId, person.UserName!, null, false)
        {
            TakesBack = true,
        };
        return new StepRequest(head.Id, command, CaseWork.ActorOf(person))
        {
            Host = (step, stop) => WriteAsync(step, task, stop),
        };
    }

    /// <summary>
    /// Nobody but the one who took it back is asked to do it again, and whoever it had come to is told that it is gone.
    /// The page of a task marks it as opened without a step: the statement fails when that was quicker.
    /// </summary>
    private async Task WriteAsync(StepContext step, WorkTask task, CancellationToken cancellation)
    {
        foreach (var opened in step.Transition.OpenedTasks.Where(t => t.ElementId == task.ElementId))
        {
            (opened.Assignee, opened.Claimed, opened.Unassignable) = (task.Assignee ?? task.CompletedBy, false, false);
            (opened.Returned, opened.OpenedAt) = (false, null);
            step.Transition.Mails.RemoveAll(m => m.Mail.TaskId == opened.Id);
            step.Transition.Notifications.RemoveAll(n => n.TaskId == opened.Id);
            step.Transition.Incidents.RemoveAll(i => i.SourceId == opened.Id);
        }
        step.Transition.Correspondence.AddRange(step.Transition.WithdrawnTasks.Select(id => new Statement(
            """
            UPDATE tasks SET opened_at = opened_at
            WHERE id = $1 AND opened_at IS NULL AND claimed = $2 AND created_at = $3
            """,
            [id, false, task.EndedAt!.Value], CommitResult.Taken)));
        var gone = step.Transition.WithdrawnTasks.ToHashSet();
        foreach (var withdrawn in step.Before.OpenTasks.Where(t => gone.Contains(t.Id)))
            await work.Notices.AddAsync(
                step, CaseTemplates.TakenBack,
                string.Create(CultureInfo.InvariantCulture, $"{withdrawn.ElementInstanceId}/{CaseTemplates.TakenBack}"),
                await work.Recipients.ResolveAsync(step, ["assignee"], withdrawn, cancellation), null,
                new([
                    new("by", FeelValue.Of(step.Actor.DisplayName)),
                    new("task", FeelValue.Of(step.Bundle.Definition.NameOf(withdrawn.ElementId))),
                ]),
                false, cancellation);
    }

    private async Task<ActionRefusal> TouchedAsync(
        WorkTask task, WorkTask next, CancellationToken cancellation)
    {
        var staff = await work.Staff.NowAsync(cancellation);
        string NameOf(string? user) => user is null ? "有人" : staff.Find(user)?.DisplayName ?? user;
        return next switch
        {
            { Status: WorkTaskStatus.Completed } => Refused(
                RefusalKind.Conflict, "task.next-decided", task,
                $"下一环节“{next.Name}”已由{NameOf(next.CompletedBy)}于 {Texts.Instant(next.EndedAt!.Value)} 办理",
                "如需更正，请联系对方退回。"),
            { Status: WorkTaskStatus.Cancelled } => Refused(
                RefusalKind.Conflict, "task.next-decided", task, $"下一环节“{next.Name}”已失效", "请刷新页面。"),
            _ => Refused(
                RefusalKind.Conflict, "task.next-opened", task,
                $"下一环节“{next.Name}”{(next.Claimed ? $"已由{NameOf(next.Assignee)}认领" : $"已被{NameOf(next.Assignee)}打开")}",
                "如需更正，请联系对方退回。"),
        };
    }

    private static ActionRefusal Impossible(WorkTask task) => Refused(
        RefusalKind.Conflict, "task.take-back-impossible", task, "它是会签的一席或在流程的分支里，取回会影响别的席位",
        "如需更正，请联系承办人退回。");

    private static ActionRefusal Refused(RefusalKind kind, string code, WorkTask task, string why, string then) =>
        new(kind, code, $"不能取回“{task.Name}”：{why}。{then}", []);
}
