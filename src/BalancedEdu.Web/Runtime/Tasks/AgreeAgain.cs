using BalancedEdu.Bpmn.Execution;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>
/// Agrees to a task whose owner has agreed in the step before (去重). The decision is the person's, marked as automatic,
/// and its opinion cites the earlier one. Nothing happens when the person was quicker, or has the task no longer.
/// </summary>
internal sealed class AgreeAgain(BalancedEduDb db, BundleCatalog bundles, ProcessRunner runner) : IJobHandler
{
    /// <summary>The job's name.</summary>
    public const string Name = "task.agree-again";

    private const int CitedMax = 200;

    public string Job => Name;

    public async Task<FeelContext> RunAsync(JobRequest request, CancellationToken cancellation)
    {
        var (id, person) = Read(request.Inputs);
        var task = await db.Tasks.AsNoTracking().SingleOrDefaultAsync(
            t => t.Id == id && t.CaseId == request.CaseId && t.Status == WorkTaskStatus.Open && t.Assignee == person
                && t.Owner == null, cancellation);
        if (task is null || await EarlierAsync(task, cancellation) is not { VoidReason: null } earlier)
            return FeelContext.Empty;
        var version = await db.Cases.Where(c => c.Id == request.CaseId).Select(c => c.BundleVersionId)
            .SingleAsync(cancellation);
        var details = (await bundles.GetAsync(version, cancellation)).Definition.UserTask(task.ElementId);
        if (details is not { Dedupe: true, Agreement: { } agreement })
            return FeelContext.Empty;
        var form = details.Form is null || task.FormData is null ? FeelContext.Empty : Json.ToContext(task.FormData);

        // With the revision that was just read: who claims, transfers or decides it meanwhile is quicker.
        var refusal = await runner.RunAsync(
            new(request.CaseId,
                new CompleteUserTask(task.ElementInstanceId, agreement.Id, OpinionOf(earlier), person, form),
                Actor.System)
            {
                TaskId = task.Id,
                Revision = task.Revision,
                DedupeKey = $"job:{request.Key}",
                Host = (step, _) =>
                {
                    if (step.Transition.Completion is { } done)
                        step.Transition.Completion = done with { OutcomeName = $"{done.OutcomeName}（自动）" };
                    step.Append("TaskAgreedAgain", task.ElementId, task.Id, Json.Of(new FeelContext(
                    [
                        new("person", FeelValue.Of(person)), new("earlier", FeelValue.Of(earlier.Name)),
                        new("earlierTask", FeelValue.Of((decimal)earlier.Id)),
                    ])));
                    return Task.CompletedTask;
                },
            },
            cancellation);
        return refusal is null or { Code: "task.stale" or "bpmn.instance.suspended" }
            ? FeelContext.Empty
            : throw new InvalidOperationException(refusal.Message);
    }

    /// <summary>
    /// The decision before the task opened. Not by the name of its element: the case may have moved to a version that
    /// calls it otherwise.
    /// </summary>
    private Task<WorkTask?> EarlierAsync(WorkTask task, CancellationToken cancellation) => db.Tasks.AsNoTracking()
        .Where(t => t.CaseId == task.CaseId && t.Status == WorkTaskStatus.Completed && t.EndedAt <= task.CreatedAt)
        .OrderByDescending(t => t.EndedAt).ThenByDescending(t => t.Id).FirstOrDefaultAsync(cancellation);

    /// <summary>自动同意：同一人已于 11-02 09:00 在“方案审核”同意，意见：可行。</summary>
    private static string OpinionOf(WorkTask earlier)
    {
        var said = earlier.Comment is { Length: > 0 } comment
            ? $"，意见：{(comment.Length > CitedMax ? comment[..CitedMax] + "…" : comment)}"
            : "";
        return $"自动同意：同一人已于 {Texts.Instant(earlier.EndedAt!.Value)} 在“{earlier.Name}”{earlier.OutcomeName}{said}。";
    }

    private static (long Task, string Person) Read(FeelContext inputs) =>
        inputs.TryGet("task", out var task) && inputs.TryGet("person", out var person) && task.AsNumber() is { } id
            ? ((long)id, person.AsString() ?? "")
            : throw new JobFailedException("作业缺少环节或人员，不能自动同意。请放弃本作业，由本人办理。");
}
