using System.Text.Json;
using BalancedEdu.Bpmn.Forms;
using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>办理: decides a task. Refused input comes back in place; after a decision the next item opens.</summary>
public sealed class CompletionModel(
    TaskViews views, CaseFiles files, TaskActions actions, InboxQuery inbox, CurrentUser current) : RefusablePage(views)
{
    /// <summary>Decides.</summary>
    public async Task<IActionResult> OnPostAsync(long id, DecisionInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var comment = CommentOf(input.Outcome);
        var person = await current.GetAsync(cancellation);
        var before = await files.FindOutlineAsync(person, id, cancellation);
        JsonElement? form = null;
        var refusal = before is null ? null : Check(before, input, comment, out form);
        refusal ??= await actions.CompleteAsync(
            new(id, input.Revision, input.Outcome ?? "", comment, form), person, cancellation);
        if (refusal is not null)
            return await RefuseAsync(id, new(input.Outcome, comment, input.FormData, refusal), cancellation);
        return before is null ? Redirect("/Inbox") : await OpenNextAsync(person, before, input.Outcome!, cancellation);
    }

    private static ActionRefusal? Check(
        TaskOutline before, DecisionInput input, string? comment, out JsonElement? form)
    {
        form = null;
        var checkedInput = new DecisionRules([.. before.Details.Choices]).Validate(input with { Comment = comment });
        if (!checkedInput.IsValid)
            return new(
                RefusalKind.Invalid, "task.decision-invalid", "还没有提交：" + checkedInput.Errors[0].ErrorMessage,
                [.. checkedInput.Errors.Where(e => e.PropertyName == nameof(DecisionInput.Comment))
                    .Select(e => new FieldError("comment", "task.comment", e.ErrorMessage))]);
        if (before.Details.Form is not null && input.FormData is { Length: > 0 } text)
            form = JsonDocument.Parse(text).RootElement.Clone();
        return null;
    }

    /// <summary>Each dialog has its own field, so that a word typed into one is not sent by the other.</summary>
    private string? CommentOf(string? outcome)
    {
        var text = outcome is null ? null : Request.Form[$"comment-{outcome}"].ToString();
        text = string.IsNullOrWhiteSpace(text) ? Request.Form["comment"].ToString() : text;
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private async Task<IActionResult> OpenNextAsync(
        AppUser person, TaskOutline decided, string outcomeId, CancellationToken cancellation)
    {
        var verb = decided.Details.Choices.First(o => o.Id == outcomeId).Name;
        var next = await inbox.NextAfterAsync(person, InboxQuery.CursorOf(decided.Task), cancellation);
        var done = $"已提交“{verb}”：{decided.CaseNumber}";
        new Toast(next is null ? $"{done}，待办已办完" : $"{done}，已打开下一件").Put(TempData);
        return Redirect(next is null ? "/Inbox" : $"/Tasks/{next}");
    }
}
