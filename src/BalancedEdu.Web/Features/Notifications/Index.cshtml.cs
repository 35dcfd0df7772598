using BalancedEdu.Web.Features.Shared;
using BalancedEdu.Web.Infrastructure;
using BalancedEdu.Web.Runtime.Notifications;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BalancedEdu.Web.Features.Notifications;

/// <summary>通知: what the reader was told, the newest first.</summary>
public sealed class IndexModel(NotificationDesk desk, CurrentUser current, TimeProvider time) : PageModel
{
    /// <summary>Whether only what is unread is listed.</summary>
    public bool UnreadOnly { get; private set; }

    /// <summary>How many are unread.</summary>
    public int Unread { get; private set; }

    /// <summary>The lines of this page.</summary>
    public NotificationPage Found { get; private set; } = null!;

    /// <summary>What the times are written beside.</summary>
    public DateTimeOffset Now { get; } = time.GetUtcNow();

    /// <summary>The newest that the reader has seen: 全部已读 goes no further.</summary>
    public long Newest => Found.Lines.Count == 0 ? 0 : Found.Lines[0].Id;

    /// <summary>The list.</summary>
    public async Task<IActionResult> OnGetAsync(string? view, long? before, CancellationToken cancellation)
    {
        if (!ModelState.IsValid)
            return NotFound();
        UnreadOnly = view == "unread";
        var userName = (await current.GetAsync(cancellation)).UserName!;
        Unread = await desk.CountUnreadAsync(userName, cancellation);
        Found = await desk.PageAsync(userName, UnreadOnly, before, cancellation);
        return Page();
    }

    /// <summary>标为已读.</summary>
    public async Task<IActionResult> OnPostReadAsync(long id, string? view, CancellationToken cancellation)
    {
        if (!await desk.ReadAsync((await current.GetAsync(cancellation)).UserName!, id, cancellation))
            return NotFound();
        return Redirect(Href(view == "unread"));
    }

    /// <summary>全部已读.</summary>
    public async Task<IActionResult> OnPostReadAllAsync(long newest, CancellationToken cancellation)
    {
        var count = await desk.ReadAllAsync((await current.GetAsync(cancellation)).UserName!, newest, cancellation);
        new Toast(count == 0 ? "没有未读的通知" : $"已读 {count} 条").Put(TempData);
        return Redirect(Href(unreadOnly: false));
    }

    /// <summary>The address of a list.</summary>
    public string Href(bool unreadOnly, long? before = null) =>
        Url.Page("/Notifications/Index", new { view = unreadOnly ? "unread" : null, before })!;
}
