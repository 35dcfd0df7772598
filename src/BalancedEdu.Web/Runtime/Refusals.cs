using System.Globalization;
using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Transitions;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime;

/// <summary>The words of refusals. Who lost a race is told who did what, and when.</summary>
internal sealed class Refusals(Func<BalancedEduDb> open, TimeProvider time)
{
    /// <summary>The code of <see cref="Busy"/>: the same sent again may be done.</summary>
    public const string BusyCode = "case.busy";

    /// <summary>The code of <see cref="CaseMoved"/>: to be decided anew on what is there now.</summary>
    public const string MovedCode = "case.moved";

    private const string UnknownCode = "case.outcome-unknown";

    /// <summary>How long a person waits for the number of the case, when the database may be gone.</summary>
    private static readonly TimeSpan NumberWithin = TimeSpan.FromSeconds(2);

    /// <summary>There is no such case, or it is not the person's to see: which of them is not told.</summary>
    public static ActionRefusal CaseUnknown(string verb, long id) => NotFound(
        "case.unknown", $"不能{verb}：所指的事项（内部编号 {id}）不存在，或者您无权查看。请从待办或检索重新打开；确需查看的，请联系管理员。");

    /// <summary>There is no such task, or it is not the person's to see.</summary>
    public static ActionRefusal TaskUnknown(string verb, long id) => NotFound(
        "task.unknown", $"不能{verb}：所指的任务（内部编号 {id}）不存在，或者您无权办理。请从待办重新打开；应由您办理的，请联系管理员核对岗位。");

    /// <summary>Others were quicker, and what they did is not known.</summary>
    /// <param name="what">What the person wanted to do, and with what: <c>作废文书 SX-2026-0001</c>.</param>
    public static ActionRefusal Busy(string what) => new(
        RefusalKind.Conflict, BusyCode, $"没有{what}：同一时间有多人在办理，没有轮到您。请刷新后查看，仍需要的再提交一次。", []);

    /// <summary>The case is not as the person saw it.</summary>
    /// <param name="what">What the person wanted to do, and with what.</param>
    public static ActionRefusal CaseMoved(string what) => new(
        RefusalKind.Conflict, MovedCode, $"没有{what}：您打开页面后事项又有了进展。请刷新后核对再提交。", []);

    public static ActionRefusal StartUnknown(string process) => new(
        RefusalKind.Conflict, UnknownCode,
        $"不清楚是否已经发起“{process}”：数据库没有及时答复。请到“我发起”查看：没有的再提交一次，已经有的不要重复发起。", []);

    public static ActionRefusal ProcessUnknown(string processId) =>
        NotFound("case.process-unknown", $"流程“{processId}”没有已发布的版本，不能发起。请联系管理员发布后再试。");

    public static ActionRefusal NotFound(string code, string message) => new(RefusalKind.NotFound, code, message, []);

    public static ActionRefusal OfEngine(Refusal refusal) =>
        new(RefusalKind.Conflict, refusal.Code, refusal.Message, []);

    /// <summary>Why a step could not be done: somebody was quicker, or the reason that the step found.</summary>
    public async Task<ActionRefusal> OfLostRaceAsync(
        StepRequest request, ActionRefusal? refusal, CancellationToken cancellation)
    {
        if (request.TaskId is { } taskId)
        {
            await using var db = open();
            var task = await db.Tasks.AsNoTracking().SingleOrDefaultAsync(t => t.Id == taskId, cancellation);
            if (task is not null && (refusal is null || task.Status != WorkTaskStatus.Open))
                return await StaleAsync(request.Verb, task, cancellation);
        }
        return refusal ?? Busy(await WhatAsync(request, cancellation));
    }

    /// <summary>It is not known whether the step is done; a database that is gone tells no number either.</summary>
    public async Task<ActionRefusal> OutcomeUnknownAsync(StepRequest request)
    {
        string what;
        using var soon = new CancellationTokenSource(NumberWithin, time);
        try
        {
            // Not all that opens a connection hears that it is to stop: such is left behind.
            what = await WhatAsync(request, soon.Token).WaitAsync(soon.Token);
        }
        catch (Exception)
        {
            // Of whatever kind, even of sockets: what escaped here would hide that the step may be done.
            what = request.Verb;
        }
        return new(
            RefusalKind.Conflict, UnknownCode,
            $"不清楚是否已经{what}：数据库没有及时答复。请刷新后查看：没有生效的再提交一次，已经生效的不要重复提交。", []);
    }

