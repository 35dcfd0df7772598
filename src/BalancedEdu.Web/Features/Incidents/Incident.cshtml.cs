using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using BalancedEdu.Feel.Values;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Incidents;
using BalancedEdu.Web.Runtime.Reading;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Incidents;

/// <summary>One incident: its cause, values and stack, and what can be done about it.</summary>
public sealed class IncidentModel(IncidentQuery incidents, IncidentActions actions, CurrentUser current) : PageModel
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What is posted for all that a start has missed.</summary>
    private const long All = 0;

    /// <summary>The incident.</summary>
    public IncidentSheet Sheet { get; private set; } = null!;

    /// <summary>What was refused, with what was typed; or null.</summary>
    public RefusedReason? Refused { get; private set; }

    /// <summary>The dialogs of what can be done, in the order of their buttons: the last at the right.</summary>
    public IReadOnlyList<ReasonDialog> Dialogs => [.. AllDialogs()];

    /// <summary>The incident.</summary>
    public Task<IActionResult> OnGetAsync(long id, CancellationToken cancellation) => ShowAsync(id, cancellation);

    /// <summary>重试.</summary>
    public async Task<IActionResult> OnPostRetryAsync(
        long id, int times, string? reason, long? only, CancellationToken cancellation) => ModelState.IsValid
        ? await AnswerAsync(id, "已重试", new("Retry", reason, null, null, await actions.RetryAsync(
            new(id, times, reason) { Only = OneOf(only) }, await current.GetAsync(cancellation), cancellation))
        {
            Only = only,
        }, cancellation)
        : NotFound();

    /// <summary>更正变量后重试.</summary>
    public async Task<IActionResult> OnPostMendAsync(
        long id, int times, long version, string? json, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, "变量已更正并重试", new("Mend", reason, json, null, await actions.MendAsync(
            new(id, times, reason), json, version, await current.GetAsync(cancellation), cancellation)), cancellation);

    /// <summary>跳过.</summary>
    public async Task<IActionResult> OnPostPassAsync(
        long id, int times, string? json, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, "已跳过，继续办理", new("Pass", reason, json, null, await actions.PassAsync(
            new(id, times, reason), json, await current.GetAsync(cancellation), cancellation)), cancellation);

    /// <summary>指派.</summary>
    public async Task<IActionResult> OnPostAssignAsync(
        long id, int times, string? to, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, "已指派", new("Assign", reason, null, to, await actions.AssignAsync(
            new(id, times, reason), to, await current.GetAsync(cancellation), cancellation)), cancellation);

    /// <summary>放弃消息.</summary>
    public async Task<IActionResult> OnPostDiscardAsync(
        long id, int times, string? reason, long? only, CancellationToken cancellation) => ModelState.IsValid
        ? await AnswerAsync(id, "已放弃", new("Discard", reason, null, null, await actions.DiscardAsync(
            new(id, times, reason) { Only = OneOf(only) }, await current.GetAsync(cancellation), cancellation))
        {
            Only = only,
        }, cancellation)
        : NotFound();

    /// <summary>终止事项.</summary>
    public async Task<IActionResult> OnPostCancelAsync(
        long id, int times, string? reason, CancellationToken cancellation) =>
        await AnswerAsync(id, "事项已终止", new("Cancel", reason, null, null, await actions.CancelAsync(
            new(id, times, reason), await current.GetAsync(cancellation), cancellation)), cancellation);

    /// <summary>A context as JSON that a person reads.</summary>
    public static string Pretty(FeelContext context)
    {
        using var document = JsonDocument.Parse(Json.Of(context));
        return JsonSerializer.Serialize(document, Indented);
    }

    private static long? OneOf(long? only) => only == All ? null : only;

    /// <summary>Of what a start has missed: all, or which; empty where there is nothing to choose.</summary>
    private IReadOnlyList<(string Value, string Text)> Choices => Sheet.MissedCount < 2
        ? []
        :
        [
            ($"{All}", $"全部 {Sheet.MissedCount} 次"),
            .. Sheet.Missed.Select(m => ($"{m.Id}", $"{Texts.Instant(m.FirstTriedAt)} 首次尝试的一次")),
        ];

    private IEnumerable<ReasonDialog> AllDialogs()
    {
        var offers = Sheet.Offers;
        if (offers.Cancel)
            yield return Dialog("Cancel", "终止事项", "整个事项到此结束，所有待办撤销，不能恢复。", "终止事项") with
            {
                Heavy = true,
            };
        if (offers.Discard)
            yield return (Sheet.Line.Row.Code == IncidentCodes.StartFailed
                ? Dialog(
                    "Discard", Choices.Count > 0 ? "放弃发起" : "放弃这次发起",
                    (Choices.Count > 0 ? "选中的" : "这一次") + "不再发起，不能恢复；以后到时间或收到信号照常发起。",
                    "放弃") with
                {
                    Choices = Choices,
                }
                : Dialog("Discard", "放弃消息", "不再送达，对方不会收到，不能恢复。", "放弃")) with { Heavy = true };
        if (offers.Pass)
            yield return Dialog("Pass", "跳过这个环节", "不再运行这项作业或子流程，以您填写的结果继续办理。", "跳过") with
            {
                Json = "{}", JsonLabel = "代填的结果（JSON）", JsonHint = "与作业应给的结果相同；没有结果填 {}。",
            };
        if (offers.Mend)
        {
            var now = Sheet.Variables is { } variables ? Pretty(variables) : "{}";
            yield return Dialog("Mend", "更正变量后重试", "改正事项的变量，再从停住的地方继续。", "更正并重试") with
            {
                Json = now.Length <= IncidentActions.JsonLengthMax ? now : "{}", JsonLabel = "事项的变量（JSON）",
                JsonHint = "只写入与现在不同的变量；从这里删去的变量保持原样。",
            };
        }
        if (offers.Retry && Sheet.Line.Row.Code == IncidentCodes.PackageDamaged)
            yield return Dialog(
                "Retry", "重新核对", "现在就核对归档包；完好，归档就继续，不完好，什么都不删除。", "重新核对");
        else if (offers.Retry)
            yield return Dialog(
                "Retry", "重试",
                Choices.Count > 0 ? "全部重试时，每一次各发起一件。" : "从停住的地方再试一次。", "重试") with
            {
                Choices = Choices,
            };
        if (offers.Assign)
            yield return Dialog("Assign", "指派", "把环节交给一人办理，并以邮件通知。职责分离仍然有效。", "指派") with
            {
                People = true,
            };
    }

    private ReasonDialog Dialog(string action, string title, string note, string submit)
    {
        var dialog = new ReasonDialog(
            action, title, note, submit, $"/Incidents/{Sheet.Line.Row.Id}?handler={action}")
        {
            Hidden =
            [
                ("times", Sheet.Line.Row.Times.ToString(CultureInfo.InvariantCulture)),
                ("version", Sheet.CaseVersion.ToString(CultureInfo.InvariantCulture)),
            ],
            Refused = Refused,
        };
        return Sheet.Line.Row.CaseId is null ? dialog with { Hint = "写入这条异常和系统日志。" } : dialog;
    }

    /// <summary>Done: on to what the case stops at now, or to the list. Refused: what was typed comes back.</summary>
    private async Task<IActionResult> AnswerAsync(
        long id, string done, Handled handled, CancellationToken cancellation)
    {
        if (handled.Refusal is { } refusal)
        {
            Refused = new(handled.Action, handled.Reason, handled.Json, handled.To, refusal)
            {
                Only = handled.Only?.ToString(CultureInfo.InvariantCulture),
            };
            var shown = await ShowAsync(id, cancellation);
            if (shown is PageResult)
                Response.StatusCode = RefusalStatus.Of(refusal.Kind);
            return shown;
        }
        var person = await current.GetAsync(cancellation);
        var caseId = (await incidents.FindAsync(id, person, cancellation))?.Line.Row.CaseId;
        var next = await incidents.NewestOfCaseAsync(caseId, person, cancellation);
        new Toast(next is null ? done : $"{done}，但事项仍有异常").Put(TempData);
        return Redirect(next is null ? "/Incidents" : $"/Incidents/{next}");
    }

    private async Task<IActionResult> ShowAsync(long id, CancellationToken cancellation)
    {
        if (await incidents.FindAsync(id, await current.GetAsync(cancellation), cancellation) is not { } sheet)
            return NotFound();
        Sheet = sheet;
        return Page();
    }

    private sealed record Handled(string Action, string? Reason, string? Json, string? To, ActionRefusal? Refusal)
    {
        public long? Only { get; init; }
    }
}
