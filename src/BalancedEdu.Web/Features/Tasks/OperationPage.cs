using BalancedEdu.Web.Data.Organisation;
using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime;
using BalancedEdu.Web.Runtime.Reading;
using BalancedEdu.Web.Runtime.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Tasks;

/// <summary>What the pages of an operation are made from, once a request.</summary>
public sealed class OperationDesk(CaseFiles files, InboxQuery inbox, CurrentUser current)
{
    /// <summary>Reads tasks.</summary>
    public CaseFiles Files { get; } = files;

    /// <summary>Finds what comes next.</summary>
    public InboxQuery Inbox { get; } = inbox;

    /// <summary>Who acts.</summary>
    public CurrentUser Current { get; } = current;
}

/// <summary>
/// A page of one operation on a task. A link of the task's page opens its form in a dialog; without scripts, and when
/// something is refused, the page itself is shown with what was typed.
/// </summary>
public abstract class OperationPage(OperationDesk desk) : PageModel
{
    /// <summary>The task; null when it is no longer the reader's to see.</summary>
    public TaskOutline? Outline { get; private set; }

    /// <summary>Why nothing was done, or null.</summary>
    public ActionRefusal? Refusal { get; private set; }

    /// <summary>What is done: 转办.</summary>
    public abstract string Verb { get; }

    /// <summary>Whether the form is shown: not when the reader could not use it at all.</summary>
    public bool Usable => Outline is not null
        && (Refusal is null or { Kind: RefusalKind.Invalid } || Refusal.Code == Refusals.MovedCode);

    /// <summary>The error of a field, or null.</summary>
    public string? ErrorOf(string field) => Refusal?.Fields.FirstOrDefault(f => f.Key == field)?.Message;

    /// <summary>Who acts.</summary>
    protected Task<AppUser> PersonAsync(CancellationToken cancellation) => desk.Current.GetAsync(cancellation);

    /// <summary>Reads the task; null where there is none for this person.</summary>
    protected async Task<TaskOutline?> ReadAsync(long id, CancellationToken cancellation) =>
        Outline = await desk.Files.FindOutlineAsync(await PersonAsync(cancellation), id, cancellation);

    /// <summary>The page, with the status of the refusal if there was one.</summary>
    protected IActionResult Show(ActionRefusal? refusal)
    {
        Refusal = refusal;
        if (refusal is { Kind: RefusalKind.NotFound } || (Outline is null && refusal?.Kind != RefusalKind.Conflict))
            return NotFound();
        if (refusal is not null)
            Response.StatusCode = RefusalStatus.Of(refusal.Kind);
        return Page();
    }

    /// <summary>Who was found, and before them who is chosen, whatever is searched for next.</summary>
    protected static async Task<IReadOnlyList<Colleague>> WithChosenAsync(
        Answer<Colleague[]> found, IEnumerable<string> chosen, Func<string, Task<Answer<Colleague[]>>> search)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(search);
        var (shown, kept) = (found.Value ?? [], new List<Colleague>());
        foreach (var name in chosen.Except(shown.Select(p => p.UserName)).Take(Receivers.ShownMax))
            kept.AddRange(((await search(name)).Value ?? []).Where(p => p.UserName == name));
        return [.. kept, .. shown];
    }

    /// <summary>Done: the next item opens, when this one is the reader's no longer.</summary>
    protected async Task<IActionResult> OpenNextAsync(
        TaskOutline before, string done, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        var next = await desk.Inbox.NextAfterAsync(
            await PersonAsync(cancellation), InboxQuery.CursorOf(before.Task), cancellation);
        new Toast(next is null ? done : $"{done}，已打开下一件").Put(TempData);
        return Redirect(next is null ? "/Inbox" : $"/Tasks/{next}");
    }

    /// <summary>Done: the task is shown as it is now.</summary>
    protected IActionResult Stay(long id, string done)
    {
        new Toast(done).Put(TempData);
        return Redirect($"/Tasks/{id}");
    }
}

/// <summary>A field in which colleagues are chosen.</summary>
/// <param name="Address">The page that searches: it answers the list in its part <c>#people</c>.</param>
/// <param name="Label">转办给.</param>
/// <param name="Search">What was searched for, or null.</param>
/// <param name="People">Who was found.</param>
/// <param name="Chosen">User names that are chosen.</param>
/// <param name="Several">Whether several may be.</param>
/// <param name="Error">What is wrong, or null.</param>
/// <param name="Hint">Who can be chosen.</param>
public sealed record PersonPicker(
    string Address, string Label, string? Search, IReadOnlyList<Colleague> People, IReadOnlyList<string> Chosen,
    bool Several, string? Error, string Hint)
{
    /// <summary>Whether only one's own unit is listed until somebody is searched for.</summary>
    public bool BeginsWithUnit { get; init; } = true;

    /// <summary>What stands below the list, or null.</summary>
    public string? Note => People.Count >= Receivers.ShownMax ? "只列出前 20 人，请再输入几个字。"
        : BeginsWithUnit && string.IsNullOrWhiteSpace(Search)
            ? (People.Count == 0 ? "本单位没有其他人员。" : "以上是本单位人员。") + "找其他单位的人员，请输入姓名、单位或岗位。"
        : People.Count == 0 ? "没有找到。换个写法再找，姓名、单位、岗位都可以。"
        : null;
}