    /// <summary>What the person wanted to do, and with what: the task of a case, or the case.</summary>
    public async Task<string> WhatAsync(StepRequest request, CancellationToken cancellation)
    {
        await using var db = open();
        var task = await db.Tasks.AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.TaskId, cancellation);
        return request.Verb + (task is not null
            ? await AboutAsync(task, cancellation)
            : " " + await db.Cases.Where(c => c.Id == request.CaseId).Select(c => c.Number)
                .SingleOrDefaultAsync(cancellation));
    }

    /// <summary>The task is not as the person saw it.</summary>
    /// <param name="verb">What the person wanted to do with it.</param>
    /// <param name="task">As it is now.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ActionRefusal> StaleAsync(string verb, WorkTask task, CancellationToken cancellation)
    {
        var at = task.EndedAt is { } ended
            ? ended.ToOffset(OfficeTime.Offset).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture)
            : "";
        var why = task switch
        {
            { Status: WorkTaskStatus.Completed, CompletedBy: "system" } =>
                $"它已于 {at} 到期，由系统按“{task.OutcomeName}”处理。请打开事项查看；有异议的，请联系现在的承办人。",
            { Status: WorkTaskStatus.Completed } =>
                $"它已由{await NameOfAsync(task.CompletedBy!, cancellation)}于 {at} 办理（{task.OutcomeName}）。"
                + "请打开事项查看；需要更正的，请联系现在的承办人。",
            { Status: WorkTaskStatus.Cancelled, VoidReason: not null } =>
                $"它已于 {at} 因事项被退回而失效，不再需要办理。请打开事项查看退回到了哪里。",
            { Status: WorkTaskStatus.Cancelled, LoopCounter: > 0 }
                when await DecidedByAsync(task, cancellation) is { } last =>
                $"它已由{await NameOfAsync(last.CompletedBy!, cancellation)}于 {at} 办理（{last.OutcomeName}），"
                + "会签结果已定，您这一份记为未表态。请打开事项查看结果。",
            { Status: WorkTaskStatus.Cancelled } =>
                $"它已于 {at} 随事项进展撤销，不再需要办理。请打开事项查看进展。",
            _ when await HandedAsync(task, cancellation) is { } handed => $"它{handed}。请刷新后查看。",
            { Assignee: { } assignee } =>
                $"它已由{await NameOfAsync(assignee, cancellation)}认领。请刷新后查看。",
            _ => $"它已被释放或更新。请刷新后再{verb}。",
        };
        return new(
            RefusalKind.Conflict, "task.stale", $"不能{verb}{await AboutAsync(task, cancellation)}：{why}", []);
    }

    /// <summary>“受理”（ZS-2026-1）: the step, and the case by the number that people quote.</summary>
    private async Task<string> AboutAsync(WorkTask task, CancellationToken cancellation)
    {
        await using var db = open();
        var number = await db.Cases.Where(c => c.Id == task.CaseId).Select(c => c.Number)
            .SingleOrDefaultAsync(cancellation);
        return number is null ? $"“{task.Name}”" : $"“{task.Name}”（{number}）";
    }

    /// <summary>Who did what with an open task last, when it went from hand to hand; else null.</summary>
    private async Task<string?> HandedAsync(WorkTask task, CancellationToken cancellation)
    {
        await using var db = open();
        var last = await db.CaseEvents.AsNoTracking()
            .Where(e => e.CaseId == task.CaseId && (e.TaskId == task.Id || e.Kind == VersionChange.Kind))
            .OrderByDescending(e => e.Sequence).FirstOrDefaultAsync(cancellation);
        if (last is null || HandingWords.Of(last) is not { } what)
            return null;
        var at = last.At.ToOffset(OfficeTime.Offset).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"已由{await NameOfAsync(last.Actor, cancellation)}于 {at} {what}";
    }

    /// <summary>
    /// The seat whose opinion ended the countersign, which took back this one; null when it ended otherwise.
    /// </summary>
    private async Task<WorkTask?> DecidedByAsync(WorkTask task, CancellationToken cancellation)
    {
        await using var db = open();
        return await db.Tasks.AsNoTracking().Where(t =>
                t.CaseId == task.CaseId && t.ElementId == task.ElementId && t.CreatedAt == task.CreatedAt
                && t.Status == WorkTaskStatus.Completed && t.EndedAt == task.EndedAt)
            .OrderByDescending(t => t.Id).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>The person may see the task but it is not theirs to do.</summary>
    public async Task<ActionRefusal> NotYoursAsync(string verb, WorkTask task, CancellationToken cancellation) => new(
        RefusalKind.Forbidden, "task.not-yours",
        $"不能{verb}{await AboutAsync(task, cancellation)}：" + (task.Assignee is { } assignee
            ? $"它由{await NameOfAsync(assignee, cancellation)}办理。应由您办理的，请其转办，或联系管理员改派。"
            : "它不由您办理。应由您办理的，请联系管理员核对岗位。"),
        []);

    /// <summary>The person's name; the user name when the account is gone.</summary>
    public async Task<string> NameOfAsync(string userName, CancellationToken cancellation)
    {
        await using var db = open();
        return await db.Users.Where(u => u.UserName == userName).Select(u => u.DisplayName)
            .SingleOrDefaultAsync(cancellation)
            ?? userName;
    }
}
