using System.Text.Json;
using BalancedEdu.Bpmn.Model;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Cases;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Runtime.Bundles;
using BalancedEdu.Web.Runtime.Effects;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Tasks;

/// <summary>One task of several that are agreed to at once.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Revision">The revision that the person saw.</param>
public sealed record BulkItem(long TaskId, int Revision);

/// <summary>How it went with one of them.</summary>
/// <param name="TaskId">The task's row.</param>
/// <param name="Number">The number of its case; empty when it is not the person's to see.</param>
/// <param name="Title">The case.</param>
/// <param name="Step">The step.</param>
/// <param name="Refusal">Why it was not done; null when it was.</param>
public sealed record BulkRow(long TaskId, string Number, string Title, string Step, ActionRefusal? Refusal);

/// <summary>What is about to be agreed to.</summary>
/// <param name="OutcomeName">The word of the outcome: 销号.</param>
/// <param name="Rows">The tasks; those that can't be done have a refusal.</param>
public sealed record BulkPlan(string OutcomeName, IReadOnlyList<BulkRow> Rows);

/// <summary>
/// 批量同意: a loop of decisions, each its own step with its own record; what one refuses does not hold up the others.
/// Only the first outcome (同意), only of one element of one version, only where the definition says <c>bulk</c> and the
/// form asks for nothing. There is no bulk refusal, and none can be asked for.
/// </summary>
public sealed class BulkAgreement(BalancedEduDb db, BundleCatalog bundles, TaskActions actions)
{
    /// <summary>More at once would not be looked at by anybody.</summary>
    public const int ItemsMax = 50;

    private const string Verb = "批量同意";

    /// <summary>Whether tasks of an element can be agreed to in bulk.</summary>
    public static bool IsOffered(PublishedBundle bundle, string elementId)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var details = bundle.Definition.UserTask(elementId);
        return details.Allow.Contains("bulk") && OutcomeOf(details) is not null
            && !(details.Form is { } form && bundle.Forms[form].AsksForSomething);
    }

    /// <summary>What would be agreed to. Refused as a whole as <see cref="AgreeAsync"/> is.</summary>
    public async Task<Answer<BulkPlan>> PlanAsync(
        IReadOnlyList<BulkItem> items, AppUser person, CancellationToken cancellation)
    {
        var (work, refusal) = await FindAsync(items, person, cancellation);
        return work is null
            ? refusal!
            : new BulkPlan(work.Outcome.Name, [.. work.Items.Select(i => Row(i, i.Stale ? Moved : null))]);
    }

    /// <summary>
    /// Agrees. Refused as a whole: <c>bulk.nothing</c>, <c>bulk.too-many</c>, <c>bulk.mixed</c>,
    /// <c>bulk.not-offered</c>, <c>task.unknown</c>; else each row has its own answer.
    /// </summary>
    public async Task<Answer<BulkPlan>> AgreeAsync(
        IReadOnlyList<BulkItem> items, string? comment, AppUser person, CancellationToken cancellation)
    {
        var (work, refusal) = await FindAsync(items, person, cancellation);
        if (work is null)
            return refusal!;
        var rows = new List<BulkRow>();
        foreach (var item in work.Items)
        {
            using var form = JsonDocument.Parse(FormJson.ForBrowser(item.Task.FormData, item.Task.Draft));
            var refused = await actions.CompleteAsync(
                new(item.Task.Id, item.Seen, work.Outcome.Id, OperationTexts.Given(comment), form.RootElement)
                {
                    BulkOf = work.Items.Count,
                },
                person, cancellation);
            rows.Add(Row(item, refused));
        }
        return new BulkPlan(work.Outcome.Name, rows);
    }

    /// <summary>The record that a decision was one of several at once; in the step of the decision.</summary>
    internal static Task Record(StepContext step, WorkTask task, int of)
    {
        step.Append("TaskAgreedInBulk", task.ElementId, task.Id, Json.Of(w =>
        {
            w.WriteStartObject();
            w.WriteNumber("of", of);
            w.WriteEndObject();
        }));
        return Task.CompletedTask;
    }

    private static readonly ActionRefusal Moved = new(
        RefusalKind.Conflict, "task.stale", "不能批量同意：打开列表后它又有了变化，提交时不会办理。请刷新列表后重新勾选。", []);

    private static BulkRow Row(Item item, ActionRefusal? refusal) =>
        new(item.Task.Id, item.Number, item.Title, item.Task.Name, refusal);

    private static Outcome? OutcomeOf(UserTaskDetails details) =>
        details.Choices.FirstOrDefault() is { Kind: "primary", RequiresComment: false } agreed ? agreed : null;

    private async Task<(Work? Work, ActionRefusal? Refusal)> FindAsync(
        IReadOnlyList<BulkItem> items, AppUser person, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(person);
        if (items.Count == 0)
            return (null, Whole("bulk.nothing", $"没有{Verb}：没有选择事项。请先勾选再提交。"));
        if (items.Count > ItemsMax)
            return (null, Whole(
                "bulk.too-many", $"没有{Verb}：一次最多 {ItemsMax} 件，现在选了 {items.Count} 件。请分几次办理。"));
        var seen = items.DistinctBy(i => i.TaskId).ToDictionary(i => i.TaskId, i => i.Revision);
        var ids = seen.Keys.ToList();
        var found = await db.VisibleTasks(person).AsNoTracking().Where(t => ids.Contains(t.Id))
            .Join(db.Cases, t => t.CaseId, c => c.Id, (t, c) => new { Task = t, c.Number, c.Title, c.BundleVersionId })
            .OrderBy(x => x.Task.Id).ToListAsync(cancellation);
        if (found.Count < ids.Count)
            return (null, Refusals.TaskUnknown(Verb, ids.Except(found.Select(x => x.Task.Id)).First()));
        if (found.DistinctBy(x => (x.BundleVersionId, x.Task.ElementId)).Skip(1).Any())
            return (null, Whole("bulk.mixed", $"没有{Verb}：所选事项不是同一流程版本的同一环节。请按环节筛选后再勾选。"));
        var bundle = await bundles.GetAsync(found[0].BundleVersionId, cancellation);
        var element = found[0].Task.ElementId;
        if (!IsOffered(bundle, element))
            return (null, Whole(
                "bulk.not-offered",
                $"没有{Verb}：“{bundle.Definition.NameOf(element)}”没有开放批量同意，或表单有必填项。请逐件办理。"));
        return (new(
            OutcomeOf(bundle.Definition.UserTask(element))!,
            [.. found.Select(x => new Item(x.Task, seen[x.Task.Id], x.Number, x.Title))]), null);
    }

    private static ActionRefusal Whole(string code, string message) => new(RefusalKind.Invalid, code, message, []);

    private sealed record Work(Outcome Outcome, IReadOnlyList<Item> Items);

    private sealed record Item(WorkTask Task, int Seen, string Number, string Title)
    {
        public bool Stale => Task.Revision != Seen || Task.Status != WorkTaskStatus.Open;
    }
}
