using System.Text.Json.Nodes;
using BalancedEdu.Web.Data;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Api;

/// <summary>
/// What programs read of tasks: the views of the inbox, one task, whom it may be given to. A task that a program has
/// read does not count as opened: its owner has not seen it.
/// </summary>
internal static class TaskReading
{
    private static readonly (string Slug, InboxView View)[] Views =
    [
        ("mine", InboxView.Mine), ("claimable", InboxView.Unclaimed), ("today", InboxView.Today),
        ("near", InboxView.Near), ("overdue", InboxView.Overdue), ("paused", InboxView.Paused),
        ("copied", InboxView.Copied), ("started", InboxView.Started), ("done", InboxView.Done),
        ("followed", InboxView.Followed), ("delegated", InboxView.Delegated), ("unassigned", InboxView.Unassigned),
    ];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/inbox", InboxAsync).Reads<ApiInboxPage>(
            $"A page of a view of the inbox: {string.Join(", ", Views.Select(v => v.Slug))} (待我办 …)",
            "422 api.view-unknown", "422 api.limit-wrong", "422 api.after-wrong");
        api.MapGet("/inbox/counts", CountsAsync).Reads<InboxCounts>("How many items stand in each view");
        api.MapGet("/tasks/{id:long}", TaskAsync).Reads<ApiTask>(
            "One task, with its outcomes, its form and what its form holds", "404 task.unknown");
        api.MapGet("/tasks/{id:long}/colleagues", ColleaguesAsync).Reads<Colleague[]>(
            "To whom it may be given, by a part of their name, for: transfer (转办), delegate (委派) or sign (加签)",
            "404 task.unknown", "409 task.stale", "409 task.delegation-open", "403 task.not-yours",
            "403 task.not-offered", "403 task.delegated", "403 task.signer-only", "422 api.purpose-unknown");
    }

    private static async Task<IResult> InboxAsync(
        InboxQuery inbox, CurrentUser current, BalancedEduDb db, CancellationToken cancellation,
        string view = "mine", string? after = null, string? q = null, string? processId = null, int? limit = null)
    {
        if (Array.Find(Views, v => v.Slug == view) is not { Slug: not null } named)
            return Refuse(OperationRefusals.Field(
                "api.view-unknown", "view", $"没有“{view}”这个视图。可以是：{string.Join("、", Views.Select(v => v.Slug))}。"));
        if (ApiPaging.WhyNot(limit) is { } wrong)
            return Refuse(wrong);
        var place = InboxCursor.Parse(after);
        if (after is not null && place is null)
            return Refuse(OperationRefusals.Field(
                "api.after-wrong", "after", "没有查询：after 不是上一页给的 next。请原样发送，或从头查询。"));
        var page = await inbox.PageAsync(
            await current.GetAsync(cancellation),
            new(named.View, processId, Search: q) { Size = ApiPaging.SizeOf(limit) }, place, null, cancellation);
        var ids = page.Rows.Select(r => r.TaskId).ToList();
        var due = await db.Tasks.AsNoTracking().Where(t => ids.Contains(t.Id))
            .ToDictionaryAsync(t => t.Id, t => t.DueAt, cancellation);
        return ApiAnswer.Ok(new ApiInboxPage(
            [.. page.Rows.Select(r => Row(r, r.TaskId is { } id ? due[id] : null))], page.Total,
            page.Next?.ToString())).ToResult();
    }

    private static ApiInboxRow Row(InboxRow row, DateTimeOffset? due) => new(
        row.TaskId, row.CaseId, row.Number, row.Title, row.Type, row.Applicant, row.Step, row.Role,
        ApiWords.Given(row.Seat), row.Assignee, ApiWords.Given(row.Previous), row.Returned, row.ReturnReason,
        ApiWords.Given(row.Note), row.Unread, row.UrgedAt, row.At, ApiWords.Due(due),
        row.TaskId is null ? null : row.Revision);

    private static async Task<IResult> CountsAsync(
        InboxQuery inbox, CurrentUser current, CancellationToken cancellation) =>
        ApiAnswer.Ok(await inbox.CountAsync(await current.GetAsync(cancellation), cancellation)).ToResult();

    private static async Task<IResult> TaskAsync(
        long id, CaseFiles files, CurrentUser current, CancellationToken cancellation)
    {
        var outline = await files.FindOutlineAsync(await current.GetAsync(cancellation), id, cancellation);
        return outline is null
            ? Refuse(Refusals.TaskUnknown("查看", id))
            : (ApiAnswer.Ok(View(outline)) with { Revision = outline.Task.Revision }).ToResult();
    }

    private static async Task<IResult> ColleaguesAsync(
        long id, int revision, string @for, TaskTransfers transfers, TaskDelegations delegations,
        TaskSigners signers, CurrentUser current, CancellationToken cancellation, string? q = null)
    {
        var person = await current.GetAsync(cancellation);
        Answer<Colleague[]> found = @for switch
        {
            "transfer" => await transfers.SearchAsync(id, revision, q, person, cancellation),
            "delegate" => await delegations.SearchAsync(id, revision, q, person, cancellation),
            "sign" => await signers.SearchAsync(id, revision, q, person, cancellation),
            _ => OperationRefusals.Field(
                "api.purpose-unknown", "for", "没有查询：for 须为 transfer、delegate 或 sign。请改正后再查。"),
        };
        return ApiAnswer.Of(found, people => people).ToResult();
    }

    private static ApiTask View(TaskOutline outline)
    {
        var (task, details) = (outline.Task, outline.Details);
        var schema = details.Form is { } form ? outline.Bundle.FormSchemas.GetValueOrDefault(form) : null;
        return new(
            task.Id, task.CaseId, outline.CaseNumber, task.ElementId, task.Name, task.Role,
            ApiWords.Given(task.SeatName), ApiWords.Of(task.Status), task.Assignee, task.Owner, task.SignerPlace,
            task.AddedBy, task.CompletedBy, task.Outcome, task.Comment, task.VoidReason, task.CreatedAt, task.EndedAt,
            ApiWords.Due(task.DueAt), task.Revision,
            [.. details.Choices.Select(o => new ApiOutcome(
                o.Id, o.Name, o.Kind, o.RequiresComment, CommentRule.LengthMin(o)))],
            details.Allow, schema is null ? null : JsonNode.Parse(schema),
            schema is null ? null : JsonNode.Parse(FormJson.ForBrowser(task.FormData, task.Draft)));
    }

    private static IResult Refuse(ActionRefusal refusal) => ApiAnswer.Of(refusal).ToResult();
}
