using System.Globalization;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.CaseActions;

/// <summary>催办: asks who has a task to hurry.</summary>
/// <param name="TaskId">The open task.</param>
/// <param name="Note">What is said with it, or null; up to <see cref="CaseWork.NoteLengthMax"/> characters.</param>
public sealed record UrgeTask(long TaskId, string? Note)
{
    /// <summary>What makes a repetition by a program recognisable, or null.</summary>
    public string? Once { get; init; }
}

/// <summary>
/// 催办: a mail to whom the task waits for, and a mark in their inbox; at most once in four working hours a task and
/// person (approvals.md §1). The initiator may, and who oversees the case. Refused: <c>task.unknown</c>,
/// <c>task.urge-not-yours</c>, <c>task.stale</c>, <c>task.urge-own</c>, <c>case.suspended</c>, <c>task.urge-nobody</c>,
/// <c>case.note-too-long</c>, <c>task.urge-too-soon</c>.
/// </summary>
public sealed class TaskUrging(CaseWork work)
{
    /// <summary>Working hours between two urgings of one person about one task.</summary>
    public const int WorkingHoursBetween = 4;

    /// <summary>Urges.</summary>
    public async Task<ActionRefusal?> UrgeAsync(UrgeTask input, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(person);
        var caseId = await work.Db.VisibleTasks(person).Where(t => t.Id == input.TaskId).Select(t => (long?)t.CaseId)
            .SingleOrDefaultAsync(cancellation);
        return caseId is null ? Refusals.TaskUnknown("催办", input.TaskId) : await work.RunAsync(
            "催办", work.Db.VisibleCases(person), caseId.Value, head => PlanAsync(input, head, person, cancellation),
            cancellation, input.Once);
    }

    /// <summary>When somebody who urged then may do so again: after four working hours.</summary>
    internal static DateTimeOffset NextAfter(DateTimeOffset at, OfficeTime office)
    {
        var left = TimeSpan.FromHours(WorkingHoursBetween);
        foreach (var stretch in office.WorkingHoursFrom(at))
        {
            if (stretch.To - stretch.From >= left)
                return stretch.From + left;
            left -= stretch.To - stretch.From;
        }
        throw new InvalidOperationException("Working hours have no end.");
    }

    private async Task<CasePlan> PlanAsync(
        UrgeTask input, CaseHead head, AppUser person, CancellationToken cancellation)
    {
        var task = await work.Db.Tasks.AsNoTracking().SingleAsync(t => t.Id == input.TaskId, cancellation);
        if (head.StartedBy != person.UserName
            && !await work.Db.OverseenCases(person).AnyAsync(c => c.Id == head.Id, cancellation))
            return Refused(
                RefusalKind.Forbidden, "task.urge-not-yours", task, "只有发起人和督办人员可以催办", "请联系发起人。");
        if (task.Status != WorkTaskStatus.Open)
            return Refused(RefusalKind.Conflict, "task.stale", task, "它已办结或已失效", "请刷新页面。");
        if (task.Assignee == person.UserName)
            return Refused(RefusalKind.Conflict, "task.urge-own", task, "它正由您自己办理", "请直接办理。");
        if (head.SuspendedAt is not null)
            return CaseRefusals.Suspended("催办", head);
        if (task.Unassignable)
            return Refused(RefusalKind.Conflict, "task.urge-nobody", task, "它还没有人可以办理，在待指派", "请联系管理员指派。");
        var note = input.Note?.Trim() ?? "";
        if (note.Length > CaseWork.NoteLengthMax)
            return CaseRefusals.NoteTooLong("催办", head);
        var last = await work.Db.TaskUrges.Where(u => u.TaskId == task.Id && u.UserName == person.UserName)
            .Select(u => (DateTimeOffset?)u.At).SingleOrDefaultAsync(cancellation);
        if (last is { } at && NextAfter(at, work.Office) is var next && work.Time.GetStoredNow() < next)
            return Refused(
                RefusalKind.Conflict, "task.urge-too-soon", task,
                $"您 {Texts.Instant(at)} 刚催办过，{WorkingHoursBetween} 个工作小时内只能催办一次", $"请在 {Texts.Instant(next)} 之后再催办。");
        return new StepRequest(head.Id, null, CaseWork.ActorOf(person))
        {
            Host = (step, stop) => WriteAsync(step, task, note, stop),
        };
    }

    private async Task WriteAsync(StepContext step, WorkTask task, string note, CancellationToken cancellation)
    {
        step.Append("TaskUrged", task.ElementId, task.Id, Json.Of(new FeelContext([new("note", FeelValue.Of(note))])));
        step.Transition.Correspondence.Add(new(
            """
            INSERT INTO task_urges (task_id, user_name, at) VALUES ($1, $2, $3)
            ON CONFLICT (task_id, user_name) DO UPDATE SET at = $3
            """,
            [task.Id, step.Actor.UserName, step.Now]));
        step.Transition.Correspondence.Add(
            new("UPDATE tasks SET urged_at = $2 WHERE id = $1 AND status < 1", [task.Id, step.Now]));
        var data = Notices.AboutTask(FeelContext.Empty, task.Name, task.DueAt)
            .With("by", FeelValue.Of(step.Actor.DisplayName)).With("note", FeelValue.Of(note));
        await work.Notices.AddAsync(
            step, CaseTemplates.Urged, string.Create(CultureInfo.InvariantCulture, $"urge/{step.Case.LastSequence}"),
            await work.Recipients.ResolveAsync(
                step, ["assignee"], step.FindOpen(task.ElementInstanceId), cancellation),
            task.Id, data, false, cancellation);
    }

    private static ActionRefusal Refused(RefusalKind kind, string code, WorkTask task, string why, string then) =>
        new(kind, code, $"不能催办“{task.Name}”：{why}。{then}", []);
}
