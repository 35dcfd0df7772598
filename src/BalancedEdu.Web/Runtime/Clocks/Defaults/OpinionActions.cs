using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Clocks.Defaults;

/// <summary>A decision by time-out for those who may file their opinion on it.</summary>
/// <param name="Row">The decision.</param>
/// <param name="CaseNumber">The number of the case.</param>
/// <param name="CaseTitle">Its title.</param>
/// <param name="CaseEnded">Whether the case has ended.</param>
/// <param name="OpinionBy">Who filed the opinion, as shown; empty before.</param>
public sealed record DefaultSheet(
    TimeoutDefault Row, string CaseNumber, string CaseTitle, bool CaseEnded, string OpinionBy);

/// <summary>
/// 补交意见: the department in whose silence the system decided files its opinion, once, in time, while the case runs.
/// The default stays; the opinion stands beside it in history.
/// </summary>
public sealed class OpinionActions
{
    /// <summary>Characters of an opinion.</summary>
    public const int OpinionLengthMax = 2000;

    private readonly BalancedEduDb _db;
    private readonly ProcessRunner _runner;
    private readonly Notices _notices;
    private readonly TimeProvider _time;

    internal OpinionActions(BalancedEduDb db, ProcessRunner runner, Notices notices, TimeProvider time) =>
        (_db, _runner, _notices, _time) = (db, runner, notices, time);

    /// <summary>The decision on a task, or null when there is none or it is not the person's to speak on.</summary>
    public Task<DefaultSheet?> FindAsync(long taskId, AppUser person, CancellationToken cancellation) => (
        from d in _db.DefaultsOpenTo(person).AsNoTracking()
        where d.TaskId == taskId
        join k in _db.Cases on d.CaseId equals k.Id
        select new DefaultSheet(
            d, k.Number, k.Title, k.Status != CaseStatus.Running,
            _db.Users.Where(u => u.UserName == d.OpinionBy).Select(u => u.DisplayName).FirstOrDefault() ?? ""))
        .SingleOrDefaultAsync(cancellation);

    /// <summary>Files the opinion. Null when done.</summary>
    public async Task<ActionRefusal?> FileAsync(
        long taskId, string? opinion, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (await FindAsync(taskId, person, cancellation) is not { } sheet)
            return Refusals.NotFound(
                "opinion.unknown",
                $"不能补交意见：所指的任务（内部编号 {taskId}）没有按默认处理，或者不由您所在单位补交。请核对链接，或联系事项的承办人。");
        var row = sheet.Row;
        if (row.OpinionAt is { } filed)
            return Conflict("opinion.twice",
                $"不能补交“{row.TaskName}”（{sheet.CaseNumber}）的意见：{sheet.OpinionBy}已于 {Texts.Instant(filed)} 补交，只能补交一次。"
                + "如有补充，请联系现在的承办人。");
        if (sheet.CaseEnded)
            return Conflict("opinion.case-ended", $"不能补交“{row.TaskName}”（{sheet.CaseNumber}）的意见：事项已经结束。如有异议，请按复核程序提出。");
        if (_time.GetStoredNow() > row.OpinionUntil)
            return Conflict("opinion.late",
                $"不能补交“{row.TaskName}”（{sheet.CaseNumber}）的意见：补交期限已于 {Texts.Instant(row.OpinionUntil)} 届满。"
                + "如有异议，请联系现在的承办人。");
        if (opinion?.Trim() is not { Length: > 0 and <= OpinionLengthMax } text)
            return new(
                RefusalKind.Invalid, "opinion.empty",
                $"没有补交“{row.TaskName}”（{sheet.CaseNumber}）的意见：意见没有填写，或超过 {OpinionLengthMax} 字。请改正后再提交。",
                [new FieldError("opinion", "opinion.empty", $"请填写意见（不超过 {OpinionLengthMax} 字）。")]);
        return await _runner.RunAsync(
            new(row.CaseId, null, Actor.Of(person))
            {
                TaskId = taskId,
                Verb = "补交意见",
                Host = (step, stop) => FileAsync(step, row, text, stop),
            },
            cancellation);
    }

    private async Task FileAsync(StepContext step, TimeoutDefault row, string text, CancellationToken cancellation)
    {
        step.Transition.Correspondence.Add(new(
            """
            UPDATE timeout_defaults SET opinion = $2, opinion_by = $3, opinion_at = $4
            WHERE task_id = $1 AND opinion_at IS NULL
            """,
            [row.TaskId, text, step.Actor.UserName, step.Now], CommitResult.Taken));
        step.Append("LateOpinionFiled", null, row.TaskId, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteString("task", row.TaskName);
            w.WriteString("unit", row.SilentUnit);
            w.WriteString("opinion", text);
            w.WriteString("law", row.OpinionLaw);
            w.WriteEndObject();
        }));
        var handlers = step.Before.OpenTasks.Select(t => t.Assignee).OfType<string>().Distinct();
        await _notices.AddAsync(
            step, Notices.LateOpinion, $"task/{row.TaskId}/late-opinion", step.Staff.People(handlers), null,
            new(
            [
                new("task", FeelValue.Of(row.TaskName)), new("unit", FeelValue.Of(row.SilentUnit)),
                new("opinion", FeelValue.Of(text)),
            ]), false, cancellation);
    }

    private static ActionRefusal Conflict(string code, string message) =>
        new(RefusalKind.Conflict, code, message, []);
}
